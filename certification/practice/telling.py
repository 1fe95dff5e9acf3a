"""Signs of a way to find somebody in what is being written: numbers, addresses, profiles, personal numbers. Plain values only.

The room's script (contact-warning.js) knows the same patterns, so that a phone warns before anything leaves it.
"""

import re

PHONE, MAIL, HANDLE, NUMBER, NATIONAL_ID = "phone", "mail", "handle", "number", "national_id"

_EIGHT = r"[2-9]\d(?:[ ]?\d){6}|[2-9]\d([.-])\d\d\1\d\d\1\d\d"  # Norwegian and Danish numbers: eight digits, perhaps in groups
_PHONE = re.compile(rf"(?<![\d.,:/-])(?:(?:\+|00)[1-9]\d{{0,2}}[ ]?\d(?:[ ]?\d){{5,12}}|{_EIGHT})(?![\d:]|[.,/-]\d)")
_AT = r"[([]\s?at\s?[)\]]|krøllalfa|krølla|snabel-?a"
_MAIL = re.compile(
    rf"[^\s@]+@[^\s@]+\.[a-zæøåäö]{{2,}}|\w{{2,}} ?(?:{_AT}) ?\w{{2,}}|\w{{2,}} at (?:gmail|hotmail|outlook|icloud|live)\b", re.IGNORECASE
)
_PLACE = r"(?:snap(?:chat)?|insta(?:gram)?|tiktok|discord|messenger|telegram|whatsapp)"
_HANDLE = re.compile(
    r"(?:^|\s)@[\w.]{3,}"
    rf"|\b{_PLACE}(?:en|pen)?\b(?: (?:min|mit|mi|navn|navnet|brukeren|brugeren))*\s*(?::|er|is|heter|hedder|-)\s*\S{{3,}}"
    r"|\b(?:instagram|facebook|tiktok|snapchat)\.com/\S|\b(?:t|wa)\.me/\S|\bdiscord\.gg/\S|\b\w{2,32}#\d{4}\b",
    re.IGNORECASE,
)
_BORN = r"(\d\d)[ .\-/]?(\d\d)[ .\-/]?(\d\d)"
_NORWEGIAN = re.compile(rf"(?<!\d){_BORN}[ \-]?(\d[ ]?\d[ ]?\d[ ]?\d[ ]?\d)(?!\d)")
_DANISH = re.compile(rf"(?<!\d){_BORN}([ \-]?)(\d{{4}})(?!\d)")
_K1 = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
_K2 = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
_CPR = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)


def _divides(digits: str, weights: tuple[int, ...]) -> bool:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False)) % 11 == 0


def _is_day(day: str, month: str, *, shifted: bool) -> bool:
    """Whether it can be a day and a month; Norwegian numbers may be shifted for those without a birth number and for tests."""
    d, m = int(day), int(month)
    if shifted:
        d = d - 40 if d > 40 else d
        m = next((m - shift for shift in (80, 65, 40) if m > shift), m)
    return 1 <= d <= 31 and 1 <= m <= 12


def has_national_id(text: str) -> bool:
    """Whether a Norwegian or Danish personal number with right check digits stands in the text. Ordinary numbers have none."""
    for day, month, year, rest in _NORWEGIAN.findall(text):
        digits = day + month + year + rest.replace(" ", "")
        if _is_day(day, month, shifted=True) and _divides(digits, _K1) and _divides(digits, _K2):
            return True
    return any(
        _is_day(day, month, shifted=False) and _divides(day + month + year + rest, _CPR)
        for day, month, year, _between, rest in _DANISH.findall(text)
    )


def sign_in(text: str) -> str:
    """The first sign of a way to be found, or "". `national_id` is never sent; the others may be made up.

    `number` has the shape of a Danish personal number, whose newer ones have no check digit.
    """
    if has_national_id(text):
        return NATIONAL_ID
    if any(between == "-" and _is_day(day, month, shifted=False) for day, month, _y, between, _r in _DANISH.findall(text)):
        return NUMBER
    for kind, pattern in ((MAIL, _MAIL), (PHONE, _PHONE), (HANDLE, _HANDLE)):
        if pattern.search(text):
            return kind
    return ""
