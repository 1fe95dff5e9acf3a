"""A cohort begins, gathers its people, hears news and talks; somebody looks after the talk."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from certification.cohorts.actions import (
    announce,
    forget_posts,
    gather,
    hide,
    keep_cohort,
    let_stand,
    report,
    take_back,
    write_post,
)  # fmt: skip
from certification.cohorts.models import Announcement, CohortDate, Post, PostReport, readable_cohorts
from certification.cohorts.queries import members, to_look_at
from certification.programmes.models import Enrolment
from lms.audit.models import AuditEntry
from lms.kernel.errors import IllegalTransition, Invalid, NotAllowed
from lms.kernel.permissions import may
from lms.notify.actions import subject_and_body
from lms.notify.models import Notice
from lms.people.models import Cohort, Person, Role, RoleAssignment
from tests.builders import an_enrolment


@pytest.fixture
def cohort(cast):
    return Cohort.objects.create(organisation=cast.fjordvik, name="Høst", coordinator=cast.kari)


@pytest.fixture
def tuva(cast, cohort):
    way = an_enrolment(person=cast.tuva, organisation=cast.fjordvik)
    Enrolment.objects.filter(pk=way.pk).update(cohort=cohort)
    return cast.tuva


def page(cohort):
    return f"/en/cohort/{cohort.pk}/talk/"


# who may read


def test_its_people_and_those_who_work_there_read_it_and_nobody_else(cast, cohort, tuva, sign_in):
    write_post(cohort, text="CANARY-POST", by=tuva)
    for person in (tuva, cast.siv, cast.carl, cast.kari):
        assert "CANARY-POST" in sign_in(person).get(page(cohort)).text
    for person in (cast.pia, cast.vera, cast.ed, cast.stein, cast.nora):
        assert sign_in(person).get(page(cohort)).status_code == 404


def test_row_and_list_say_the_same(cast, cohort, tuva):
    post = write_post(cohort, text="Hei", by=tuva)
    for name in ("tuva", "pia", "siv", "carl", "kari", "vera", "ed", "stein", "nora"):
        person = Person.objects.get(pk=getattr(cast, name).pk)
        listed = readable_cohorts(person).filter(pk=cohort.pk).exists()
        assert may(person, "cohorts.read", cohort) == listed == Post.objects.visible_to(person).filter(pk=post.pk).exists()


def test_whoever_has_left_reads_no_more(cast, cohort, tuva, sign_in):
    Enrolment.objects.update(state="withdrawn")
    assert sign_in(tuva).get(page(cohort)).status_code == 404
    Enrolment.objects.update(state="learning")
    RoleAssignment.objects.filter(person=tuva).delete()
    assert sign_in(tuva).get(page(cohort)).status_code == 404


# keeping


def test_a_coordinator_begins_a_cohort_and_gathers_people(cast, sign_in):
    way = an_enrolment(person=cast.tuva, organisation=cast.fjordvik)
    kari = sign_in(cast.kari)
    sent = {"name": "Vår", "coordinator": cast.kari.pk, "starts_on": "2027-01-10", "ends_on": "2027-06-01"}
    place = kari.post("/en/cohort/new/", sent).url
    made = Cohort.objects.get()
    assert place == f"/en/cohort/{made.pk}/keep/"
    assert (made.name, made.organisation, made.starts_on) == ("Vår", cast.fjordvik, date(2027, 1, 10))
    assert "Tuva" in kari.get(place).text
    kari.post(place, {"what": "people", "people": [way.pk]})
    assert list(members(made)) == [cast.tuva]
    kari.post(place, {"what": "people"})
    assert not members(made).exists()
    kari.post(place, {"what": "date", "title": "Første kveld", "starts_at": "2027-01-12T18:00"})
    assert "Første kveld" in kari.get(page(made)).text
    kari.post(f"/en/dates/{CohortDate.objects.get().pk}/drop/")
    assert not CohortDate.objects.exists()


def test_nobody_is_taken_out_of_another_cohort_or_place(cast, cohort, tuva):
    other = Cohort.objects.create(organisation=cast.fjordvik, name="Annen")
    elsewhere = an_enrolment(person=cast.stein, organisation=cast.sundby)
    mine = Enrolment.objects.get(person=tuva)
    gather(other, enrolments=[mine.pk, elsewhere.pk], by=cast.kari)
    assert not members(other).exists()
    assert list(members(cohort)) == [tuva]


def test_days_in_the_wrong_order_and_foreign_coordinators_are_refused(cast, cohort, sign_in):
    sent = {"what": "cohort", "name": "Høst", "starts_on": "2027-06-01", "ends_on": "2027-01-01"}
    answer = sign_in(cast.kari).post(f"/en/cohort/{cohort.pk}/keep/", sent)
    assert (answer.status_code, "The last day is before the first." in answer.text) == (422, True)
    with pytest.raises(Invalid):
        keep_cohort(cohort, name="x", coordinator=cast.nora, starts_on=None, ends_on=None, by=cast.kari)
    with pytest.raises(NotAllowed):
        keep_cohort(cohort, name="x", coordinator=None, starts_on=None, ends_on=None, by=cast.siv)
    assert Cohort.objects.get(pk=cohort.pk).name == "Høst"


# news


def test_news_reach_everybody_in_the_cohort_without_the_words(cast, cohort, tuva, sign_in):
    sign_in(cast.kari).post(f"/en/cohort/{cohort.pk}/announce/", {"title": "CANARY-TITLE", "text": "CANARY-TEXT"})
    notice = Notice.objects.get()
    assert (notice.person, notice.link) == (tuva, f"/cohort/{cohort.pk}/talk/")
    assert "CANARY" not in f"{subject_and_body(notice)}"
    assert "CANARY-TEXT" in sign_in(tuva).get(page(cohort)).text
    assert "CANARY-TITLE" in sign_in(tuva).get("/en/").text
    sign_in(cast.kari).post(f"/en/announcements/{Announcement.objects.get().pk}/drop/")
    assert not Announcement.objects.exists()


def test_a_trainee_announces_nothing(cohort, tuva, sign_in):
    assert sign_in(tuva).post(f"/en/cohort/{cohort.pk}/announce/", {"title": "x", "text": "y"}).status_code == 403
    assert "/announce/" not in sign_in(tuva).get(page(cohort)).text


# the talk


def test_reported_it_waits_for_those_who_look_after_the_talk(cast, cohort, tuva, sign_in):
    post = write_post(cohort, text="CANARY-POST", by=cast.carl)
    sign_in(tuva).post(f"/en/posts/{post.pk}/report/")
    report(post, by=tuva)
    assert PostReport.objects.count() == 1
    inbox = sign_in(cast.kari).get("/en/inbox/").text
    assert f"{page(cohort)}#post-{post.pk}" in inbox
    assert "CANARY-POST" not in inbox
    assert not to_look_at(cast.nora).exists()
    let_stand(post, by=cast.siv)
    assert not to_look_at(cast.kari).exists()
    assert "CANARY-POST" in sign_in(tuva).get(page(cohort)).text


def test_hidden_it_says_by_whom_and_why_and_its_words_are_gone_from_the_others(cast, cohort, tuva, sign_in):
    post = write_post(cohort, text="CANARY-POST", by=tuva)
    sign_in(cast.siv).post(f"/en/posts/{post.pk}/hide/", {"why": "chat"})
    seen = sign_in(tuva).get(page(cohort)).text
    assert "Hidden by Siv" in seen
    assert "it tells what somebody wrote in a chat" in seen
    assert "CANARY-POST" not in seen
    assert "CANARY-POST" in sign_in(cast.kari).get(page(cohort)).text
    assert "CANARY-POST" not in sign_in(cast.carl).get(page(cohort)).text  # reads along, does not look after it
    assert Notice.objects.get(kind="cohort_post_hidden").person == tuva
    assert AuditEntry.objects.get(deed="cohorts.hide").fields == {"why": "chat"}
    post.refresh_from_db()
    let_stand(post, by=cast.kari)
    assert "CANARY-POST" in sign_in(tuva).get(page(cohort)).text


def test_nobody_hides_or_reports_their_own_and_no_trainee_hides(cast, cohort, tuva):
    mine, theirs = write_post(cohort, text="x", by=cast.siv), write_post(cohort, text="y", by=tuva)
    for deed in (lambda: hide(mine, why="unkind", by=cast.siv), lambda: report(theirs, by=tuva), lambda: hide(mine, why="unkind", by=tuva),
                 lambda: take_back(mine, by=tuva), lambda: let_stand(mine, by=cast.siv)):  # fmt: skip
        with pytest.raises(NotAllowed):
            deed()
    with pytest.raises(Invalid):
        hide(theirs, why="because", by=cast.siv)
    assert not Post.objects.exclude(hidden_at=None).exists()


def test_taken_back_its_words_are_gone_at_once_unless_somebody_asked_to_look(cast, cohort, tuva):
    one, two = write_post(cohort, text="CANARY-1", by=tuva), write_post(cohort, text="CANARY-2", by=tuva)
    report(two, by=cast.carl)
    for post in (one, two):
        take_back(post, by=tuva)
        post.refresh_from_db()
    assert (one.text, two.text, two.hidden_why) == ("", "CANARY-2", "taken_back")
    with pytest.raises(IllegalTransition):
        let_stand(two, by=cast.kari)
    with pytest.raises(IllegalTransition):
        take_back(one, by=tuva)


@pytest.mark.parametrize("text", ["  ", "x" * 2001, "Ring meg, 010190 12345"])
def test_empty_endless_and_personal_numbers_are_not_sent(cast, cohort, tuva, text, monkeypatch):
    monkeypatch.setattr("certification.cohorts.actions.has_national_id", lambda kept: "12345" in kept)
    with pytest.raises(Invalid):
        write_post(cohort, text=text, by=tuva)
    assert not Post.objects.exists()


def test_an_empty_post_is_said_beside_the_field(cohort, tuva, sign_in):
    answer = sign_in(tuva).post(f"/en/cohort/{cohort.pk}/write/", {"text": " "})
    assert (answer.status_code, 'aria-invalid="true"' in answer.text) == (422, True)


def test_posts_go_after_a_year_and_hidden_words_after_thirty_days(cast, cohort, tuva):
    now = timezone.now()
    for age in (365, 364):
        Post.objects.create(cohort=cohort, by=tuva, text="x", at=now - timedelta(days=age))
    Post.objects.create(cohort=cohort, by=tuva, text="y", hidden_at=now - timedelta(days=30), hidden_why="unkind")
    Post.objects.create(cohort=cohort, by=tuva, text="z", hidden_at=now - timedelta(days=29), hidden_why="unkind")
    announce(cohort, title="a", text="b", by=cast.kari)
    assert forget_posts(now) == 2
    assert sorted(Post.objects.values_list("text", flat=True)) == ["", "x", "z"]
    assert Announcement.objects.exists()


def test_the_page_costs_the_same_with_one_post_and_with_nine(cast, cohort, tuva, sign_in, django_assert_max_num_queries):
    def queries(client):
        client.get(page(cohort))
        with django_assert_max_num_queries(30) as asked:
            client.get(page(cohort))
        return len(asked)

    RoleAssignment.objects.create(person=cast.stein, role=Role.TRAINEE, organisation=cast.fjordvik)
    kari = sign_in(cast.kari)
    report(write_post(cohort, text="x", by=tuva), by=cast.siv)
    first = queries(kari)
    for number in range(8):
        hide(write_post(cohort, text=f"{number}", by=tuva), why="unkind", by=cast.siv)
    assert queries(kari) == first
