"""Raters calibrate their eyes on gold transcripts; who is not calibrated drafts, and does not finish."""

import json
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from certification.assessment import calibration, drafts, trials
from certification.assessment.calibration import CALIBRATED, DUE, LAPSED, TRAINING, Trial, standing
from certification.assessment.gold import GoldTranscript, GoldVersion
from certification.assessment.models import Assessment, RubricVersion, SecondLook
from certification.assessment.rules import rubric_from
from certification.assessment.states import AssessmentState
from certification.package import load_certification
from certification.practice.models import Mode, PracticeChat
from certification.practice.states import ChatState
from certification.programmes.models import Enrolment
from certification.programmes.states import FulfilmentState
from lms.kernel.errors import DomainError, NotAllowed
from lms.notify.models import Notice
from lms.people.models import Person, Role, RoleAssignment
from tests.builders import a_gold, a_programme_version, a_rubric_version, a_whole_draft, an_enrolment, calibrated

PACKAGE = Path(__file__).resolve().parents[3] / "courses" / "packages" / "chatvert"
DAY = date(2026, 3, 1)


def a_trial(n=0, *, pairs=((3, 3),) * 12, safe=True, day=None):
    return Trial(f"g{n}", day or DAY, tuple(pairs), safe)


def six(**kwargs):
    return [a_trial(n, **kwargs) for n in range(6)]


# the limits ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("trials_", "state"),
    [
        ([], TRAINING),
        (six()[:5], TRAINING),
        (six(), CALIBRATED),
        (six(pairs=[(3, 3)] * 8 + [(3, 4), (4, 3)] * 2), CALIBRATED),  # 67 % exact, none far off
        (six(pairs=[(3, 3)] * 7 + [(3, 4), (4, 3), (2, 3), (3, 2), (3, 4)]), TRAINING),  # 58 %
        (six(pairs=[(3, 3)] * 11 + [(2, 4)]), TRAINING),  # 92 % within one
        (six(pairs=[(4, 3)] * 5 + [(3, 3)] * 7), TRAINING),  # too mild by 0.42
        ([*six()[:5], a_trial(5, safe=False)], TRAINING),
    ],
)
def test_the_limits(trials_, state):
    assert standing(trials_, DAY, 8).state == state


@pytest.mark.parametrize(("days", "state"), [(0, CALIBRATED), (150, CALIBRATED), (151, DUE), (180, DUE), (181, LAPSED)])
def test_a_calibration_holds_half_a_year(days, state):
    assert standing(six(), DAY + timedelta(days=days), 8).state == state


def test_a_small_library_asks_for_all_it_has_and_an_empty_one_for_nothing():
    assert standing(six()[:2], DAY, 2).state == CALIBRATED
    assert standing([], DAY, 0).state == CALIBRATED


def test_the_newest_rating_of_a_transcript_counts():
    better = a_trial(5, day=DAY + timedelta(days=20))
    assert standing([*six()[:5], a_trial(5, safe=False), better], DAY + timedelta(days=20), 6).state == CALIBRATED


@given(st.lists(st.integers(0, 5), max_size=12), st.integers(0, 400), st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), min_size=1))
def test_a_wrong_must_pass_criterion_in_every_one_never_calibrates(which, days, pairs):
    wrong = [a_trial(n, pairs=pairs, safe=False, day=DAY + timedelta(days=n)) for n in which]
    assert not standing(wrong, DAY + timedelta(days=days), 6).may_finish


