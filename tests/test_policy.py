"""Who may do what, as a table that a data protection officer could sign, and that every address holds to it.

The things asked about are Fjordvik's (tests/world.py). Tuva is a trainee, Pia her partner, Siv the supervisor who read along and rated,
Carl a certifier, Kari the coordinator, Vera the vetting officer, Ed an editor, Stein holds no role, Nora supervises in Sundby.
"""

import re
import uuid

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from certification.cohorts.models import CohortDate
from lms.kernel.checks import our_views
from lms.kernel.permissions import may, table
from lms.people.api_keys import ApiKey
from lms.people.applications import Application
from lms.people.models import Person, Relation, Role, RoleAssignment
from tests.cast import Cast
from tests.world import World, assemble_world, thing_for

NAMES = ("tuva", "pia", "siv", "carl", "kari", "vera", "ed", "stein", "nora")

TABLE = """
                                    Tuva  Pia   Siv   Carl  Kari  Vera  Ed    Stein Nora
people.be_here                      x     x     x     x     x     x     x     x     x
people.edit_self                    x     ·     ·     ·     ·     ·     ·     ·     ·
people.invite                       ·     ·     ·     ·     x     ·     ·     ·     ·
people.give_role                    ·     ·     ·     ·     x     ·     ·     ·     ·
people.take_factor                  ·     ·     ·     ·     x     ·     ·     ·     ·
people.keep_keys                    ·     ·     ·     ·     x     ·     ·     ·     ·
people.declare_relation             ·     ·     ·     ·     x     ·     ·     ·     ·
people.take_back_relation           x     ·     ·     ·     ·     ·     ·     ·     ·
privacy.read_file                   x     ·     ·     ·     ·     ·     ·     ·     ·
privacy.erase                       x     ·     ·     ·     ·     ·     ·     ·     ·
ui.styleguide                       ·     ·     x     ·     ·     ·     x     ·     x
approval.read                       ·     ·     x     x     ·     ·     ·     ·     x
content.publish                     ·     ·     ·     ·     ·     ·     x     ·     ·
approval.decide                     ·     ·     x     x     ·     ·     ·     ·     x
courses.learn                       x     x     x     x     x     x     x     x     x
reflections.read                    x     ·     x     ·     ·     ·     ·     ·     ·
reflections.answer                  ·     ·     x     ·     ·     ·     ·     ·     ·
quizzes.take                        x     x     x     x     x     x     x     ·     x
quizzes.answer                      x     ·     ·     ·     ·     ·     ·     ·     ·
quizzes.read_result                 x     ·     ·     ·     ·     ·     ·     ·     ·
quizzes.recall                      x     ·     ·     ·     ·     ·     ·     ·     ·
quizzes.judge                       ·     ·     x     ·     ·     ·     ·     ·     ·
quizzes.doubt                       x     ·     ·     ·     ·     ·     ·     ·     ·
quizzes.tend                        ·     ·     ·     ·     ·     ·     x     ·     ·
exchange.carry                      ·     ·     ·     ·     ·     ·     x     ·     ·
quizzes.hold_talk                   ·     ·     x     ·     x     ·     ·     ·     ·
quizzes.give_extra_time             ·     ·     x     ·     x     ·     ·     ·     ·
dialogues.practise                  x     x     x     x     x     x     x     x     x
dialogues.walk                      x     ·     ·     ·     ·     ·     ·     ·     ·
programmes.read_agreement           x     x     x     x     x     x     x     x     x
programmes.sign_agreement           x     ·     ·     ·     ·     ·     ·     ·     ·
programmes.mark                     ·     ·     ·     ·     x     ·     ·     ·     ·
programmes.undo_mark                ·     ·     ·     ·     x     ·     ·     ·     ·
programmes.keep_plan                x     x     x     x     x     x     x     x     x
programmes.record_check             ·     ·     ·     ·     ·     x     ·     ·     ·
programmes.undo_check               ·     ·     ·     ·     ·     x     ·     ·     ·
programmes.ask_check_again          ·     ·     ·     ·     ·     x     ·     ·     ·
programmes.read_own                 x     ·     ·     ·     ·     ·     ·     ·     ·
programmes.propose_waiver           ·     ·     x     ·     ·     ·     ·     ·     ·
programmes.decide_waiver            ·     ·     ·     x     ·     ·     ·     ·     ·
programmes.withdraw_waiver          ·     ·     x     ·     ·     ·     ·     ·     ·
programmes.see_waiver               ·     ·     x     x     ·     ·     ·     ·     ·
programmes.see_movers               ·     ·     ·     x     ·     ·     ·     ·     ·
programmes.move                     ·     ·     ·     x     ·     ·     ·     ·     ·
programmes.explain                  ·     ·     x     x     x     ·     ·     ·     ·
practice.visit                      x     x     x     ·     x     ·     ·     ·     x
practice.offer                      ·     x     ·     ·     ·     ·     ·     ·     ·
practice.withdraw                   ·     x     ·     ·     ·     ·     ·     ·     ·
practice.keep_hours_as_partner      ·     x     ·     ·     ·     ·     ·     ·     ·
practice.keep_hours_as_supervisor   ·     ·     x     ·     ·     ·     ·     ·     x
practice.drop_hours                 ·     x     ·     ·     ·     ·     ·     ·     ·
practice.cover                      ·     ·     ·     ·     x     ·     ·     ·     ·
practice.book                       x     ·     x     ·     x     ·     ·     ·     ·
practice.pause_way                  x     ·     ·     ·     ·     ·     ·     ·     ·
practice.see                        x     x     x     x     ·     ·     ·     ·     ·
practice.confirm                    ·     ·     x     ·     ·     ·     ·     ·     ·
practice.hand_back                  ·     ·     x     ·     ·     ·     ·     ·     ·
practice.cancel                     x     x     x     ·     x     ·     ·     ·     ·
practice.move                       x     ·     x     ·     x     ·     ·     ·     ·
practice.report_absence             x     x     x     ·     ·     ·     ·     ·     ·
practice.join                       x     x     x     ·     ·     ·     ·     ·     ·
practice.write                      x     x     ·     ·     ·     ·     ·     ·     ·
practice.play                       ·     x     ·     ·     ·     ·     ·     ·     ·
practice.pause                      x     ·     x     ·     ·     ·     ·     ·     ·
practice.alert                      x     ·     ·     ·     ·     ·     ·     ·     ·
practice.watch_over                 ·     ·     x     ·     ·     ·     ·     ·     ·
practice.note                       ·     ·     x     ·     ·     ·     ·     ·     ·
practice.check_in                   x     x     x     ·     ·     ·     ·     ·     ·
practice.debrief                    x     x     ·     ·     ·     ·     ·     ·     ·
practice.ask_talk                   x     x     ·     ·     ·     ·     ·     ·     ·
practice.see_talk                   x     ·     x     ·     x     ·     ·     ·     ·
practice.take_talk                  ·     ·     x     ·     x     ·     ·     ·     ·
practice.hold_talk                  ·     ·     x     ·     ·     ·     ·     ·     ·
practice.withdraw_talk              x     ·     ·     ·     ·     ·     ·     ·     ·
practice.read_transcript            x     x     x     x     ·     ·     ·     ·     ·
cohorts.keep                        ·     ·     ·     ·     x     ·     ·     ·     ·
cohorts.read                        x     ·     x     x     x     ·     ·     ·     ·
cohorts.write                       x     ·     x     x     x     ·     ·     ·     ·
cohorts.announce                    ·     ·     ·     ·     x     ·     ·     ·     ·
cohorts.take_back                   x     ·     ·     ·     ·     ·     ·     ·     ·
cohorts.report                      ·     ·     x     x     x     ·     ·     ·     ·
cohorts.moderate                    ·     ·     x     ·     x     ·     ·     ·     ·
assessment.see_after                x     x     x     x     ·     ·     ·     ·     ·
assessment.self_rate                x     ·     ·     ·     ·     ·     ·     ·     ·
assessment.partner_form             ·     x     ·     ·     ·     ·     ·     ·     ·
assessment.go_on_without            ·     ·     x     x     ·     ·     ·     ·     ·
assessment.rate                     ·     ·     x     x     ·     ·     ·     ·     ·
assessment.write                    ·     ·     x     ·     ·     ·     ·     ·     ·
assessment.hand_back                ·     ·     x     x     ·     ·     ·     ·     ·
assessment.release                  ·     ·     x     x     ·     ·     ·     ·     ·
assessment.calibrate                ·     ·     x     x     ·     ·     ·     ·     x
assessment.remove_rater             ·     ·     ·     x     ·     ·     ·     ·     ·
assessment.call_off                 ·     ·     ·     x     ·     ·     ·     ·     ·
assessment.see_figures              ·     ·     x     x     ·     ·     ·     ·     x
assessment.read_levels              x     ·     x     x     ·     ·     ·     ·     ·
assessment.moderate                 ·     ·     ·     x     ·     ·     ·     ·     ·
assessment.read_feedback            x     ·     x     x     ·     ·     ·     ·     ·
assessment.acknowledge              x     ·     ·     ·     ·     ·     ·     ·     ·
assessment.ask                      x     ·     ·     ·     ·     ·     ·     ·     ·
assessment.ask_recheck              x     ·     ·     ·     ·     ·     ·     ·     ·
assessment.decide_recheck           ·     ·     ·     x     ·     ·     ·     ·     ·
assessment.answer                   ·     ·     x     ·     ·     ·     ·     ·     ·
assessment.annul                    ·     ·     ·     x     ·     ·     ·     ·     ·
decisions.dossier                   ·     ·     x     x     ·     ·     ·     ·     ·
decisions.propose                   ·     ·     x     ·     ·     ·     ·     ·     ·
decisions.countersign               ·     ·     ·     x     ·     ·     ·     ·     ·
decisions.withdraw                  ·     ·     x     ·     ·     ·     ·     ·     ·
decisions.outcome                   x     ·     x     x     ·     ·     ·     ·     ·
decisions.appeal                    x     ·     ·     ·     ·     ·     ·     ·     ·
decisions.see_appeal                x     ·     ·     x     ·     ·     ·     ·     ·
decisions.could_review              ·     ·     ·     x     ·     ·     ·     ·     ·
decisions.review_appeal             ·     ·     ·     x     ·     ·     ·     ·     ·
decisions.answer_appeal             ·     ·     ·     x     ·     ·     ·     ·     ·
decisions.name_reviewer             ·     ·     ·     ·     x     ·     ·     ·     ·
decisions.raise_concern             x     x     x     x     x     x     x     ·     ·
decisions.see_concern               x     x     ·     x     x     ·     ·     ·     ·
decisions.could_handle              ·     ·     x     x     x     ·     ·     ·     ·
decisions.take_concern              ·     ·     ·     x     x     ·     ·     ·     ·
decisions.handle_concern            ·     ·     ·     ·     x     ·     ·     ·     ·
decisions.sign_untold               ·     ·     ·     x     ·     ·     ·     ·     ·
credentials.have                    x     x     x     x     x     x     x     x     x
credentials.hold                    x     ·     ·     ·     ·     ·     ·     ·     ·
credentials.show_name               x     ·     ·     ·     ·     ·     ·     ·     ·
credentials.renew                   x     ·     x     x     x     ·     ·     ·     ·
credentials.see                     ·     ·     x     x     x     ·     ·     ·     ·
credentials.suspend                 ·     ·     x     x     x     ·     ·     ·     ·
credentials.review                  ·     ·     ·     x     ·     ·     ·     ·     ·
credentials.resume                  ·     ·     ·     x     ·     ·     ·     ·     ·
credentials.keep_paused             ·     ·     ·     x     ·     ·     ·     ·     ·
credentials.ask_revocation          ·     ·     ·     x     ·     ·     ·     ·     ·
credentials.confirm_revocation      ·     ·     x     ·     ·     ·     ·     ·     ·
credentials.drop_revocation         ·     ·     ·     x     ·     ·     ·     ·     ·
webhooks.keep                       ·     ·     ·     ·     x     ·     ·     ·     ·
elsewhere.import                    ·     ·     ·     ·     x     ·     ·     ·     ·
elsewhere.remove                    x     ·     ·     ·     x     ·     ·     ·     ·
letters.ask                         x     x     x     x     x     x     x     x     x
letters.read                        ·     x     ·     ·     x     ·     ·     ·     ·
letters.hold                        ·     x     ·     ·     ·     ·     ·     ·     ·
letters.sign                        ·     ·     ·     ·     x     ·     ·     ·     ·
letters.drop                        ·     x     ·     ·     x     ·     ·     ·     ·
reports.inbox                       ·     ·     x     x     x     x     ·     ·     x
reports.cohort                      ·     ·     x     x     x     ·     ·     ·     x
"""

