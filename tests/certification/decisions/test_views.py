import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from certification.assessment.models import Assessment
from certification.credentials.models import Certificate
from certification.decisions import stepup
from certification.decisions.actions import propose_signoff
from certification.decisions.models import Signature, SignOff
from certification.programmes.models import Enrolment, Mark
from lms.kernel.errors import Invalid
from tests.builders import a_certificate, a_programme_version, a_signoff, an_ended_chat, an_enrolment, released_feedback

TALK = {"key": "talk", "kind": "suitability_talk"}
PROPOSAL = {"level": "3", "statement": "CANARY-STATEMENT", "conditions": "", "valid_months": "24", "code": "123456"}


@pytest.fixture
def right_code(monkeypatch):
    """123456 is everybody's right code."""

    def confirm(person, code):
        if code != "123456":
            raise Invalid("That code does not match.", code="code")

    monkeypatch.setattr(stepup, "confirm", confirm)


@pytest.fixture
def way(cast):
    enrolment = an_enrolment(person=cast.tuva, organisation=cast.fjordvik, version=a_programme_version(requirements=[TALK]))
    Mark.objects.create(enrolment=enrolment, requirement="talk", by=cast.kari)
    return enrolment


def later(days=30):
    return (timezone.localdate() + timedelta(days=days)).isoformat()


# the dossier


@pytest.mark.parametrize(
    ("name", "status"),
    [("siv", 200), ("carl", 200), ("kari", 403), ("vera", 403), ("tuva", 403), ("pia", 404), ("ed", 404), ("stein", 404), ("nora", 404)],
)
def test_who_reads_a_dossier(cast, way, sign_in, name, status):
    client = sign_in(getattr(cast, name))
    assert client.get(f"/en/enrolments/{way.pk}/dossier/").status_code == status
    assert client.post(f"/en/enrolments/{way.pk}/dossier/").status_code == (405 if status == 200 else status)


def test_a_ready_dossier_offers_the_proposal_to_the_supervisor_only(cast, way, sign_in):
    link = f"/en/enrolments/{way.pk}/propose/"
    assert link in sign_in(cast.siv).get(f"/en/enrolments/{way.pk}/dossier/").text
    assert link not in sign_in(cast.carl).get(f"/en/enrolments/{way.pk}/dossier/").text


def test_a_dossier_that_is_not_ready_says_what_is_missing(cast, way, sign_in):
    Mark.objects.all().delete()
    page = sign_in(cast.siv).get(f"/en/enrolments/{way.pk}/dossier/").text
    assert "Missing: talk" in page
    assert f"/en/enrolments/{way.pk}/propose/" not in page


# proposing


def test_a_proposal_from_form_to_frozen_dossier(cast, way, sign_in, right_code):
    client, url = sign_in(cast.siv), f"/en/enrolments/{way.pk}/propose/"
    assert client.get(url).status_code == 200
    assert not SignOff.objects.exists()
    assert client.post(url, PROPOSAL)["Location"] == f"/en/enrolments/{way.pk}/dossier/"
    signoff = SignOff.objects.get()
    assert (signoff.state, signoff.level, signoff.statement, signoff.proposed_by) == ("proposed", 3, "CANARY-STATEMENT", cast.siv)
    assert "Waiting for the second signature" in client.get(f"/en/enrolments/{way.pk}/dossier/").text


def test_a_wrong_code_is_answered_beside_the_field_and_nothing_is_lost(cast, way, sign_in, right_code):
    page = sign_in(cast.siv).post(f"/en/enrolments/{way.pk}/propose/", {**PROPOSAL, "code": "000000"})
    assert page.status_code == 422
    assert "That code does not match." in page.text
    assert "CANARY-STATEMENT" in page.text
    assert not SignOff.objects.exists()


def test_missing_words_are_answered_beside_the_field(cast, way, sign_in, right_code):
    page = sign_in(cast.siv).post(f"/en/enrolments/{way.pk}/propose/", {**PROPOSAL, "statement": ""})
    assert (page.status_code, SignOff.objects.count()) == (422, 0)


def test_what_is_not_ready_is_a_friendly_409(cast, way, sign_in, right_code):
    Mark.objects.all().delete()
    page = sign_in(cast.siv).post(f"/en/enrolments/{way.pk}/propose/", PROPOSAL)
    assert page.status_code == 409
    assert "Something is still missing" in page.text


@pytest.mark.parametrize(
    ("name", "status"), [("carl", 403), ("kari", 403), ("tuva", 403), ("vera", 403), ("pia", 404), ("stein", 404), ("nora", 404)]
)
def test_who_may_not_propose(cast, way, sign_in, right_code, name, status):
    client = sign_in(getattr(cast, name))
    assert client.get(f"/en/enrolments/{way.pk}/propose/").status_code == status
    assert client.post(f"/en/enrolments/{way.pk}/propose/", PROPOSAL).status_code == status
    assert not SignOff.objects.exists()


