"""A new version: who lacks what, and what a certifier chooses for them. And what is looked at before a version goes out."""

from datetime import timedelta

import pytest
from django.utils import timezone

from certification.programmes import actions, engine, moving, publishing
from certification.programmes.models import Enrolment, Mark
from lms.audit.models import AuditEntry
from lms.kernel.errors import IllegalTransition, Invalid, NotAllowed
from lms.notify.models import Notice
from lms.people.models import Relation
from tests.builders import a_programme_version, an_enrolment

TALK, PLAN, AID = ({"key": key, "kind": "manual"} for key in ("talk", "plan", "aid"))


@pytest.fixture
def old(cast):
    """Tuva is through with the first version; Pia has not begun it."""
    version = a_programme_version(slug="way", requirements=[TALK])
    for person in (cast.tuva, cast.pia):
        an_enrolment(person=person, organisation=cast.fjordvik, version=version)
    way = Enrolment.objects.get(person=cast.tuva)
    Mark.objects.create(enrolment=way, requirement="talk", by=cast.siv)
    return way


@pytest.fixture
def new(old):
    return a_programme_version(slug="way", requirements=[TALK, AID, {**PLAN, "mandatory": False}])


def choose(way, new, cast, choice, **more):
    return moving.choose([way], version=new, choice=choice, by=cast.carl, **more)


def fresh(way):
    return Enrolment.objects.select_related("version", "person", "organisation").get(pk=way.pk)


def test_it_says_who_lacks_what_and_counts_only_what_is_new_and_asked_of_all(cast, old, new):
    rows = moving.who_lacks(new, moving.behind(new))
    assert [(row.enrolment.person, row.lacks) for row in rows] == [(cast.tuva, ("aid",)), (cast.pia, ("aid",))]
    assert fresh(old).version != new


def test_over_a_bridge_the_new_is_asked_now_and_the_old_still_counts(cast, old, new):
    choose(old, new, cast, "bridge")
    seen = engine.survey(fresh(old))
    assert (seen.missing, seen.states["talk"]) == (("aid",), "met")
    assert Notice.objects.get().kind == "programme_bridge"
    assert old not in moving.behind(new)


def test_in_grace_the_new_is_asked_from_its_day_on(cast, old, new):
    choose(old, new, cast, "grace", until=timezone.localdate() + timedelta(days=30))
    assert engine.survey(fresh(old)).missing == ()
    Enrolment.objects.update(grace_until=timezone.localdate())
    assert engine.survey(fresh(old)).missing == ()
    Enrolment.objects.update(grace_until=timezone.localdate() - timedelta(days=1))
    assert engine.survey(fresh(old)).missing == ("aid",)


def test_with_nothing_they_finish_on_the_one_they_began_and_are_not_asked_about_again(cast, old, new):
    choose(old, new, cast, "nothing")
    assert (fresh(old).version, engine.survey(fresh(old)).missing) == (old.version, ())
    assert old not in moving.behind(new)
    assert Notice.objects.get(person=cast.tuva).kind == "programme_nothing"


def test_a_choice_is_made_once_and_only_for_the_newest_version(cast, old, new):
    choose(old, new, cast, "bridge")
    with pytest.raises(IllegalTransition):
        choose(old, new, cast, "grace", until=timezone.localdate() + timedelta(days=1))
    newer = a_programme_version(slug="way", requirements=[TALK, AID, PLAN])
    with pytest.raises(IllegalTransition):
        choose(fresh(old), new, cast, "bridge")
    assert choose(fresh(old), newer, cast, "nothing") == 1


def test_one_who_cannot_be_moved_leaves_the_others_where_they_are(cast, old, new):
    everybody = moving.behind(new)
    Enrolment.objects.filter(person=cast.pia).update(chosen_for=new.number)
    with pytest.raises(IllegalTransition):
        moving.choose(everybody, version=new, choice="bridge", by=cast.carl)
    assert fresh(old).version == old.version
    assert not AuditEntry.objects.filter(deed="enrolment.move").exists()


