"""Paper that can be listened to: every line and picture of a sheet has its part in the tree that readers walk, the rest is decoration.

The library tags pictures only; the tree it keeps for them has room for text too.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

HEADING, LINE, FIGURE = "H1", "P", "Figure"


def speaks(page: Any, language: str) -> None:
    """In which language it is read aloud; and that its title is shown, not the name of the file."""
    from fpdf.prefs import ViewerPreferences

    page.set_lang(language)
    page.viewer_preferences = ViewerPreferences(display_doc_title=True)


@contextmanager
def part(page: Any, role: str = LINE, *, alt: str = "") -> Iterator[None]:
    """What is drawn in here is one part, read in the order in which it is drawn. `alt` is what is said instead of it."""
    number = page.struct_builder.next_mcid_for_page(page.page)
    page._add_marked_content(struct_type=f"/{role}", mcid=number, **({"alt_text": alt} if alt else {}))
    page._out(f"/{role} <</MCID {number}>> BDC")
    yield
    page._out("EMC")


@contextmanager
def decoration(page: Any) -> Iterator[None]:
    """What is drawn in here is passed over."""
    page._out("/Artifact BMC")
    yield
    page._out("EMC")
