"""Parts of a paper that hold in some houses only."""

import pytest

from certification.programmes.papers import for_houses, wrong_line

KNOWN = {"no", "dk", "no_ngo", "dk_ngo"}
TEXT = "a\n::: only no\nb\n:::\n::: only dk_ngo, dk\nc\n:::\nd"


@pytest.mark.parametrize(
    ("places", "kept"),
    [
        ({"no", "no_ngo"}, "a b d"),
        ({"dk", "dk_ngo"}, "a c d"),
        ({"dk_ngo"}, "a c d"),
        ({"no", "dk"}, "a b c d"),
        ({"se"}, "a d"),
        (set(), "a b c d"),
    ],
)
def test_everybody_reads_the_parts_of_their_own_houses(places, kept):
    assert for_houses(TEXT, places).split() == kept.split()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (TEXT, ""), ("::: only se\nx\n:::", "::: only se"), ("::: only no\nx", "::: only no"), ("x\n:::", ":::"),
        ("::: only no\n::: only dk\n:::", "::: only dk"), ("::: tip\n:::", "::: tip"), ("::: only no\nx\n::: \n", ""),
    ],
)  # fmt: skip
def test_the_first_line_that_makes_no_sense_is_found(text, line):
    assert wrong_line(text, KNOWN) == line
