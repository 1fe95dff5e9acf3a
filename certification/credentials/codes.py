"""Codes people read aloud and type from paper."""

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: nothing that looks like something else
LENGTH = 12
_MISREAD = str.maketrans("ILO", "110")


def spaced(code: str) -> str:
    """A code as people read it aloud: `7K2M-Q9TF-3XAB`."""
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))


def code_in(text: str) -> str:
    """The code somebody typed, whatever spaces, dashes and look-alikes they used; "" when it cannot be one."""
    found = "".join(text.split()).replace("-", "").upper().translate(_MISREAD)
    return found if len(found) == LENGTH and set(found) <= set(ALPHABET) else ""
