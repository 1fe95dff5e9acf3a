"""What a strict content policy and a screen reader need of every template, style sheet and script."""

import re
from pathlib import Path

import pytest
from django.template import Context
from django.template.loader import get_template

from lms.ui.drawings import ICONS

ROOT = Path(__file__).resolve().parents[3]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STATIC = ROOT / "lms" / "static" / "lms"
SHEETS = sorted((STATIC / "css").rglob("*.css"))
SCRIPTS = sorted((STATIC / "js").rglob("*.js"))
ORDER = "@layer tokens, base, components, screens;"


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_no_template_holds_inline_style_or_script(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"<style|\sstyle=", text)
    assert not re.search(r"\son[a-z]+=[\"']", text)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text))
    assert "javascript:" not in text


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_every_icon_a_template_names_exists(path: Path) -> None:
    text = path.read_text()
    named = re.findall(r"{% icon name=[\"']([a-z]+)[\"']", text) + re.findall(r"\bicon(?:_after)?=[\"']([a-z]+)[\"']", text)
    assert set(named) <= ICONS


def test_the_sprite_holds_exactly_the_icons_there_are() -> None:
    sprite = (ROOT / "templates/components/sprite.html").read_text()
    assert set(re.findall(r'id="i-([a-z]+)"', sprite)) == ICONS


@pytest.mark.parametrize("path", SHEETS, ids=name)
def test_every_sheet_stands_in_its_layer(path: Path) -> None:
    text = path.read_text()
    layer = path.stem if path.parent.name == "css" else "screens"
    assert f"@layer {layer} {{" in text
    assert text.count("{") == text.count("}")
    if path.parent.name == "css":
        assert ORDER in text


@pytest.mark.parametrize("path", [p for p in SHEETS if p.name != "tokens.css"], ids=name)
def test_colours_live_in_the_tokens(path: Path) -> None:
    text = path.read_text()
    text = re.sub(r"@media print \{.*?\n\}", "", text, flags=re.DOTALL)  # paper is white
    allowed = path.name in {"practice-room.css", "certificate.css"}  # the secret card is always night, a QR code always black
    assert allowed or not re.findall(r"#[0-9a-fA-F]{3,8}\b(?![^{}]*\{)", text)


@pytest.mark.parametrize("path", SHEETS, ids=name)
def test_every_custom_property_is_defined(path: Path) -> None:
    everything = "".join(p.read_text() for p in SHEETS)
    defined = set(re.findall(r"(--[a-z0-9-]+)\s*:", everything))
    used = set(re.findall(r"var\((--[a-z0-9-]+)\s*\)", path.read_text()))
    assert used <= defined


@pytest.mark.parametrize("path", SHEETS, ids=name)
def test_sheets_ask_nobody_else_for_anything(path: Path) -> None:
    for address in re.findall(r"url\([\"']?([^)\"']+)", path.read_text()):
        assert (path.parent / address).is_file()


def test_every_sheet_and_script_a_template_links_exists() -> None:
    for path in TEMPLATES:
        for address in re.findall(r"{% static [\"']lms/([^\"']+)", path.read_text()):
            assert (STATIC / address).is_file(), f"{name(path)}: {address}"


@pytest.mark.parametrize("path", SCRIPTS, ids=name)
def test_scripts_write_no_markup_and_load_only_neighbours(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", text)
    for module in re.findall(r"(?:import|from) [\"']([^\"']+)", text):
        assert (path.parent / module).is_file()


def test_the_base_page_stands_without_any_context() -> None:
    html = get_template("base.html").template.render(Context({}))
    assert 'href="#main"' in html
    assert 'id="main"' in html
    assert 'id="help"' in html
    assert re.search(r'<html lang="[a-z]{2}" dir="ltr">', html)


def test_the_base_page_shows_where_one_can_go_and_forces_a_mode() -> None:
    nav = [{"label": "My way", "url": "/way/", "icon": "way", "current": True, "count": 0}]
    html = get_template("base.html").template.render(Context({"nav": nav, "theme": "dark", "person": {"letter": "T", "alias": "Tuva"}}))
    assert 'data-theme="dark"' in html
    assert html.count('aria-current="page"') == 2  # header and thumb menu
    assert "My page, Tuva" in html


@pytest.mark.parametrize("code", ["403", "403_csrf", "404", "500", "503"])
def test_error_pages_say_what_was_kept_and_what_to_do_without_any_context(code: str) -> None:
    html = get_template(f"errors/{code}.html").template.render(Context({}))
    assert "What was kept" in html
    assert "What to do" in html


def test_what_a_domain_error_says_reaches_the_page() -> None:
    class Taken:
        message = "Somebody else was faster."

    assert "Somebody else was faster." in get_template("errors/cannot.html").template.render(Context({"error": Taken()}))
