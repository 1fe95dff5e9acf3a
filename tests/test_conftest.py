"""A story that really commits leaves a fresh database to the next one."""

import pytest
from wagtail.models import Page, Site

from lms.people.models import Person
from tests.cast import assemble


@pytest.mark.parametrize("round_number", [1, 2])
@pytest.mark.django_db(transaction=True)
def test_what_migrations_wrote_is_there_after_the_database_was_emptied(round_number):
    assert Person.objects.count() == 0
    assert Page.objects.filter(depth=1).exists()
    assert Site.objects.exists()
    assemble()