# What nobody does about themselves, about somebody close to them, or about somebody they played with.
ABOUT_ONESELF = {
    "people.take_factor", "programmes.mark", "programmes.record_check", "programmes.propose_waiver", "programmes.decide_waiver", "quizzes.hold_talk",
    "quizzes.give_extra_time", "practice.confirm", "assessment.rate", "assessment.write", "assessment.release", "assessment.annul",
    "assessment.go_on_without", "decisions.propose", "decisions.countersign", "credentials.suspend", "credentials.review", "credentials.resume", "credentials.keep_paused",
    "credentials.ask_revocation", "credentials.confirm_revocation", "credentials.drop_revocation",
    "decisions.could_review", "decisions.review_appeal", "decisions.answer_appeal", "decisions.name_reviewer",
    "decisions.could_handle", "decisions.take_concern", "decisions.handle_concern", "decisions.sign_untold",
}  # fmt: skip
ABOUT_A_CLOSE_ONE = ABOUT_ONESELF - {
    "people.take_factor",
    "quizzes.hold_talk",
    "quizzes.give_extra_time",
    "practice.confirm",
    "credentials.suspend",
}
ABOUT_ONES_PARTNER_IN_A_CHAT = {
    "assessment.rate", "assessment.write", "assessment.release", "assessment.annul", "assessment.go_on_without", "practice.confirm",
    "decisions.propose", "decisions.countersign",
}  # fmt: skip


