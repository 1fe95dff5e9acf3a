"""The token pairs keep their contrast in both modes: 4.5 to 1 for words, 3 to 1 for fields and focus."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parents[3] / "lms/static/lms/css/tokens.css"
SURFACES = ("bg", "surface", "raised", "sunken")
WORDS = [
    *[(word, surface) for word in ("text", "text-2", "text-3", "accent-text", "fjord", "ok", "wait", "stop") for surface in SURFACES],
    ("on-accent", "accent"), ("on-accent", "accent-hover"), ("on-stop", "stop-fill"),
    ("fjord-ink", "fjord-soft"), ("accent-text", "accent-soft"), ("text", "accent-soft"), ("text-2", "accent-soft"),
    ("text", "wait-soft"), ("text-2", "wait-soft"), ("wait", "wait-soft"),
    ("text", "stop-soft"), ("text-2", "stop-soft"), ("stop", "stop-soft"), ("bg", "text"),
]  # fmt: skip
SHAPES = [(shape, surface) for shape in ("line-strong", "accent-line", "focus") for surface in ("bg", "surface", "raised")]


def tokens() -> dict[str, tuple[str, str]]:
    css = CSS.read_text().split("@supports not")[0]
    pairs = {name: (light, dark) for name, light, dark in re.findall(r"--c-([\w-]+): light-dark\((#\w+), (#\w+)\)", css)}
    return pairs | {name: (one, one) for name, one in re.findall(r"--c-([\w-]+): (#\w+);", css)}


def luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


TOKENS = tokens()


@pytest.mark.parametrize("mode", [0, 1], ids=["dawn", "night"])
@pytest.mark.parametrize(("word", "surface"), WORDS)
def test_words_can_be_read(word: str, surface: str, mode: int) -> None:
    assert contrast(TOKENS[word][mode], TOKENS[surface][mode]) >= 4.5


@pytest.mark.parametrize("mode", [0, 1], ids=["dawn", "night"])
@pytest.mark.parametrize(("shape", "surface"), SHAPES)
def test_fields_and_focus_can_be_seen(shape: str, surface: str, mode: int) -> None:
    assert contrast(TOKENS[shape][mode], TOKENS[surface][mode]) >= 3


def test_browsers_without_light_dark_get_the_whole_night() -> None:
    plain = CSS.read_text().split("@supports not")[1]
    night = dict(re.findall(r"--c-([\w-]+): (#\w+)", plain))
    assert set(night) >= {name for name, (light, dark) in TOKENS.items() if light != dark}
