"""Spreadsheets that come out of the admin can do nothing: a cell is text, also where it looks like a formula."""

import re
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise
from wagtail.admin.views.mixins import SpreadsheetExportMixin

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # openpyxl stops at these


def csv_cell(value: Any) -> str:
    """Text that no spreadsheet takes for a formula: one that begins like it gets an apostrophe before it."""
    text = xlsx_cell(value)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


def xlsx_cell(value: Any) -> str:
    """Text as text; a list with commas. Wagtail writes cells that begin like a formula as strings by itself."""
    text = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return CONTROL.sub("", text)


def make_exports_harmless() -> None:
    """For every list and report of the admin, Wagtail's own too: they all export through the one mixin."""
    cells = {SpreadsheetExportMixin.FORMAT_CSV: csv_cell, SpreadsheetExportMixin.FORMAT_XLSX: xlsx_cell}
    SpreadsheetExportMixin.custom_value_preprocess |= {list: cells, (str, Promise, tuple, Model): cells}