# whose way, which seat, which duty, and Wagtail's own rights to the thing are asked in the view
ASKS_AGAIN = {"practice_book", "practice_room", "practice_hours", "change_question"}


@pytest.fixture
def world(cast) -> World:
    return assemble_world(cast)


def again(person: Person) -> Person:
    """The person as a new request would read them."""
    return Person.objects.get(pk=person.pk)


def test_the_table_is_true(cast, world):
    head, *rows = TABLE.strip("\n").splitlines()
    assert head.lower().split() == list(NAMES)
    told = {row.split()[0]: [cell == "x" for cell in row.split()[1:]] for row in rows}
    people = [again(getattr(cast, name)) for name in NAMES]
    found = {name: [may(person, name, thing_for(world, name)) for person in people] for name in table()}
    assert found == told


def test_a_superuser_gets_nothing_by_it(cast, world):
    stein = again(cast.stein)
    before = {name for name in table() if may(stein, name, thing_for(world, name))}
    Person.objects.filter(pk=stein.pk).update(is_superuser=True, is_staff=True)
    assert {name for name in table() if may(again(stein), name, thing_for(world, name))} == before


def everything_to(person: Person) -> Person:
    """The person with every role there is, in Fjordvik."""
    home = person.roles.first().organisation_id
    for role in set(Role.values) - set(person.roles.values_list("role", flat=True)):
        RoleAssignment.objects.create(person=person, role=role, organisation_id=home)
    return again(person)


