import re
import uuid

import pytest
from django.utils import timezone

from certification.programmes import profiles
from certification.programmes.actions import mark_met
from certification.programmes.models import AgreementSignature, AgreementVersion, BackgroundCheck, Mark, Waiver
from lms.people.models import LegalProfile, RoleAssignment
from tests.builders import a_programme_version, an_enrolment

PAPER = uuid.uuid4()
ASKED = [
    {"key": "talk", "kind": "suitability_talk"},
    {"key": "paper", "kind": "agreement", "params": {"agreement": str(PAPER)}},
    {"key": "check", "kind": "background_check"},
]


@pytest.fixture
def way(cast):
    return an_enrolment(person=cast.tuva, organisation=cast.fjordvik, version=a_programme_version(requirements=ASKED))


@pytest.fixture
def paper(db):
    words = {"title": "Taushet", "summary": "- kort punkt", "text": "## Lang\n\nTekst <script>alert(1)</script>"}
    return AgreementVersion.freeze(PAPER, {"nb": words}, slug="secrecy", major=True)


def address(paper):
    return f"/en/agreements/{paper.key}/"


# the agreement


def test_the_summary_comes_before_the_whole_text_and_nothing_runs(cast, way, paper, sign_in):
    page = sign_in(cast.tuva).get(address(paper))
    assert page.status_code == 200
    assert page.text.index("kort punkt") < page.text.index("Tekst") < page.text.index("I have read this")
    assert "alert(1)" not in page.text
    assert "Danger to life" in page.text


def test_one_reads_what_holds_in_ones_own_house_and_not_what_holds_elsewhere(cast, way, paper, sign_in):
    parts = "Alle.\n\n::: only no_municipality\nKommunen.\n:::\n\n::: only no_ngo, dk\nForeningen.\n:::\n\nTil slutt."
    AgreementVersion.freeze(PAPER, {"nb": {**paper.text("nb"), "text": parts}}, slug="secrecy", major=True)
    page = sign_in(cast.tuva).get(address(paper)).text
    assert [word in page for word in ("Alle.", "Kommunen.", "Foreningen.", "Til slutt.", ":::")] == [True, True, False, True, False]


def test_a_tick_and_a_button_sign(cast, way, paper, sign_in):
    client = sign_in(cast.tuva)
    assert client.post(address(paper), {"agree": "on"}).status_code == 302
    assert AgreementSignature.objects.get().person == cast.tuva
    page = client.get(address(paper))
    assert "You have signed this" in page.text
    assert "I have read this" not in page.text


def test_without_the_tick_it_says_so_next_to_it(cast, way, paper, sign_in):
    page = sign_in(cast.tuva).post(address(paper), {})
    assert page.status_code == 422
    assert "Tick here when you have read it and agree." in page.text
    assert not AgreementSignature.objects.exists()


def test_a_double_tap_signs_once(cast, way, paper, sign_in):
    client = sign_in(cast.tuva)
    assert {client.post(address(paper), {"agree": "on"}).status_code for _ in range(2)} == {302}
    assert AgreementSignature.objects.count() == 1


@pytest.mark.parametrize("name", ["siv", "pia", "stein", "nora"])
def test_a_paper_nobody_asked_them_for_does_not_exist(cast, way, paper, sign_in, name):
    client = sign_in(getattr(cast, name))
    assert client.get(address(paper)).status_code == client.post(address(paper), {"agree": "on"}).status_code == 404


@pytest.mark.parametrize("profile", LegalProfile.values)
def test_every_legal_profile_has_its_words_and_keeps_them_short(profile):
    limits = " ".join(str(line) for line in profiles.SECRECY_LIMITS[profile])
    assert len(limits.split()) <= 60
    texts = profiles.CHECKS[profile]
    assert texts.kind == ("shown" if profile.startswith("no") else "obtained")
    assert texts.purpose
    assert texts.how
    assert texts.officer


# the background check


