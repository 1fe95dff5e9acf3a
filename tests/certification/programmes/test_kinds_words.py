"""Every kind of requirement can be chosen by a name and says why we ask, in every language."""

import pytest
from django.utils import translation

from certification.programmes import kinds
from certification.programmes.sources import kind_choices


@pytest.mark.parametrize("language", ["nb", "da"])
def test_every_kind_has_a_name_and_a_reason_in_the_language_of_the_page(language):
    for kind in kinds.every().values():
        with translation.override("en"):
            english = (str(kind.label), str(kind.why))
        with translation.override(language):
            own = (str(kind.label), str(kind.why))
        assert all(english), kind.name
        assert own[1] != english[1], kind.name


def test_editors_choose_a_kind_by_its_name(db):
    names = dict(kind_choices())
    assert (names["selfcare_plan"], len(names)) == ("Plan for looking after oneself", len(kinds.every()))