def refused(person: Person, world: World) -> set[str]:
    return {name for name in table() if not may(person, name, thing_for(world, name))}


def test_with_every_role_in_the_world_nobody_judges_themselves(cast, world):
    assert refused(everything_to(cast.tuva), world) >= ABOUT_ONESELF


def test_with_every_role_in_the_world_nobody_judges_somebody_close(cast, world):
    Relation.objects.create(person=cast.ed, other=cast.tuva, declared_by=cast.kari)
    assert refused(everything_to(cast.ed), world) >= ABOUT_A_CLOSE_ONE - {"assessment.write"}
    assert "assessment.write" in refused(again(cast.ed), world)


def test_with_every_role_in_the_world_nobody_judges_the_chat_they_played_in(cast, world):
    assert refused(everything_to(cast.pia), world) >= ABOUT_ONES_PARTNER_IN_A_CHAT


def test_nobody_signs_twice(cast, world):
    siv, carl = everything_to(cast.siv), everything_to(cast.carl)
    assert refused(siv, world) >= {"decisions.countersign", "programmes.decide_waiver"}
    assert refused(carl, world) >= {"credentials.confirm_revocation", "decisions.withdraw"}


# every address ---------------------------------------------------------------------------------


def places(world: World) -> list[tuple[str, dict]]:
    """(pattern of a route, values of its arguments); the first that fits is taken, and chats come in three states."""
    things = world.things
    attempt, certificate = things["quizzes"], things["credentials"]
    return [
        (r"reflections/<int", {"pk": things["reflections"].pk}),
        (r"approvals/<", {"pk": things["approval"].pk}),
        (r"changes/<", {"revision": things["approval"].revision_id}),
        (r"posts/<", {"pk": things["cohorts.report"].pk}), (r"announcements/<", {"pk": things["cohorts.announce"].pk}),
        (r"dates/<", {"pk": CohortDate.objects.get_or_create(cohort=world.cohort, title="Kveld", starts_at=timezone.now())[0].pk}),
        (r"practice/times/<", {"pk": things["practice.withdraw"].pk}),
        (r"practice/<", {"pk": world.live.pk}), (r"practice/<", {"pk": world.over.pk}), (r"practice/<", {"pk": world.released.pk}),
        (r"enrolments/<|your-way/<", {"pk": world.way.pk, "requirement": "talk"}),
        (r"cohort/<", {"pk": world.cohort.pk}),
        (r"signoffs/<", {"pk": things["decisions.countersign"].pk}),
        (r"programmes/<", {"slug": world.way.programme}),
        (r"appeals/<", {"pk": things["decisions.see_appeal"].pk}),
        (r"concerns/<", {"pk": things["decisions.see_concern"].pk}),
        (r"waivers/<", {"pk": things["programmes.decide_waiver"].pk}),
        (r"log/<", {"entry": things["log"].pk}),
        (r"marks/<", {"mark": things["programmes.undo_mark"].pk}),
        (r"assessments/<", {"pk": things["assessment.annul"].pk}),
        (r"raters/<", {"pk": things["assessment.remove_rater"].person.pk}),
        (r"rechecks/<", {"pk": things["assessment.decide_recheck"].pk}),
        (r"certificates/<|verify/<", {"public_id": certificate.public_id}),
        (r"quiz/attempt/<", {"attempt": attempt.pk, "position": 1}),
        (r"recall/<", {"turn": things["quizzes.recall"].pk, "position": 1}),
        (r"training/quizzes/<", {"key": attempt.quiz_key}),
        (r"angoff/<", {"panel": things["quizzes.judge"].pk}),
        (r"training/questions/<", {"key": things["doubt"].version.key}),
        (r"training/doubts/<", {"pk": things["doubt"].pk}),
        (r"quiz/try/<", {"key": uuid.uuid4()}),
        (r"quiz/(<|extra)", {"key": attempt.quiz_key, "person": attempt.person_id}),
        (r"alone/walks/<", {"pk": things["dialogues.walk"].pk}),
        (r"agreements/<", {"key": things["programmes.sign_agreement"].key}),
        (r"(people|invitations)/<int:organisation", {"organisation": world.cohort.organisation_id}),
        (r"/keys/<", {"pk": ApiKey.objects.get_or_create(organisation=world.cohort.organisation, digest="0" * 64)[0].pk}),
        (r"/applications/<", {"pk": Application.objects.get_or_create(organisation=world.cohort.organisation, email="ny@example.org")[0].pk}),
        (r"/elsewhere/<", {"pk": world.things["elsewhere.remove"].pk}),
        (r"letters/<", {"letter": world.things["letters"].public_id}),
        (r"/listeners/<", {"pk": world.things["webhooks.keep"].listener_id}), (r"/deliveries/<", {"pk": world.things["webhooks.keep"].pk}),
        (r"roles/<", {"pk": RoleAssignment.objects.get(person=world.way.person).pk}),
    ]  # fmt: skip