def test_the_officer_writes_down_day_and_type_and_has_no_other_field(cast, way, sign_in):
    client, url = sign_in(cast.vera), f"/en/enrolments/{way.pk}/background-check/"
    page = client.get(url)
    named = {part.split('"')[0] for part in page.text.split('name="')[1:]}
    assert named - {"viewport", "color-scheme", "theme-color", "csrfmiddlewaretoken", "next", "language", "theme"} == {"type", "on"}
    assert 'type="file"' not in page.text
    assert "<textarea" not in page.text
    assert client.post(url, {"type": "children", "on": timezone.localdate().isoformat(), "remark": "CANARY"}).status_code == 302
    check = BackgroundCheck.objects.get()
    assert (check.kind, check.by) == ("shown", cast.vera)
    assert client.post(f"{url}undo/").status_code == 302
    assert not BackgroundCheck.objects.exists()


def test_the_paper_is_asked_for_the_task_of_the_programme(cast, sign_in):
    """A supervisor to be is no chat host, least of all on an order to the police."""
    way = an_enrolment(person=cast.tuva, organisation=cast.fjordvik, version=a_programme_version(slug="veileder", requirements=ASKED))
    name = way.version.text("en")["name"]
    for person, there in ((cast.tuva, "about-the-check"), (cast.vera, "background-check")):
        page = sign_in(person).get(f"/en/enrolments/{way.pk}/{there}/").text
        assert f"The person will be a {name[:1].lower()}{name[1:]} in the municipality" in page
        assert "chat host in" not in page


def test_a_day_to_come_is_answered_next_to_the_field(cast, way, sign_in):
    day = timezone.localdate().replace(year=timezone.localdate().year + 1, day=1).isoformat()
    page = sign_in(cast.vera).post(f"/en/enrolments/{way.pk}/background-check/", {"type": "children", "on": day})
    assert page.status_code == 422
    assert "Choose today or an earlier day." in page.text
    assert day in page.text


@pytest.mark.parametrize(("name", "status"), [("tuva", 403), ("siv", 403), ("carl", 403), ("kari", 403), ("pia", 404), ("nora", 404)])
def test_who_may_not_write_down_a_check(cast, way, sign_in, name, status):
    client, url = sign_in(getattr(cast, name)), f"/en/enrolments/{way.pk}/background-check/"
    assert client.get(url).status_code == status
    assert client.post(url, {"type": "children", "on": timezone.localdate().isoformat()}).status_code == status
    assert not BackgroundCheck.objects.exists()


def test_the_trainee_reads_how_it_works_and_nobody_else_does(cast, way, sign_in):
    url = f"/en/enrolments/{way.pk}/about-the-check/"
    page = sign_in(cast.tuva).get(url)
    assert page.status_code == 200
    assert "You never send it and never upload it" in page.text
    assert sign_in(cast.siv).get(url).status_code == 403
    assert sign_in(cast.stein).get(url).status_code == 404


# marks


def test_a_coordinator_marks_the_talk_with_its_day_and_who_else_was_there(cast, way, sign_in):
    client, url = sign_in(cast.kari), f"/en/enrolments/{way.pk}/marks/talk/"
    page = client.get(url)
    assert re.findall(r'<option value="(\d*)"', page.text) == ["", str(cast.carl.pk), str(cast.siv.pk)]
    assert not Mark.objects.exists()
    sent = {"on": timezone.localdate().isoformat(), "second": cast.siv.pk}
    assert client.post(url, sent).status_code == 302
    mark = Mark.objects.get()
    assert (mark.by, mark.second, mark.requirement) == (cast.kari, cast.siv, "talk")
    assert client.post(url, sent).status_code == 409
    assert client.post(f"/en/marks/{mark.pk}/undo/").status_code == 302
    assert not Mark.objects.standing().exists()


@pytest.mark.parametrize("name", ["", "kari", "tuva", "vera", "nora"])
def test_a_talk_of_one_is_sent_back_with_the_word_beside_the_field(cast, way, sign_in, name):
    second = getattr(cast, name).pk if name else ""
    page = sign_in(cast.kari).post(
        f"/en/enrolments/{way.pk}/marks/talk/", {"on": timezone.localdate().isoformat(), "second": second}
    )  # fmt: skip
    assert page.status_code == 422
    assert 'id="id_second_error"' in page.text
    assert not Mark.objects.exists()


