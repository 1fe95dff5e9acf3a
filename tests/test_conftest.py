"""A story that really commits leaves a fresh database to the next one, and only a migrated one is kept for the next run."""

import sqlite3
from contextlib import closing

import pytest
from wagtail.models import Page, Site

from lms.people.models import Person
from tests import blank
from tests.cast import assemble


@pytest.mark.parametrize("round_number", [1, 2])
@pytest.mark.django_db(transaction=True)
def test_what_migrations_wrote_is_there_after_the_database_was_emptied(round_number):
    assert Person.objects.count() == 0
    assert Page.objects.filter(depth=1).exists()
    assert Site.objects.exists()
    assemble()


@pytest.mark.parametrize("what", ["nothing", "no database", "an empty one"])
def test_a_blank_database_that_nothing_migrated_is_laid_out_for_nobody(what, tmp_path, monkeypatch):
    kept = tmp_path / "kept.sqlite3"
    monkeypatch.setattr(blank, "blank_file", lambda: kept)
    if what == "no database":
        kept.write_text("not a database at all " * 300)
    if what == "an empty one":
        with closing(sqlite3.connect(kept)) as opened:
            opened.execute("VACUUM")

    assert not blank.lay_out(tmp_path / "target.sqlite3")
    assert not (tmp_path / "target.sqlite3").exists()