def addresses(world: World) -> list[tuple[str, dict, object]]:
    """(url name, its arguments, the view) of every address of ours, each with things that exist where we have one."""
    found = []
    for name, route, view in our_views():
        wanted = set(re.findall(r"<(?:\w+:)?(\w+)>", route))
        fitting = [values for pattern, values in places(world) if re.search(pattern, route)] if wanted else [{}]
        for values in fitting:
            if wanted <= set(values):
                found.append((name, {key: values[key] for key in wanted}, view))
    return found


def expected(person: Person, arguments: dict, view) -> set[int]:
    """Which answers the policy allows; an allowed GET shows, leads on, or says that now is not the time."""
    try:
        thing = view.fetch(person, **arguments) if view.fetch else None
    except Http404:
        return {404}
    if not may(person, view.permission, thing):
        return {403}
    return {200, 302, 400, 404, 405, 409} | ({403} if view.__name__ in ASKS_AGAIN else set())


@pytest.mark.parametrize("name", NAMES)
def test_every_address_holds_to_the_table(cast, world, sign_in, name):
    person, client = again(getattr(cast, name)), sign_in(getattr(cast, name))
    wrong, seen = [], 0
    for address, arguments, view in addresses(world):
        if view.permission == "public" or address == "practice_stream":  # a stream stays open; its door is that of practice_messages
            continue
        allowed, url = expected(person, arguments, view), reverse(address, kwargs=arguments)
        asks = {"GET"} if allowed - {403, 404} else set(view.methods)  # what may be done is done in its own tests
        for method in asks & set(view.methods):
            seen += 1
            status = client.generic(method, url).status_code
            if status not in allowed:
                wrong.append(f"{name} {method} {url}: {status}, expected {sorted(allowed)}")
    assert not wrong, "\n".join(wrong)
    assert seen > 60