def test_who_is_alone_in_the_house_reads_that_a_second_one_must_come_first(cast, way, sign_in):
    RoleAssignment.objects.exclude(person=cast.kari).delete()
    page = sign_in(cast.kari).get(f"/en/enrolments/{way.pk}/marks/talk/").text
    assert "There is nobody to name yet" in page
    assert 'name="second"' not in page


def test_the_second_one_finds_their_way_to_say_that_they_were_not_there(cast, way, sign_in):
    mark = mark_met(way, requirement="talk", by=cast.kari, second=cast.siv)
    assert "I was not there" not in sign_in(cast.kari).get(f"/en/enrolments/{way.pk}/").text
    client = sign_in(cast.siv)
    assert "I was not there" in client.get(f"/en/enrolments/{way.pk}/").text
    assert client.post(f"/en/marks/{mark.pk}/undo/").status_code == 302
    assert not Mark.objects.standing().exists()


@pytest.mark.parametrize(("name", "status"), [("tuva", 403), ("siv", 403), ("vera", 403), ("pia", 404), ("stein", 404), ("nora", 404)])
def test_who_may_not_mark(cast, way, sign_in, name, status):
    client = sign_in(getattr(cast, name))
    assert client.post(f"/en/enrolments/{way.pk}/marks/talk/", {"on": timezone.localdate().isoformat()}).status_code == status
    mark = Mark.objects.create(enrolment=way, requirement="talk", by=cast.kari)
    assert client.post(f"/en/marks/{mark.pk}/undo/").status_code == status
    assert Mark.objects.standing().count() == 1


def test_a_requirement_that_is_not_in_the_programme_does_not_exist(cast, way, sign_in):
    assert sign_in(cast.kari).get(f"/en/enrolments/{way.pk}/marks/nothing/").status_code == 404


# waivers


def test_from_a_written_reason_to_a_decision(cast, way, sign_in):
    url = f"/en/enrolments/{way.pk}/waivers/talk/"
    sent = sign_in(cast.siv).post(url, {"reason": "CANARY-REASON shown to the municipality last week"})
    waiver = Waiver.objects.get()
    assert sent["Location"] == f"/en/waivers/{waiver.pk}/"
    page = sign_in(cast.carl).get(sent["Location"])
    assert "CANARY-REASON" in page.text
    assert 'value="grant"' in page.text
    assert 'value="grant"' not in sign_in(cast.siv).get(sent["Location"]).text
    assert sign_in(cast.carl).post(sent["Location"], {"decision": "grant"}).status_code == 302
    waiver.refresh_from_db()
    assert (waiver.state, waiver.decided_by) == ("granted", cast.carl)
    assert sign_in(cast.carl).post(sent["Location"], {"decision": "grant"}).status_code == 409
    assert sign_in(cast.carl).post(sent["Location"], {"decision": "else"}).status_code == 422


def test_the_one_who_asked_cannot_decide_and_others_do_not_see_it(cast, way, sign_in):
    waiver = Waiver.objects.create(enrolment=way, requirement="talk", reason="CANARY-REASON", proposed_by=cast.siv)
    url = f"/en/waivers/{waiver.pk}/"
    assert sign_in(cast.siv).post(url, {"decision": "grant"}).status_code == 403
    for name in ("tuva", "kari", "vera", "pia", "stein", "nora"):
        assert sign_in(getattr(cast, name)).get(url).status_code == 404
    waiver.refresh_from_db()
    assert waiver.state == "proposed"


def test_a_reason_is_needed(cast, way, sign_in):
    page = sign_in(cast.siv).post(f"/en/enrolments/{way.pk}/waivers/talk/", {"reason": ""})
    assert page.status_code == 422
    assert not Waiver.objects.exists()