# the library -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def library(django_db_setup, django_db_blocker):
    """The six of the package, loaded once for the stories that only read them."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert load_certification(PACKAGE).ok
        again = load_certification(PACKAGE)
        found = {one.slug: one for one in GoldVersion.objects.library()}
        rubric = rubric_from(RubricVersion.objects.get().structure)
        transaction.set_rollback(True)
    return again, found, rubric


def test_the_package_brings_six_gold_transcripts_in_three_languages_and_loading_again_changes_nothing(library):
    again, found, rubric = library
    assert (again.made["gold"], again.changed["gold"], again.same["gold"]) == (0, 0, 18)
    assert len(found) == calibration.NEEDED
    assert sorted(one.structure["judgement"] for one in found.values()) == [0, 0, 2, 2, 3, 3]  # weak, on the way, good: two of each
    for one in found.values():
        assert 40 <= len(one.structure["who"]) <= 80
        assert sorted(one.content) == ["da", "en", "nb"]
        assert set(one.levels(rubric)) == set(rubric.by_key)
        assert all(len(one.text(code)["reasons"]) == 12 for code in ("nb", "da", "en"))


def test_the_six_reach_from_harm_to_extra_and_the_must_pass_criteria_on_both_sides(library):
    _again, found, rubric = library
    levels = {slug: one.levels(rubric) for slug, one in found.items()}
    assert {level for row in levels.values() for level in row.values() if level} == {1, 2, 3, 4}
    risky = [slug for slug, one in found.items() if one.is_risk]
    assert len(risky) == 3
    for slug in risky:
        assert None not in [levels[slug][one.key] for one in rubric.criteria if one.barrier]
    assert [levels[slug]["handover"] for slug in sorted(risky)] == [2, 1, 4]
    assert (levels["g3-bare-deg"]["boundaries"], levels["g6-en-kaffe"]["boundaries"]) == (1, 4)
    assert {slug: set(one.critical) for slug, one in found.items() if one.critical} == {
        "g3-bare-deg": {"c6"},
        "g4-hos-mormor": {"c1", "c3"},
    }
    assert all((level or 3) >= 3 for slug in ("g5-det-som-er-igjen", "g6-en-kaffe") for level in levels[slug].values())


def test_what_the_reference_ticked_rests_on_messages(library):
    """Ticks rest on lines; only a criterion that was met because nothing tested it may point to none."""
    _again, found, _rubric = library
    bare = {
        (slug, key)
        for slug, one in found.items()
        for key, ticks in one.structure["ticks"].items()
        if ticks and not one.structure["lines"][key]
    }
    assert bare <= {("g2-lillebror", "peer-voice"), ("g4-hos-mormor", "boundaries")}
    assert all(
        1 <= number <= len(one.structure["who"]) for one in found.values() for row in one.structure["lines"].values() for number in row
    )


def test_with_the_package_loaded_calibration_asks_for_six(library):
    _again, found, _rubric = library
    assert standing([], DAY, len(found)).needed == 6
    assert standing(six()[:5], DAY, len(found)).state == TRAINING


@pytest.mark.django_db
def test_a_reference_with_an_unknown_behaviour_is_refused_with_its_line(tmp_path):
    folder = Path(shutil.copytree(PACKAGE, tmp_path / "package"))
    file = folder / "gold" / "g1-matpakka.yaml"
    file.write_text(file.read_text().replace("- presence-b1", "- presence-b9", 1))
    report = load_certification(folder)
    assert not report.ok
    assert "not among the behaviours of presence: presence-b9" in str(report)
    assert not GoldTranscript.objects.exists()


def test_an_editor_writes_it_in_the_admin_and_publishing_freezes_a_version(gold, cast, sign_in, django_capture_on_commit_callbacks):
    Person.objects.filter(pk=cast.ed.pk).update(is_staff=True, is_superuser=True)
    source = GoldTranscript.objects.get()
    page = sign_in(Person.objects.get(pk=cast.ed.pk)).get(reverse("wagtailsnippets_certification_goldtranscript:edit", args=[source.pk]))
    assert page.status_code == 200
    assert "CANARY-REASON opening" in page.content.decode()
    source.title = "Bedre"
    revision = source.save_revision()
    assert GoldVersion.objects.count() == 1
    with django_capture_on_commit_callbacks(execute=True):
        revision.publish()
    assert [(one.number, one.text("nb")["title"]) for one in GoldVersion.objects.library()] == [(2, "Bedre")]


@pytest.mark.parametrize(
    ("reference", "why"),
    [
        ([{"criterion": "opening", "ticks": "opening-b1", "reason": "x"}] * 2, "A criterion stands here twice."),
        ([{"criterion": "opening", "ticks": "opening-b1", "no_opportunity": True, "reason": "x"}], "Where there was no opportunity"),
        ([{"criterion": "opening", "ticks": "opening-b1", "lines": "1, 5", "reason": "x"}], "a message that is not there"),
    ],
)
def test_a_reference_that_contradicts_itself_is_not_published(gold, reference, why):
    source = GoldTranscript.objects.get()
    source.reference = json.dumps([{"type": "criterion", "value": row} for row in reference])
    with pytest.raises(ValidationError) as refused:
        GoldTranscript(**{f.name: getattr(source, f.name) for f in source._meta.concrete_fields if f.name != "reference"},
                       reference=source.reference).clean()  # fmt: skip
    assert why in str(refused.value)


# rating one ------------------------------------------------------------------------------------


@pytest.fixture
def gold(cast):
    a_rubric_version()
    return a_gold()


@pytest.fixture
def assessed(waiting):
    PracticeChat.objects.filter(pk=waiting.pk).update(mode=Mode.ASSESSED)
    waiting.refresh_from_db()
    return waiting


def rate_gold(gold, person, *, ticks=()):
    mine = trials.begin_trial(gold, by=person)
    basics = {f"{key}-{b}": True for key in ("opening", "presence") for b in ("b1", "b2")}
    verdicts = {"noticing": {"no_opportunity": True}}
    drafts.save_draft(mine, drafts.Changes({**basics, **dict.fromkeys(ticks, True)}, verdicts, judgement=3), by=person)
    for key in ticks:
        drafts.mark(mine, seq=2, start=0, end=0, target=key, by=person)
    drafts.submit_rating(mine, by=person)
    return mine


def test_who_is_in_training_drafts_and_does_not_finish(gold, assessed, cast):
    draft = drafts.claim_rating(assessed, by=cast.siv)
    draft.chat = assessed
    a_whole_draft(draft, by=cast.siv)
    with pytest.raises(DomainError) as refused:
        drafts.submit_rating(draft, by=cast.siv)
    draft.refresh_from_db()
    assert (refused.value.code, draft.state, draft.ticks.count()) == ("not_calibrated", AssessmentState.DRAFT, 6)
    rate_gold(gold, cast.siv)
    drafts.submit_rating(draft, by=cast.siv)
    assert draft.state == AssessmentState.SUBMITTED


@pytest.mark.parametrize(("days", "finished"), [(178, True), (182, False)])  # a day to spare: clocks change in half a year
def test_who_has_lapsed_drafts_and_does_not_finish(gold, assessed, cast, days, finished):
    calibrated(cast.siv, days_ago=days)
    draft = drafts.claim_rating(assessed, by=cast.siv)
    draft.chat = assessed
    a_whole_draft(draft, by=cast.siv)
    if finished:
        drafts.submit_rating(draft, by=cast.siv)
    else:
        with pytest.raises(trials.NotCalibrated):
            drafts.submit_rating(draft, by=cast.siv)
    assert PracticeChat.objects.get().state == (ChatState.RATED if finished else ChatState.AWAITING_RATING)


def test_who_is_not_calibrated_does_not_moderate(gold, assessed, cast):
    look = SecondLook.objects.create(chat=assessed, state="disputed", disputes={"levels": {}, "critical": ["c1"]})
    from certification.assessment.actions import settle

    with pytest.raises(trials.NotCalibrated):
        settle(look, levels={}, critical=[], words="fordi", by=cast.carl)
    calibrated(cast.carl)
    settle(look, levels={}, critical=[], words="fordi", by=cast.carl)


def test_a_chat_for_practice_needs_no_calibration(gold, waiting, cast):
    draft = drafts.claim_rating(waiting, by=cast.siv)
    draft.chat = waiting
    drafts.submit_rating(a_whole_draft(draft, by=cast.siv), by=cast.siv)


def test_a_gold_rating_touches_no_chat_and_is_seen_by_nobody_else(gold, cast):
    mine = rate_gold(gold, cast.siv)
    assert mine.state == AssessmentState.SUBMITTED
    assert {name for name in vars(cast) if name not in ("fjordvik", "sundby")
            if Assessment.objects.visible_to(getattr(cast, name)).exists()} == {"siv"}  # fmt: skip


def test_the_same_transcript_is_not_written_down_from_memory(gold, cast):
    mine = rate_gold(gold, cast.siv)
    with pytest.raises(DomainError) as refused:
        trials.begin_trial(gold, by=cast.siv)
    assert refused.value.code == "too_early"
    Assessment.objects.filter(pk=mine.pk).update(submitted_at=mine.submitted_at - calibration.AGAIN_AFTER)
    assert trials.begin_trial(gold, by=cast.siv).pk != mine.pk


@pytest.mark.parametrize("name", ["tuva", "pia", "kari", "vera", "ed", "stein"])
def test_only_those_who_rate_calibrate(gold, cast, name):
    with pytest.raises(NotAllowed):
        trials.begin_trial(gold, by=getattr(cast, name))


EYE = {"key": "eye", "kind": "calibrated", "phase": "both"}


@pytest.fixture
def tuvas_way(cast):
    """Tuva is on the way to be a mentor, and rates nobody."""
    asked = a_programme_version(slug="mentor", requirements=[EYE])
    return an_enrolment(person=cast.tuva, organisation=cast.fjordvik, version=asked)


def test_whose_way_asks_for_it_calibrates_too_and_the_way_hears_of_it_at_once(gold, cast, tuvas_way):
    rate_gold(gold, cast.tuva)
    assert tuvas_way.fulfilments.get().state == FulfilmentState.MET


def test_a_trial_opens_no_chat_of_somebody_else(gold, assessed, cast, tuvas_way):
    other = an_enrolment(person=cast.stein, organisation=cast.fjordvik, version=a_programme_version(slug="veileder", requirements=[EYE]))
    mine = trials.begin_trial(gold, by=cast.tuva)
    with pytest.raises(NotAllowed):
        drafts.claim_rating(assessed, by=cast.stein)
    with pytest.raises(NotAllowed):
        drafts.save_draft(mine, drafts.Changes(judgement=3), by=other.person)


def test_who_left_the_way_calibrates_no_more(gold, cast, tuvas_way):
    mine = trials.begin_trial(gold, by=cast.tuva)
    Enrolment.objects.filter(pk=tuvas_way.pk).update(state="withdrawn")
    with pytest.raises(NotAllowed):
        trials.begin_trial(gold, by=cast.tuva)
    with pytest.raises(NotAllowed):
        drafts.save_draft(mine, drafts.Changes(judgement=3), by=cast.tuva)


# the screens -----------------------------------------------------------------------------------


def test_a_mentor_to_be_walks_from_the_way_to_the_reference(gold, cast, tuvas_way, sign_in):
    client, url = sign_in(cast.tuva), f"/en/calibration/{gold.pk}/"
    shelf = client.get("/en/calibration/").content.decode()
    assert "Rate 1 more of the transcripts below. Your way asks for it." in shelf
    assert "assessed chats" not in shelf
    assert [said for said in ("/en/inbox/", "How far raters agree here") if said in shelf] == []
    assert client.post(f"{url}begin/").headers["Location"] == url
    assert "Fint at du skrev" in client.get(url).content.decode()
    form = {"tick": ["opening-b1", "opening-b2", "presence-b1"], "skip-noticing": "on", "judgement": "3", "submit": "1"}
    assert client.post(url, form).headers["Location"] == url
    page = client.get(url).content.decode()
    assert "CANARY-REASON presence" in page
    assert "You can draft" not in page


def test_the_way_through_the_screens(gold, cast, sign_in):
    client, url = sign_in(cast.siv), f"/en/calibration/{gold.pk}/"
    shelf = client.get("/en/calibration/").content.decode()
    assert "rate 1 more of the transcripts below" in shelf
    assert client.get(url).headers["Location"] == "/en/calibration/"
    assert not Assessment.objects.exists()
    assert client.post(f"{url}begin/").headers["Location"] == url
    page = client.get(url).content.decode()
    assert "Fint at du skrev" in page
    assert "CANARY-REASON" not in page + shelf
    patch = {"ticks": {"opening-b1": True}, "marks": [{"seq": 2, "start": 0, "end": 3, "target": "opening-b2"}], "open": "opening"}
    answer = client.post(url, json.dumps(patch), content_type="application/json", headers={"Accept": "application/json"}).json()
    assert "Trygg grunn" in answer["regions"]["result-opening"]
    ticks = ["opening-b1", "opening-b2", "presence-b1"]
    form = {"tick": ticks, "skip-noticing": "on", "judgement": "3", "submit": "1"}
    assert client.post(url, form).headers["Location"] == url
    page = client.get(url).content.decode()
    assert "CANARY-REASON presence" in page
    assert "The reference points to" in page
    assert "Stricter than the reference" in page
    assert "only the reference" in page
    assert client.post(url, form).status_code == 409
    assert "50%" in client.get("/en/calibration/").content.decode()


@pytest.mark.parametrize("name", ["tuva", "pia", "kari", "stein"])
def test_outsiders_find_no_library(gold, cast, sign_in, name):
    client = sign_in(getattr(cast, name))
    assert (client.get("/en/calibration/").status_code, client.get(f"/en/calibration/{gold.pk}/").status_code) == (403, 404)


def test_the_reference_is_not_reached_by_the_draft_of_another(gold, cast, sign_in):
    rate_gold(gold, cast.siv)
    page = sign_in(cast.carl).get(f"/en/calibration/{gold.pk}/", follow=True).content.decode()
    assert "CANARY-REASON" not in page


def test_a_rater_in_training_is_told_before_they_begin(gold, assessed, cast, sign_in):
    drafts.claim_rating(assessed, by=cast.siv)
    assert "first calibrate your eye" in sign_in(cast.siv).get(f"/en/practice/{assessed.pk}/rating/").content.decode()


# reminders -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "told"), [(149, 0), (152, 1), (182, 1)])
def test_who_runs_out_hears_of_it_once(gold, cast, days, told):
    calibrated(cast.siv, days_ago=days)
    mail.outbox.clear()
    assert (trials.remind_due(), trials.remind_due()) == (told, 0)
    assert [message.to for message in mail.outbox] == [[cast.siv.email]] * told


def test_whose_way_asks_for_it_hears_of_it_too_in_words_of_their_own_and_nobody_who_has_left(gold, cast, tuvas_way):
    calibrated(cast.tuva, days_ago=152)
    mail.outbox.clear()
    assert (trials.remind_due(), trials.remind_due()) == (1, 0)
    assert [message.to for message in mail.outbox] == [[cast.tuva.email]]
    assert "assessed chats" not in mail.outbox[0].body
    Notice.objects.all().delete()
    for state in ("withdrawn", "paused", "certified"):
        Enrolment.objects.update(state=state)
        assert trials.remind_due() == 0
    Enrolment.objects.update(state="learning")
    RoleAssignment.objects.create(person=cast.tuva, role=Role.ASSESSOR, organisation=cast.fjordvik)
    assert trials.remind_due() == 1
    assert Notice.objects.get().kind == "calibration_due"
