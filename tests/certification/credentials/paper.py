"""What a reader that is not ours makes of a sheet: the words, what is read aloud in which order, and what a phone sees in the code."""

import ctypes
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium
import zxingcpp


@dataclass(frozen=True)
class Paper:
    """`parts` are (role, what is said instead) in reading order; `codes` what stands in the codes that a camera finds."""

    pages: int
    text: str
    language: str
    tagged: bool
    parts: list[tuple[str, str]]
    codes: list[str]


def read(raw: bytes) -> Paper:
    document = pypdfium2.PdfDocument(raw)
    page = document[0]
    picture = page.render(scale=3).to_pil()
    return Paper(
        pages=len(document),
        text=page.get_textpage().get_text_bounded(),
        language=_words(pdfium.FPDFCatalog_GetLanguage, document.raw),
        tagged=bool(pdfium.FPDFCatalog_IsTagged(document.raw)),
        parts=_parts(page.raw),
        codes=[found.text for found in zxingcpp.read_barcodes(picture)],
    )


def _parts(page) -> list[tuple[str, str]]:
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    top = pdfium.FPDF_StructTree_GetChildAtIndex(tree, 0)
    kids = [pdfium.FPDF_StructElement_GetChildAtIndex(top, n) for n in range(pdfium.FPDF_StructElement_CountChildren(top))]
    found = [(_words(pdfium.FPDF_StructElement_GetType, kid), _words(pdfium.FPDF_StructElement_GetAltText, kid)) for kid in kids]
    pdfium.FPDF_StructTree_Close(tree)
    return found


def _words(ask, thing) -> str:
    """A text the library writes into a buffer of the size it names, in UTF-16."""
    size = ask(thing, None, 0)
    buffer = ctypes.create_string_buffer(max(size, 2))
    ask(thing, ctypes.cast(buffer, ask.argtypes[1]), size)
    return buffer.raw[:size].decode("utf-16-le").rstrip("\0")