# the second signature


@pytest.fixture
def signoff(cast, way):
    return a_signoff(way, proposed_by=cast.siv, conditions="not at night")


def test_the_second_signature_shows_everything_and_grants(cast, signoff, sign_in, right_code):
    client, url = sign_in(cast.carl), f"/en/signoffs/{signoff.pk}/countersign/"
    page = client.get(url)
    assert page.status_code == 200
    for words in ("CANARY-STATEMENT", "not at night", "Takes live chats while a professional is on shift", "1 of 1 requirements met"):
        assert words in page.text
    assert client.post(url, {"decision": "grant", "code": "123456"})["Location"] == f"/en/signoffs/{signoff.pk}/"
    signoff.refresh_from_db()
    assert (signoff.state, Enrolment.objects.get().state) == ("granted", "certified")
    assert client.get(url)["Location"] == f"/en/signoffs/{signoff.pk}/"
    assert client.post(url, {"decision": "grant", "code": "123456"}).status_code == 409


def test_whoever_holds_one_from_another_organisation_sees_that_it_will_be_replaced_and_so_do_the_signers(cast, way, sign_in, right_code):
    propose, note = f"/en/enrolments/{way.pk}/propose/", "One certificate at a time"
    siv, carl, tuva = sign_in(cast.siv), sign_in(cast.carl), sign_in(cast.tuva)
    assert note not in siv.get(propose).text
    held = a_certificate(an_enrolment(person=cast.tuva, organisation=cast.sundby, version=way.version), proposed_by=cast.nora)
    page = siv.get(propose).text
    assert note in page
    assert "Sundby" in page
    siv.post(propose, PROPOSAL)
    signoff = SignOff.objects.get(enrolment=way)
    assert note in carl.get(f"/en/signoffs/{signoff.pk}/countersign/").text
    assert "Tell your supervisor before it is signed" in tuva.get(f"/en/signoffs/{signoff.pk}/").text
    carl.post(f"/en/signoffs/{signoff.pk}/countersign/", {"decision": "grant", "code": "123456"})
    assert note not in tuva.get(f"/en/signoffs/{signoff.pk}/").text
    held.refresh_from_db()
    assert held.state == "superseded"


def test_what_another_organisation_has_not_settled_is_said_before_the_proposal(cast, way, sign_in, right_code):
    held = a_certificate(an_enrolment(person=cast.tuva, organisation=cast.sundby, version=way.version), proposed_by=cast.nora)
    Certificate.objects.filter(pk=held.pk).update(state="suspended")
    siv, propose = sign_in(cast.siv), f"/en/enrolments/{way.pk}/propose/"
    assert "has to be settled there first" in siv.get(propose).text
    assert siv.post(propose, PROPOSAL).status_code == 409
    assert not SignOff.objects.filter(enrolment=way).exists()


def test_defer_needs_what_and_a_day_to_come(cast, signoff, sign_in, right_code):
    client, url = sign_in(cast.carl), f"/en/signoffs/{signoff.pk}/countersign/"
    bad = client.post(
        url, {"decision": "defer", "what": "CANARY one more chat", "until": timezone.localdate().isoformat(), "code": "123456"}
    )
    assert (bad.status_code, "Choose a day after today." in bad.text, "CANARY one more chat" in bad.text) == (422, True, True)
    assert client.post(url, {"decision": "defer", "what": "one more chat", "until": later(), "code": "123456"}).status_code == 302
    signoff.refresh_from_db()
    assert signoff.state == "deferred"


def test_decline_needs_reasons(cast, signoff, sign_in, right_code):
    client, url = sign_in(cast.carl), f"/en/signoffs/{signoff.pk}/countersign/"
    assert client.post(url, {"decision": "decline", "reasons": "", "code": "123456"}).status_code == 422
    assert client.post(url, {"decision": "decline", "reasons": "CANARY-REASON", "code": "123456"}).status_code == 302


@pytest.mark.parametrize("decision", ["", "else", "grant\n"])
def test_a_decision_that_does_not_exist_is_refused(cast, signoff, sign_in, right_code, decision):
    assert sign_in(cast.carl).post(f"/en/signoffs/{signoff.pk}/countersign/", {"decision": decision, "code": "123456"}).status_code == 422
    signoff.refresh_from_db()
    assert signoff.state == "proposed"


def test_a_wrong_code_leaves_the_decision_open(cast, signoff, sign_in, right_code):
    page = sign_in(cast.carl).post(f"/en/signoffs/{signoff.pk}/countersign/", {"decision": "grant", "code": "1"})
    assert (page.status_code, Signature.objects.count()) == (422, 1)
    assert "That code does not match." in page.text


