import uuid

import pytest
from django.http import Http404

from courses.progress.actions import LONGEST, answer_reflection, complete_lesson, open_lesson, write_reflection
from courses.progress.models import LessonProgress, Reflection, ReflectionAnswer
from courses.progress.signals import lesson_completed
from lms.audit.models import AuditEntry
from lms.kernel.errors import Invalid, NotAllowed
from lms.notify.actions import subject_and_body
from lms.notify.models import Notice
from tests.builders import a_course, lessons_of


@pytest.fixture
def lesson(db):
    return lessons_of(a_course())[0]


@pytest.fixture
def heard():
    told = []

    def listener(person_id, lesson_key, **_kwargs):
        told.append((person_id, lesson_key))

    lesson_completed.connect(listener)
    yield told
    lesson_completed.disconnect(listener)


def block_of(lesson):
    return uuid.UUID(next(child.id for child in lesson.body if child.block_type == "reflection"))


def test_a_lesson_is_done_once_however_often_it_is_said(cast, lesson, heard):
    assert complete_lesson(lesson, by=cast.tuva) is True
    first = LessonProgress.objects.get().completed_at
    assert complete_lesson(lesson, by=cast.tuva) is False

    row = LessonProgress.objects.get()
    assert (row.completed_at, row.title, row.version) == (first, "l1 nb", lesson.content_digest)
    assert heard == [(cast.tuva.pk, lesson.key)]
    assert list(AuditEntry.objects.values_list("deed", "actor")) == [("lesson.complete", cast.tuva.pk)]


def test_opening_is_remembered_from_the_first_time(cast, lesson):
    first = open_lesson(lesson, by=cast.tuva).opened_at
    assert open_lesson(lesson, by=cast.tuva).opened_at == first
    complete_lesson(lesson, by=cast.tuva)
    assert LessonProgress.objects.get().opened_at == first


def test_the_row_keeps_the_words_that_were_read(cast, lesson):
    complete_lesson(lesson, by=cast.tuva)
    before = LessonProgress.objects.get()
    lesson.title = "Helt ny tittel"
    lesson.save_revision().publish()
    after = LessonProgress.objects.get()
    assert (after.title, after.version) == (before.title, before.version)
    assert lesson.content_digest != before.version


def test_somebody_who_left_completes_nothing(cast, lesson):
    cast.tuva.is_active = False
    with pytest.raises(NotAllowed):
        complete_lesson(lesson, by=cast.tuva)
    assert not LessonProgress.objects.exists()


def test_a_reflection_is_private_until_shared_and_again_when_taken_back(cast, lesson):
    def write(text, share):
        return write_reflection(lesson, block_id=block_of(lesson), text=text, share=share, by=cast.tuva)

    assert write("Mine ord", False).shared_at is None
    shared = write("Mine ord", True).shared_at
    assert shared is not None
    assert write("Flere ord", True).shared_at == shared
    assert write("Flere ord", False).shared_at is None
    assert Reflection.objects.get().text == "Flere ord"
    assert list(AuditEntry.objects.values_list("deed", flat=True)) == ["reflection.share", "reflection.unshare"]
    assert "ord" not in str(list(AuditEntry.objects.values_list("fields", flat=True)))


def test_nothing_is_shared_when_nothing_is_written(cast, lesson):
    assert write_reflection(lesson, block_id=block_of(lesson), text="  ", share=True, by=cast.tuva).shared_at is None


def test_a_reflection_keeps_the_question_it_answered(cast, lesson):
    write_reflection(lesson, block_id=block_of(lesson), text="Svar", share=False, by=cast.tuva)
    lesson.delete()
    kept = Reflection.objects.get()
    assert (kept.question, kept.title, kept.text) == ("Hva tenker du?", "l1 nb", "Svar")


def test_a_question_the_lesson_does_not_have_and_a_text_without_end_are_refused(cast, lesson):
    with pytest.raises(Http404):
        write_reflection(lesson, block_id=uuid.uuid4(), text="x", share=False, by=cast.tuva)
    with pytest.raises(Invalid):
        write_reflection(lesson, block_id=block_of(lesson), text="x" * (LONGEST + 1), share=False, by=cast.tuva)
    assert not Reflection.objects.exists()


def visible(person):
    return set(Reflection.objects.visible_to(person).values_list("text", flat=True))


def test_shared_words_reach_mentors_and_supervisors_of_the_same_place_only(cast, lesson):
    other = lessons_of(a_course(slug="annet"))[0]
    write_reflection(lesson, block_id=block_of(lesson), text="CANARY-SHARED", share=True, by=cast.tuva)
    write_reflection(other, block_id=block_of(other), text="CANARY-PRIVATE", share=False, by=cast.tuva)

    assert visible(cast.tuva) == {"CANARY-SHARED", "CANARY-PRIVATE"}
    assert visible(cast.siv) == {"CANARY-SHARED"}
    for person in (cast.nora, cast.pia, cast.carl, cast.kari, cast.vera, cast.ed, cast.stein):
        assert visible(person) == set()


def test_whoever_is_no_trainee_here_any_more_is_not_read_here_any_more(cast, lesson):
    write_reflection(lesson, block_id=block_of(lesson), text="Delt", share=True, by=cast.tuva)
    cast.tuva.roles.all().delete()
    assert visible(cast.siv) == set()
    assert visible(cast.tuva) == {"Delt"}


def shared_by(person, lesson, text="Delt"):
    return write_reflection(lesson, block_id=block_of(lesson), text=text, share=True, by=person)


def test_what_was_shared_waits_until_somebody_has_written_back(cast, lesson):
    mine = shared_by(cast.tuva, lesson)
    assert list(Reflection.objects.unanswered()) == [mine]
    answer_reflection(mine, text=" CANARY-ANSWER Fint sagt. ", by=cast.siv)
    assert not Reflection.objects.unanswered().exists()
    assert mine.answers.get().text == "CANARY-ANSWER Fint sagt."
    notice = Notice.objects.get()
    assert (notice.person, notice.link) == (cast.tuva, f"/reflections/{mine.pk}/")
    assert "CANARY-ANSWER" not in f"{notice.params} {subject_and_body(notice)}"
    assert "CANARY-ANSWER" not in str(list(AuditEntry.objects.values_list("fields", flat=True)))


def test_what_was_never_shared_or_was_taken_back_is_answered_by_nobody(cast, lesson):
    mine = shared_by(cast.tuva, lesson)
    write_reflection(lesson, block_id=block_of(lesson), text="Delt", share=False, by=cast.tuva)
    mine.refresh_from_db()
    for person in (cast.siv, cast.nora, cast.kari, cast.tuva):
        with pytest.raises(NotAllowed):
            answer_reflection(mine, text="Hei", by=person)
    assert not ReflectionAnswer.objects.exists()


def test_an_answer_goes_out_of_sight_with_what_it_answers(cast, lesson):
    answer_reflection(shared_by(cast.tuva, lesson), text="Hei", by=cast.siv)
    write_reflection(lesson, block_id=block_of(lesson), text="Delt", share=False, by=cast.tuva)
    assert ReflectionAnswer.objects.visible_to(cast.tuva).count() == 1
    assert not ReflectionAnswer.objects.visible_to(cast.siv).exists()


def test_an_empty_answer_is_none(cast, lesson):
    with pytest.raises(Invalid):
        answer_reflection(shared_by(cast.tuva, lesson), text="  \x00 ", by=cast.siv)
    assert not ReflectionAnswer.objects.exists()
