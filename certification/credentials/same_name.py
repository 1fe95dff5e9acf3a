"""Is the name somebody typed the name on a certificate? Capitals, spaces and the way accents are stored make no difference."""

import hmac
import unicodedata


def is_same(typed: str, name: str) -> bool:
    """Whether the two are one name, letter by letter. An empty name is nobody's."""
    one, other = _bare(typed), _bare(name)
    return bool(other) and hmac.compare_digest(one.encode(), other.encode())


def _bare(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
