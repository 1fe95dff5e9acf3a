import pytest

from lms.people.models import HelpNumber, Organisation
from lms.people.places import place_of

pytestmark = pytest.mark.django_db


def number(country, digits, **fields):
    return HelpNumber.objects.create(country=country, number=digits, name={"nb": "Linjen", "en": "The line"}, **fields)


def test_a_place_has_its_countrys_numbers_and_its_own_and_nobody_elses(cast):
    HelpNumber.objects.all().delete()
    number("no", "1")
    number("dk", "2")
    number("no", "3", organisation=cast.fjordvik)
    number("dk", "4", organisation=cast.sundby)
    assert [one["number"] for one in place_of(cast.fjordvik.pk, "nb").numbers] == ["1", "3"]
    assert [one["number"] for one in place_of(cast.sundby.pk, "da").numbers] == ["2", "4"]
    assert [one["number"] for one in place_of(None, "da").numbers] == ["2"]
    assert [one["name"] for one in place_of(None, "en").numbers] == ["The line"]


def test_a_stranger_sees_the_numbers_of_the_country_whatever_they_read(cast):
    HelpNumber.objects.all().delete()
    number("no", "1")
    number("dk", "2")
    Organisation.objects.filter(pk=cast.fjordvik.pk).update(country="dk")
    assert {language: [one["number"] for one in place_of(None, language).numbers] for language in ("nb", "da", "en")} == {
        "nb": ["2"],
        "da": ["2"],
        "en": ["2"],
    }


def test_a_second_look_costs_no_question(cast, django_assert_num_queries):
    first = place_of(cast.fjordvik.pk, "nb")
    with django_assert_num_queries(0):
        assert place_of(cast.fjordvik.pk, "nb") == first