def test_strangers_are_led_to_sign_in_everywhere(cast, world):
    client, wrong = Client(), []
    for address, arguments, view in addresses(world):
        if view.permission != "public":
            for method in ("get", "post"):
                answer = getattr(client, method)(reverse(address, kwargs=arguments))
                if answer.status_code != 302 or not answer.url.startswith(reverse("account_request_login_code")):
                    wrong.append(f"{method} {address}: {answer.status_code}")
    assert wrong == []


@pytest.mark.parametrize("name", ["nora", "stein"])
def test_what_one_may_not_see_and_what_does_not_exist_look_alike(cast, world, sign_in, name):
    client, compared = sign_in(getattr(cast, name)), 0
    for address, arguments, view in addresses(world):
        if view.permission == "public" or view.fetch is None or not arguments or "GET" not in view.methods:
            continue
        nowhere = {
            key: uuid.uuid4() if isinstance(value, uuid.UUID) else 987654 if isinstance(value, int) else value
            for key, value in arguments.items()
        }
        denied, missing = (client.get(reverse(address, kwargs=values)) for values in (arguments, nowhere))
        if missing.status_code == 404 and denied.status_code == 404:
            compared += 1
            assert blurred(denied) == blurred(missing), address
    assert compared > 10


def elsewhere(value):
    """The same kind of value, of a thing that does not exist."""
    return uuid.uuid4() if isinstance(value, uuid.UUID) else 987654 if isinstance(value, int) else value


def blurred(answer) -> str:
    """The page without what differs on every answer."""
    return re.sub(r'nonce="[^"]+"|csrfmiddlewaretoken" value="[^"]+"|next" value="[^"]*"', "", answer.content.decode())


def test_another_method_than_the_declared_is_refused(cast, world, sign_in):
    client, wrong = sign_in(cast.siv), []
    siv = again(cast.siv)
    for address, arguments, view in addresses(world):
        if view.permission == "public" or expected(siv, arguments, view) & {403, 404} == {403} or expected(siv, arguments, view) == {404}:
            continue
        for method in {"GET", "POST", "PUT", "DELETE", "PATCH"} - set(view.methods):
            status = client.generic(method, reverse(address, kwargs=arguments)).status_code
            if status != 405:
                wrong.append(f"{method} {address}: {status}")
    assert wrong == []


def test_whoever_asks_for_the_heading_only_gets_it_where_a_page_is(cast, world):
    """Calendar programs, checkers of links and watchers ask so before they ask for the page."""
    client, wrong, seen = Client(), [], 0
    for address, arguments, view in addresses(world):
        if view.permission == "public" and "GET" in view.methods and address != "wagtail_serve":  # pages have stories of their own
            url, seen = reverse(address, kwargs=arguments), seen + 1
            if client.get(url).status_code != 405 and client.head(url).status_code == 405:
                wrong.append(address)
    assert (wrong, seen > 10) == ([], True)


def test_the_whole_cast_is_in_the_table():
    assert set(Cast.__dataclass_fields__) - {"fjordvik", "sundby"} == set(NAMES)
