"""A file with questions on its way in: the worker looks at it and reads it in, the page says how far it is, nothing comes twice."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cms.editors import grant
from courses.exchange.arriving import actions
from courses.exchange.arriving.actions import bring, carry_on, go_on, read_in
from courses.exchange.arriving.models import SILENCE, Arrival
from courses.exchange.arriving.states import ArrivalState
from courses.exchange.arriving.tasks import carry_questions_on
from courses.exchange.foreign.shelf import Shelf
from courses.exchange.waiting_room import place_of
from courses.quizzes.bank import Question
from lms.audit.models import AuditEntry
from lms.kernel.errors import IllegalTransition

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

WISHES = {"bank": "ny", "area": "role", "language": "nb"}


@pytest.fixture(autouse=True)
def rooms(settings, tmp_path):
    settings.VAR = tmp_path / "var"


@pytest.fixture(autouse=True)
def small_portions(monkeypatch):
    monkeypatch.setattr(actions, "PORTION", 2)


@pytest.fixture
def editor(cast, sign_in):
    grant(cast.ed)
    return sign_in(cast.ed)


def gift(count=5, broken=False):
    text = "\n\n".join(f"::Q{n}:: Spørsmål {n}? {{=ja {n}#fordi ~nei {n}#fordi}}" for n in range(count))
    return SimpleUploadedFile("fra moodle.gift", text.encode() + (b"\n\xff" if broken else b""))


def brought(cast, **wishes):
    return bring(gift(**wishes), "gift", WISHES, by=cast.ed)


def looked_at(cast, **wishes):
    arrival = brought(cast, **wishes)
    carry_on(arrival)
    return again(arrival)


def again(arrival):
    return Arrival.objects.get(pk=arrival.pk)


def kept():
    return Question.objects.filter(bank="ny").count()


def file_of(arrival) -> Path:
    return place_of(arrival.key.hex)


def test_looking_at_it_writes_nothing_and_says_what_would_come_of_it(cast):
    arrival = looked_at(cast)
    assert (arrival.state, arrival.of_all, arrival.counts, kept()) == (ArrivalState.LOOKED, 5, {"made": 5}, 0)
    assert arrival.names == {"made": ["q0", "q1", "q2", "q3", "q4"]}
    assert file_of(arrival).is_file()


@pytest.mark.parametrize(("language", "words"), [("nb", "en fritekst"), ("da", "en fritekst, som ikke"), ("en", "an essay")])
def test_the_worker_notes_in_the_language_of_whoever_brought_it(cast, language, words):
    cast.ed.language = language
    cast.ed.save()
    arrival = bring(SimpleUploadedFile("a.gift", b"Skriv. {}\n\nHva? {=ja ~nei}\n"), "gift", WISHES, by=cast.ed)
    carry_on(again(arrival))
    assert words in "\n".join(again(arrival).notes)


def test_a_yes_reads_it_in_and_keeps_what_came_of_it(cast):
    arrival = looked_at(cast)
    read_in(arrival, by=cast.ed)
    assert carry_on(arrival) is False
    arrival = again(arrival)
    assert (arrival.state, arrival.done, arrival.counts, kept()) == (ArrivalState.DONE, 5, {"made": 5}, 5)
    assert not file_of(arrival).exists()
    assert not Question.objects.filter(bank="ny", live=True).exists()
    deeds = AuditEntry.objects.filter(subject_type="courses.arrival").order_by("seq").values_list("deed", "actor")
    assert list(deeds) == [("arrival.look", cast.ed.pk), ("arrival.read", cast.ed.pk), ("arrival.end", cast.ed.pk)]


def test_the_same_file_once_more_changes_nothing(cast):
    for _time in range(2):
        arrival = looked_at(cast)
        read_in(arrival, by=cast.ed)
        carry_on(arrival)
    assert (again(arrival).counts, kept()) == ({"same": 5}, 5)


def killed_after(monkeypatch, portions):
    """The worker ends in the middle of a portion, with its questions written and nothing committed."""
    take, taken = Shelf.take, []

    def until(self, items):
        take(self, items)
        taken.append(items)
        if not self.report.dry and len(taken) > portions:
            raise SystemExit

    monkeypatch.setattr(Shelf, "take", until)
    return lambda: monkeypatch.setattr(Shelf, "take", take)


def test_a_worker_that_is_killed_leaves_whole_portions_and_the_next_one_goes_on(cast, monkeypatch):
    arrival = looked_at(cast)
    read_in(arrival, by=cast.ed)
    alive = killed_after(monkeypatch, portions=1)
    with pytest.raises(SystemExit):
        carry_on(arrival)
    arrival = again(arrival)
    assert (arrival.state, arrival.done, arrival.counts, kept(), arrival.percent) == (ArrivalState.READING, 2, {"made": 2}, 2, 40)
    alive()
    carry_on(arrival)
    arrival = again(arrival)
    assert (arrival.state, arrival.done, arrival.counts, kept()) == (ArrivalState.DONE, 5, {"made": 5}, 5)


def test_of_two_workers_at_once_one_gives_up(cast):
    arrival = looked_at(cast)
    read_in(arrival, by=cast.ed)
    slow = again(arrival)
    carry_on(arrival)
    assert carry_on(slow) is False
    assert (again(arrival).counts, kept()) == ({"made": 5}, 5)


def test_a_long_file_takes_several_turns(cast, monkeypatch):
    arrival = looked_at(cast)
    read_in(arrival, by=cast.ed)
    monkeypatch.setattr(actions, "A_TURN", -1)
    assert carry_on(arrival) is True
    assert (again(arrival).done, kept()) == (2, 2)
    carry_questions_on.call(arrival.pk)  # which asks for the next turn itself
    assert (again(arrival).state, kept()) == (ArrivalState.DONE, 5)


def test_a_file_that_cannot_be_read_is_refused_with_the_line_and_thrown_away(cast):
    """In the language of the one who brought it: it is kept, and theirs to read."""
    arrival = looked_at(cast, broken=True)
    assert (arrival.state, arrival.errors, kept()) == (ArrivalState.REFUSED, [["questions", 10, "ikke UTF-8-tekst"]], 0)
    assert not file_of(arrival).exists()
    with pytest.raises(IllegalTransition):
        read_in(arrival, by=cast.ed)


def test_more_questions_than_one_look_can_take_are_refused(cast, monkeypatch):
    monkeypatch.setattr(actions, "MOST", 3)
    assert "flere filer" in looked_at(cast).errors[0][2]


def test_nobody_says_yes_twice_and_nothing_goes_on_while_somebody_is_at_it(cast):
    arrival = looked_at(cast)
    late = again(arrival)
    read_in(arrival, by=cast.ed)
    with pytest.raises(IllegalTransition):
        read_in(late, by=cast.ed)
    with pytest.raises(IllegalTransition):
        go_on(arrival)
    Arrival.objects.update(touched_at=timezone.now() - SILENCE - timedelta(seconds=1))
    arrival = again(arrival)
    go_on(arrival)
    with pytest.raises(IllegalTransition):
        go_on(arrival)


def test_what_is_a_month_old_is_forgotten(cast):
    old = looked_at(cast)
    Arrival.objects.update(touched_at=timezone.now() - timedelta(days=31))
    brought(cast)
    assert not Arrival.objects.filter(pk=old.pk).exists()


# the pages ---------------------------------------------------------------------------------------


def said(client, arrival):
    return client.get(f"/admin/training/exchange/arrivals/{arrival.key}/").content.decode()


def test_an_editor_brings_a_file_looks_says_yes_and_finds_it_later(editor):
    there = editor.post("/admin/training/exchange/", {"file": gift(), "bank": "ny"})
    arrival = Arrival.objects.get()
    assert there.url == f"/admin/training/exchange/arrivals/{arrival.key}/"
    page = said(editor, arrival)
    assert "5 questions are in the file" in page
    assert kept() == 0
    editor.post(there.url)
    page = said(editor, arrival)
    assert ("Done: 5 questions" in page, "http-equiv" in page, kept()) == (True, False, 5)
    listed = editor.get("/admin/training/exchange/").content.decode()
    assert (there.url in listed, "fra moodle.gift" in listed) == (True, True)


@pytest.mark.parametrize(
    ("state", "done", "words"),
    [("looking", 3, "3 questions so far"), ("reading", 3, "3 of 5 questions (60 %)")],
)
def test_the_page_says_how_far_it_is_and_refreshes_itself_without_scripts(cast, editor, state, done, words):
    arrival = looked_at(cast)
    Arrival.objects.update(state=state, done=done)
    page = said(editor, arrival)
    assert words in page
    assert '<noscript><meta http-equiv="refresh"' in page
    assert (again(arrival).state, again(arrival).done) == (state, done)


def test_what_has_stopped_says_so_and_goes_on_when_asked(cast, editor):
    arrival = looked_at(cast)
    Arrival.objects.update(state="reading", done=2, counts={"made": 2}, touched_at=timezone.now() - SILENCE - timedelta(seconds=1))
    page = said(editor, arrival)
    assert ("It has stopped" in page, "2 of 5 questions are read in" in page, "http-equiv" in page) == (True, True, False)
    editor.post(f"/admin/training/exchange/arrivals/{arrival.key}/")
    assert again(arrival).state == ArrivalState.DONE


def test_a_file_whose_day_is_over_can_be_chosen_once_more(cast, editor):
    arrival = looked_at(cast)
    file_of(arrival).unlink()
    assert "not here any more" in said(editor, arrival)


def test_every_note_can_be_taken_along(cast, editor):
    arrival = looked_at(cast)
    Arrival.objects.update(notes=[f"line {n}: <b>" for n in range(300)])
    page = said(editor, arrival)
    assert ("line 199: &lt;b&gt;" in page, "line 200:" in page, "300 notes in all" in page) == (True, False, True)
    kept_list = editor.get(f"/admin/training/exchange/arrivals/{arrival.key}/notes/")
    assert kept_list.content.decode().count("\n") == 300
    assert "attachment" in kept_list.headers["Content-Disposition"]


@pytest.mark.parametrize("name", ["tuva", "siv", "nora"])
def test_it_is_for_its_bringer_only(cast, editor, sign_in, name):
    arrival = looked_at(cast)
    for way in ("", "notes/"):
        answer = sign_in(getattr(cast, name)).get(f"/admin/training/exchange/arrivals/{arrival.key}/{way}", follow=True)
        assert (answer.status_code, b"fra moodle" in answer.content) == (404, False)
    grant(cast.siv)
    assert Arrival.objects.visible_to(cast.siv).count() == 0


def test_the_worker_says_nothing_of_what_it_reads(cast, caplog):
    with caplog.at_level("DEBUG"):
        arrival = looked_at(cast)
        read_in(arrival, by=cast.ed)
        carry_questions_on.call(arrival.pk)
    assert "Spørsmål" not in caplog.text
    assert "fra moodle" not in caplog.text