@pytest.mark.parametrize("name", ["tuva", "siv", "kari", "vera", "stein", "nora"])
def test_only_a_certifier_of_the_house_chooses(cast, old, new, name):
    with pytest.raises(NotAllowed):
        moving.choose([old], version=new, choice="bridge", by=getattr(cast, name))


def test_nobody_chooses_for_somebody_close(cast, old, new):
    Relation.objects.create(person=cast.carl, other=cast.tuva, declared_by=cast.kari)
    assert old not in moving.behind_here(new, cast.carl)


def test_a_grace_needs_a_day_to_come(cast, old, new):
    for until in (None, timezone.localdate()):
        with pytest.raises(Invalid):
            choose(old, new, cast, "grace", until=until)


def test_from_the_list_to_the_choice(cast, old, new, sign_in):
    carl, url = sign_in(cast.carl), "/en/programmes/way/newest/"
    assert "Tuva" in carl.get(url).text
    sent = {"people": [str(old.pk)], "choice": "grace", "until": ""}
    assert carl.post(url, sent).status_code == 422
    assert carl.post(url, {**sent, "choice": "bridge"}).status_code == 302
    page = carl.get(url).text
    assert ["Tuva" in page, "Pia" in page] == [False, True]
    assert [sign_in(person).get(url).status_code for person in (cast.siv, cast.stein, cast.nora)] == [404, 404, 404]


# before publishing


def found(*rows):
    return {"requirements": [{"key": f"k{n}", **row} for n, row in enumerate(rows)]}


def test_what_nobody_can_meet_is_named(db):
    nowhere = "00000000-0000-0000-0000-000000000001"
    wrong = publishing.nobody_can_meet(
        found(
            {"kind": "lesson_set", "params": {"module": nowhere}},
            {"kind": "agreement", "params": {"agreement": nowhere}},
            {"kind": "manual", "params": {"role": "editor"}},
            {"kind": "manual"},
        )
    )
    assert [one.split(":")[0] for one in wrong] == ["k0", "k1", "k2"]


def test_what_everybody_must_and_no_supervisor_sees_is_named(db):
    private = {"kind": "reflection", "params": {"module": "x"}}
    shared = {"kind": "reflection", "params": {"module": "x", "shared": True}}
    assert len(publishing.nobody_would_see(found(private, shared, {**private, "mandatory": False}))) == 1


def test_more_than_ten_chats_is_only_a_warning(db):
    many = found({"kind": "practice_assessed", "params": {"count": 8}}, {"kind": "practice_formative", "params": {"count": 3}})
    assert len(publishing.warnings(many)) == 1
    assert publishing.warnings(found({"kind": "practice_assessed", "params": {"count": 8}})) == []


def test_a_new_version_waits_in_the_certifiers_inbox_until_somebody_has_chosen(cast, old, new, sign_in):
    carl = sign_in(cast.carl)
    assert "/en/programmes/way/newest/" in carl.get("/en/inbox/").text
    moving.choose(moving.behind(new), version=new, choice="nothing", by=cast.carl)
    assert "/en/programmes/way/newest/" not in carl.get("/en/inbox/").text
    assert "/en/programmes/way/newest/" not in sign_in(cast.siv).get("/en/inbox/").text


def test_a_wish_to_set_aside_can_be_read_and_decided_when_nobody_asks_for_it_any_more(cast, old, sign_in):
    waiver = actions.propose_waiver(Enrolment.objects.get(person=cast.pia), requirement="talk", reason="Knows her well", by=cast.siv)
    newest = a_programme_version(slug="way", requirements=[AID])
    moving.choose([waiver.enrolment], version=newest, choice="bridge", by=cast.carl)
    client = sign_in(cast.carl)
    page = client.get(f"/en/waivers/{waiver.pk}/")
    assert (page.status_code, "Knows her well" in page.text) == (200, True)
    client.post(f"/en/waivers/{waiver.pk}/", {"decision": "refuse"})
    waiver.refresh_from_db()
    assert waiver.state == "refused"
