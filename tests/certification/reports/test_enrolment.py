import pytest

from certification.programmes.models import BackgroundCheck, Mark, Waiver
from tests.builders import a_chat, a_programme_version, an_enrolment

ASKED = [
    {"key": "talk", "kind": "suitability_talk"},
    {"key": "check", "kind": "background_check"},
    {"key": "plan", "kind": "manual", "params": {"role": "supervisor"}},
]


@pytest.fixture
def way(cast):
    return an_enrolment(person=cast.tuva, organisation=cast.fjordvik, version=a_programme_version(requirements=ASKED))


def page_of(client, way):
    return client.get(f"/en/enrolments/{way.pk}/")


@pytest.mark.parametrize(
    ("name", "status"),
    [("siv", 200), ("carl", 200), ("kari", 200), ("vera", 403), ("tuva", 403), ("pia", 404), ("ed", 404), ("stein", 404), ("nora", 404)],
)
def test_who_reads_about_a_trainee(cast, way, sign_in, name, status):
    assert page_of(sign_in(getattr(cast, name)), way).status_code == status


def test_each_professional_gets_the_marks_of_their_role(cast, way, sign_in):
    offered = {}
    for name in ("siv", "kari", "carl"):
        page = page_of(sign_in(getattr(cast, name)), way).text
        offered[name] = [key for key in ("talk", "check", "plan") if f"/enrolments/{way.pk}/marks/{key}/" in page]
    assert offered == {"siv": ["plan"], "kari": ["talk"], "carl": []}


def test_a_mark_of_today_can_be_taken_back_from_here(cast, way, sign_in):
    mark = Mark.objects.create(enrolment=way, requirement="talk", by=cast.kari)
    undo = f"/marks/{mark.pk}/undo/"
    assert undo in page_of(sign_in(cast.kari), way).text
    assert undo not in page_of(sign_in(cast.siv), way).text


def test_a_coordinator_sees_that_a_check_is_there_and_no_chats(cast, way, sign_in):
    BackgroundCheck.objects.create(enrolment=way, kind="shown", type="ordinary", on="2026-09-18", by=cast.vera)
    a_chat(enrolment=way, partner=cast.pia, state="released", ended_at="2026-10-01T12:00Z")
    coordinator, certifier = page_of(sign_in(cast.kari), way).text, page_of(sign_in(cast.carl), way).text
    assert "Sept" not in coordinator
    assert "Vera" not in coordinator
    assert "18 September 2026" in certifier
    assert "Lørdag" not in coordinator
    assert "Lørdag" in certifier


def test_the_reason_of_a_waiver_is_not_on_the_page_of_others(cast, way, sign_in):
    Waiver.objects.create(enrolment=way, requirement="plan", reason="CANARY-REASON", proposed_by=cast.siv)
    for name in ("siv", "kari"):
        assert "CANARY-REASON" not in page_of(sign_in(getattr(cast, name)), way).text


def test_looking_changes_nothing(cast, way, sign_in):
    page_of(sign_in(cast.siv), way)
    assert not way.fulfilments.exists()