@pytest.mark.parametrize(
    ("name", "status"), [("siv", 403), ("tuva", 403), ("kari", 404), ("vera", 404), ("pia", 404), ("stein", 404), ("nora", 404)]
)
def test_who_may_not_countersign(cast, signoff, sign_in, right_code, name, status):
    client, url = sign_in(getattr(cast, name)), f"/en/signoffs/{signoff.pk}/countersign/"
    assert client.get(url).status_code == client.post(url, {"decision": "grant", "code": "123456"}).status_code == status
    assert Signature.objects.count() == 1


# the outcome


def outcome(client, signoff):
    return client.get(f"/en/signoffs/{signoff.pk}/")


def test_the_trainee_never_reads_the_statement(cast, way, sign_in):
    for state in ("proposed", "granted", "withdrawn"):
        signoff = a_signoff(way, proposed_by=cast.siv, state=state)
        page = outcome(sign_in(cast.tuva), signoff)
        assert page.status_code == 200
        assert "CANARY-STATEMENT" not in page.text
        signoff.signatures.all().delete()
        signoff.delete()


def test_deferred_says_kindly_what_and_by_when(cast, way, sign_in):
    signoff = a_signoff(way, proposed_by=cast.siv, state="deferred", deferred_what="one more chat", deferred_until="2030-03-04")
    page = outcome(sign_in(cast.tuva), signoff).text
    assert "Everything you have done still counts." in page
    assert "one more chat" in page
    assert "By 4 March 2030" in page


def test_reasons_of_a_no_are_for_the_person_and_the_signers_only(cast, way, sign_in):
    from certification.decisions.states import Part
    from lms.people.models import Person, Role, RoleAssignment

    signoff = a_signoff(way, proposed_by=cast.siv, state="declined", reasons="CANARY-REASON")
    Signature.objects.create(signoff=signoff, person=cast.carl, part=Part.COUNTERSIGNER, digest=signoff.digest)
    other = Person.objects.create_user("cecilie@example.org", alias="Cecilie")
    RoleAssignment.objects.create(person=other, role=Role.CERTIFIER, organisation=cast.fjordvik)
    seen = {person.alias: "CANARY-REASON" in outcome(sign_in(person), signoff).text for person in (cast.tuva, cast.siv, cast.carl, other)}
    assert seen == {"Tuva": True, "Siv": True, "Carl": True, "Cecilie": False}
    assert "You can appeal." in outcome(sign_in(cast.tuva), signoff).text


@pytest.mark.parametrize("name", ["kari", "vera", "pia", "ed", "stein", "nora"])
def test_who_does_not_see_that_there_is_a_decision(cast, signoff, sign_in, name):
    assert outcome(sign_in(getattr(cast, name)), signoff).status_code == 404


def test_the_proposer_takes_it_back(cast, signoff, sign_in):
    url = f"/en/signoffs/{signoff.pk}/withdraw/"
    assert sign_in(cast.carl).post(url).status_code == 403
    assert sign_in(cast.siv).get(url).status_code == 405
    assert sign_in(cast.siv).post(url).status_code == 302
    signoff.refresh_from_db()
    assert signoff.state == "withdrawn"
    assert sign_in(cast.siv).post(url).status_code == 409


# what stands behind it


def test_the_dossier_shows_both_raters_levels_and_quotes_and_freezes_only_numbers(cast, way, sign_in, right_code):
    for rater in (cast.siv, cast.carl):
        chat = an_ended_chat(enrolment=way, partner=cast.pia, mode="assessed")
        released_feedback(chat, rater=rater)
    page = sign_in(cast.carl).get(f"/en/enrolments/{way.pk}/dossier/").text
    assert "Rated by Carl, Siv" in page
    assert "2 of 2 assessed chats passed" in page
    rating = Assessment.objects.first()
    quotes = list(rating.quotes.values_list("text", flat=True))
    assert quotes
    assert all(text in page for text in quotes[:1])
    sign_in(cast.siv).post(f"/en/enrolments/{way.pk}/propose/", PROPOSAL)
    kept = SignOff.objects.get().dossier
    assert [one["ratings"][0]["rater"] for one in kept["chats"]] == [cast.siv.pk, cast.carl.pk]
    assert kept["chats"][0]["ratings"][0]["levels"]
    assert not [text for text in [*quotes, rating.strength, rating.next_step] if text in str(kept)]


def test_a_dossier_costs_the_same_for_one_chat_and_for_three(cast, way, sign_in):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/en/enrolments/{way.pk}/dossier/")
        return len(asked)

    client = sign_in(cast.carl)
    released_feedback(an_ended_chat(enrolment=way, partner=cast.pia, mode="assessed"), rater=cast.siv)
    cost()
    one = cost()
    for _ in range(2):
        released_feedback(an_ended_chat(enrolment=way, partner=cast.pia, mode="assessed"), rater=cast.siv)
    assert cost() == one


# the level


def with_levels(way, **decision):
    way.version.content = {code: {**words, "levels": {"5": f"Leder vakter {code}"}} for code, words in way.version.content.items()}
    way.version.rules["decision"] = decision
    way.version.save()


def test_the_proposal_begins_with_the_level_and_the_words_of_its_programme(cast, way, sign_in, right_code):
    client, url = sign_in(cast.siv), f"/en/enrolments/{way.pk}/propose/"
    assert re.findall(r'name="level" value="(\d)"[^>]* checked', client.get(url).text) == ["3"]
    with_levels(way, level=5, levels=[4, 5])
    page = client.get(url).text
    assert re.findall(r'name="level" value="(\d)"', page) == ["4", "5"]
    assert re.findall(r'name="level" value="(\d)"[^>]* checked', page) == ["5"]
    assert "5. Leder vakter en" in page
    released_feedback(an_ended_chat(enrolment=way, partner=cast.pia, mode="assessed"), rater=cast.siv)
    assert client.post(url, {**PROPOSAL, "level": 3}).status_code == 422
    with pytest.raises(Invalid):
        propose_signoff(way, level=3, conditions="", statement="x", by=cast.siv, code="123456")
    assert not SignOff.objects.exists()
    assert client.post(url, {**PROPOSAL, "level": 5}).status_code == 302
    assert "5. Leder vakter en" in sign_in(cast.carl).get(f"/en/signoffs/{SignOff.objects.get().pk}/countersign/").text


# the frozen dossier


def test_what_the_signers_saw_stays_whatever_has_changed_since(cast, way, sign_in, right_code):
    released_feedback(an_ended_chat(enrolment=way, partner=cast.pia, mode="assessed"), rater=cast.siv)
    sign_in(cast.siv).post(f"/en/enrolments/{way.pk}/propose/", PROPOSAL)
    signoff = SignOff.objects.get()
    Mark.objects.all().delete()
    released_feedback(an_ended_chat(enrolment=way, partner=cast.pia, mode="assessed"), rater=cast.carl)
    for person in (cast.siv, cast.carl, cast.tuva):
        page = sign_in(person).get(f"/en/signoffs/{signoff.pk}/dossier/").text
        assert ["By Kari" in page, "Rated by Siv" in page, "Rated by Carl" in page, "CANARY" in page] == [True, True, False, False]


def test_the_dossier_names_both_who_held_the_talk_and_so_does_the_frozen_one(cast, way, sign_in, right_code):
    Mark.objects.update(second=cast.carl)
    released_feedback(an_ended_chat(enrolment=way, partner=cast.pia, mode="assessed"), rater=cast.siv)
    client = sign_in(cast.siv)
    assert "together with Carl. By Kari" in client.get(f"/en/enrolments/{way.pk}/dossier/").text
    client.post(f"/en/enrolments/{way.pk}/propose/", PROPOSAL)
    Mark.objects.update(second=None)
    assert "By Kari together with Carl" in client.get(f"/en/signoffs/{SignOff.objects.get().pk}/dossier/").text


@pytest.mark.parametrize("name", ["kari", "vera", "pia", "ed", "stein", "nora"])
def test_who_does_not_see_that_there_is_a_frozen_dossier(cast, signoff, sign_in, name):
    assert sign_in(getattr(cast, name)).get(f"/en/signoffs/{signoff.pk}/dossier/").status_code == 404


def test_a_frozen_dossier_keeps_its_words_when_the_way_has_moved_on(cast, way, sign_in, right_code):
    """The programme gives its requirement another name, drops one and asks for another; what was signed stays what was seen."""
    sign_in(cast.siv).post(f"/en/enrolments/{way.pk}/propose/", PROPOSAL)
    newer = a_programme_version(requirements=[{"key": "evening", "kind": "manual"}])
    Enrolment.objects.filter(pk=way.pk).update(version=newer)
    row = a_programme_version(requirements=[TALK])  # the same words under the newest number: not what was signed either
    content = {code: {**words, "stages": [{"key": "in", "name": "In", "requirements": [{"key": "talk", "name": "A NEW NAME", "why": ""}]}]}
               for code, words in row.content.items()}  # fmt: skip
    renamed = type(row).freeze(row.key, content, slug=row.slug, rules=row.rules)
    for version in (newer, renamed):
        Enrolment.objects.filter(pk=way.pk).update(version=version)
        page = sign_in(cast.carl).get(f"/en/signoffs/{SignOff.objects.get().pk}/dossier/").text
        assert ("<h3>talk</h3>" in page or ">talk<" in page, "A NEW NAME" in page) == (True, False)
