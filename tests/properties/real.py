"""The same house in the database: the same deeds by the product's own verbs, and the house read back from raw rows."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from certification.credentials import actions as credentials
from certification.credentials import renewal
from certification.credentials.models import Certificate
from certification.decisions import actions as decisions
from certification.decisions import appeals, concerns, cover
from certification.decisions.cases import Appeal, Concern, Seat
from certification.decisions.models import Signature, SignOff
from certification.practice.actions import pause_way, resume_way
from certification.practice.models import PracticeChat
from certification.practice.states import ChatState
from certification.programmes import actions as programmes
from certification.programmes import moving
from certification.programmes.kinds import Finding, Kind
from certification.programmes.models import BackgroundCheck, Enrolment, Mark, Waiver
from certification.programmes.states import AskAgain, FulfilmentState
from lms.kernel.errors import DomainError, Invalid
from lms.people import actions as people
from lms.people.models import Country, LegalProfile, Organisation, Person, Relation, RoleAssignment
from lms.people.shutting_out import let_in, shut_out
from tests.builders import a_chat, a_programme_version, a_scenario_version
from tests.properties import house as plain
from tests.properties.house import BEGAN, GRACE_DAYS, MONTHS, PEOPLE, VERSIONS, WALKERS, Card, House, Proposal, Way
from tests.properties.kept import Kept

RIGHT, WRONG = "right", "wrong"  # second factors


class Practice(Kind):
    """Assessed practice whose raters a story chooses: real chats would take a second each."""

    name = "practice_assessed"
    raters: dict[int, set[int]]

    def find(self, requirement: Any, enrolment: Enrolment) -> Finding:
        raters = sorted(self.raters.get(enrolment.pk, ()))
        state = FulfilmentState.MET if raters else FulfilmentState.WAITING
        return Finding(state, at=timezone.now(), evidence={"raters": raters} if raters else {})


def confirm(person: Person, code: str) -> None:
    """In place of the authenticator app."""
    if code != RIGHT:
        raise Invalid(code="code")


@contextmanager
def clock(monkeypatch: Any) -> Iterator[Callable[[int], None]]:
    """Time stands still at the beginning of the house, for everything that asks Django; `turn(days)` sets it on."""

    class Clock(datetime):
        at = BEGAN

        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return cls.at.astimezone(tz) if tz else cls.at.replace(tzinfo=None)

    def turn(days: int) -> None:
        Clock.at = Clock.at + timedelta(days=days) if days else BEGAN

    with monkeypatch.context() as patch:
        patch.setattr(timezone, "datetime", Clock)
        yield turn


class Real:
    """Every deed of `House` under the same name. Refusals of the product answer False; everything else is raised."""

    def __init__(self, practice: Practice, turn: Callable[[int], None]) -> None:
        self.practice, self.turn = practice, turn
        self.begin()
        self.place = Organisation.objects.create(
            name="Fjordvik kommune", slug="fjordvik", country=Country.NO, legal_profile=LegalProfile.NO_MUNICIPALITY, language="nb"
        )
        self.ids = {name: Person.objects.create_user(f"{name}@example.org", alias=name, legal_name=name).pk for name in PEOPLE}
        self.names = {pk: name for name, pk in self.ids.items()}
        self.second = Person.objects.create_user("asta@example.org", alias="asta", legal_name="asta")  # beside whoever holds a talk
        RoleAssignment.objects.create(person=self.second, role="assessor", organisation=self.place)
        for name, role in sorted(House().roles):
            RoleAssignment.objects.create(person_id=self.ids[name], role=role, organisation=self.place)
        self.scenario = a_scenario_version()
        self.versions = {number: a_programme_version(requirements=rows) for number, rows in VERSIONS.items()}
        for version in self.versions.values():
            version.rules["decision"] = {"valid_months": MONTHS}
            version.save()
        self.ways = [programmes.enrol(self.one(name), version=self.versions[1], organisation=self.place, by=None).pk for name in WALKERS]

    def begin(self) -> None:
        """The first day again, for a story whose rows were taken back."""
        self.turn(0)
        self.practice.raters = {}

    def one(self, name: str) -> Person:
        """The person as at the start of a request."""
        return Person.objects.get(pk=self.ids[name])

    def way(self, n: int) -> Enrolment:
        return Enrolment.objects.select_related("version", "person", "organisation").get(pk=self.ways[n])

    def attempt(self, deed: str, *args: Any) -> bool:
        try:
            return getattr(self, deed)(*args) is not False
        except DomainError:
            return False

    # the house

    def give(self, person: str, role: str) -> Any:
        return people.give_role(self.one(person), role, organisation=self.place, by=self.one("kari")) and None

    def end(self, person: str, role: str) -> Any:
        held = RoleAssignment.objects.active().filter(person_id=self.ids[person], role=role).first()
        return people.end_role(held, by=self.one("kari")) if held else False

    def shut_out(self, person: str) -> Any:
        who = self.one(person)
        return (shut_out if who.is_active else let_in)(who)

    def relate(self, one: str, other: str) -> Any:
        people.declare_relation(self.one(one), self.one(other), by=self.one(one))

    def part(self, one: str, other: str) -> Any:
        there = Relation.objects.filter(person_id=self.ids[one], other_id=self.ids[other]).first()
        return people.withdraw_relation(there, organisation=self.place, by=self.one("kari")) if there else False

    def days(self, count: int) -> Any:
        self.turn(count)

    # evidence

    def play(self, n: int, person: str) -> Any:
        a_chat(enrolment=self.way(n), partner=self.one(person), scenario=self.scenario, state=ChatState.ARCHIVED)

    def rate(self, n: int, person: str) -> Any:
        self.practice.raters[self.ways[n]] = self.practice.raters.get(self.ways[n], set()) ^ {self.ids[person]}

    def mark(self, n: int, key: str, by: str) -> Any:
        second = self.second if key == "talk" else None
        programmes.mark_met(self.way(n), requirement=key, by=self.one(by), second=second)

    def unmark(self, n: int, key: str, by: str) -> Any:
        mark = Mark.objects.standing().filter(enrolment=self.ways[n], requirement=key).first()
        return programmes.undo_mark(mark, by=self.one(by)) if mark else False

    def record(self, n: int, by: str) -> Any:
        programmes.record_background_check(self.way(n), on=timezone.localdate(), by=self.one(by))

    def ask_again(self, n: int, by: str) -> Any:
        check = BackgroundCheck.objects.select_related("enrolment").filter(enrolment=self.ways[n]).first()
        return programmes.ask_check_again(check, because=AskAgain.ROLE_CHANGED, by=self.one(by)) if check else False

    def ask_waiver(self, n: int, key: str, by: str) -> Any:
        programmes.propose_waiver(self.way(n), requirement=key, reason="x", by=self.one(by))

    def decide_waiver(self, n: int, which: int, to: str, by: str) -> Any:
        waiver = newest(Waiver.objects.filter(enrolment=self.ways[n]), which)
        if waiver is None:
            return False
        if to == "withdrawn":
            return programmes.withdraw_waiver(waiver, by=self.one(by))
        return programmes.decide_waiver(waiver, grant=to == "granted", by=self.one(by))

    # the way and the decision

    def pause(self, n: int, by: str) -> Any:
        way = self.way(n)
        return resume_way(way, by=self.one(by)) if way.state == "paused" else pause_way(way, by=self.one(by)) and None

    def choose(self, n: int, choice: str, by: str) -> Any:
        until = timezone.localdate() + timedelta(days=GRACE_DAYS)
        moving.choose([self.way(n)], version=self.versions[2], choice=choice, until=until, by=self.one(by))

    def propose(self, n: int, by: str, level: int, varies: int | None, code: bool) -> Any:
        there = list(SignOff.objects.filter(enrolment=self.ways[n]).order_by("pk"))
        if varies is not None and varies >= len(there):
            return False
        decisions.propose_signoff(
            self.way(n), level=level, conditions="", statement="x", by=self.one(by), code=RIGHT if code else WRONG,
            varies=there[varies] if varies is not None else None,
        )  # fmt: skip

    def decide(self, n: int, which: int, to: str, by: str, code: bool) -> Any:
        signoff = newest(SignOff.objects.filter(enrolment=self.ways[n]), which)
        if signoff is None:
            return False
        if to == "withdrawn":
            return decisions.withdraw_proposal(signoff, by=self.one(by))
        until, deed = timezone.localdate() + timedelta(days=9), {"granted": "grant", "deferred": "defer", "declined": "decline"}[to]
        terms = {"decision": deed, "what": "x", "until": until, "reasons": "x"}
        decisions.countersign(signoff, by=self.one(by), code=RIGHT if code else WRONG, **terms)

    # the certificate

    def move(self, n: int, which: int, deed: str, by: str) -> Any:
        card = newest(Certificate.objects.filter(enrolment=self.ways[n]), which)
        if card is None:
            return False
        who = self.one(by)
        {
            "suspend": lambda: credentials.suspend(card, reason="x", by=who), "resume": lambda: credentials.resume(card, by=who),
            "ask_end": lambda: credentials.ask_revocation(card, reason="x", by=who),
            "drop_end": lambda: credentials.drop_revocation(card, by=who),
            "confirm_end": lambda: credentials.confirm_revocation(card, by=who), "renew": lambda: renewal.begin_renewal(card, by=who),
        }[deed]()  # fmt: skip

    # appeals, concerns, and the night

    def appeal(self, n: int, which: int, deed: str, by: str, code: bool) -> Any:
        who, second = self.one(by), RIGHT if code else WRONG
        if deed == "lodge_appeal":
            signoff = newest(SignOff.objects.filter(enrolment=self.ways[n]), which)
            return appeals.lodge_appeal(signoff, words="x", by=who) and None if signoff else False
        one = newest(Appeal.objects.filter(signoff__enrolment=self.ways[n]), which)
        if one is None:
            return False
        return {
            "take_appeal": lambda: appeals.take_appeal(one, by=who), "hand_appeal_back": lambda: appeals.hand_appeal_back(one, by=who),
            "uphold_appeal": lambda: appeals.answer_appeal(one, changed=False, answer="x", by=who, code=second),
            "change_appeal": lambda: appeals.answer_appeal(one, changed=True, answer="x", by=who, code=second),
            "withdraw_appeal": lambda: appeals.withdraw_appeal(one, by=who),
            "name_cille": lambda: appeals.name_reviewer(one, email="cille@example.org", by=who),
            "name_sol": lambda: appeals.name_reviewer(one, email="sol@example.org", by=who),
        }[deed]()  # fmt: skip

    def concern(self, n: int, which: int, deed: str, by: str, code: bool) -> Any:
        who, second = self.one(by), RIGHT if code else WRONG
        if deed == "raise_concern":
            return concerns.raise_concern(self.one(WALKERS[n]), organisation=self.place, words="x", by=who)
        one = newest(Concern.objects.filter(about=self.ids[WALKERS[n]]), which)
        if one is None:
            return False
        return {
            "take_concern": lambda: concerns.take_concern(one, by=who), "take_and_pause": lambda: concerns.take_concern(one, by=who, pause=True),
            "hand_concern_back": lambda: concerns.hand_concern_back(one, by=who), "tell_them": lambda: concerns.tell_them(one, told="x", by=who),
            "sign_untold": lambda: concerns.leave_untold(one, because="x", by=who, code=second),
            "decide_concern": lambda: concerns.decide_concern(one, outcome="nothing", words="x", by=who),
            "close_concern": lambda: concerns.close_concern(one, by=who),
        }[deed]()  # fmt: skip

    def night(self) -> Any:
        cover.free_what_nobody_holds()

    # reading back

    def read(self) -> House:
        """The house as the rows say, and nothing else."""
        name = self.names.get
        found = House(now=timezone.now(), roles=set(), shut=set(), close=set())
        found.roles = {(name(pk), role) for pk, role in RoleAssignment.objects.active().values_list("person", "role") if pk in self.names}
        found.shut = {name(pk) for (pk,) in SHUT()}
        found.close = {(name(one), name(other)) for one, other in CLOSE()}
        found.ways = self._ways()
        return found

    def _ways(self) -> list[Way]:
        name, ways, numbers = self.names.get, {}, {}
        for pk, state, renewal_from, version, chosen, keys, until in WAYS():
            ways[pk] = Way(WALKERS[self.ways.index(pk)], state, renewal_from, version, bool(chosen), (tuple(keys), until))
            ways[pk].raters = {name(rater) for rater in self.practice.raters.get(pk, ())}
        for pk, key, by, at in MARKS():
            ways[pk].marks[key] = (name(by), at)
        for pk, by in CHECKS():
            ways[pk].check = name(by, "")
        for pk, partner in PARTNERS():
            ways[pk].partners.add(name(partner))
        for pk, key, one, state, other in WAIVERS():
            ways[pk].waivers.append(plain.Waiver(key, name(one), state, name(other, "")))
        signed: dict[int, dict[str, str]] = {}
        for row, part, person in SIGNATURES():
            signed.setdefault(row, {})[part] = name(person)
        for row, pk, level, varies, state, dossier in SIGNOFFS():
            numbers[row] = len(ways[pk].proposals)
            by = signed[row]
            ways[pk].proposals.append(Proposal(by["proposer"], level, numbers.get(varies), state, by.get("countersigner", ""),
                                              frozenset(name(rater) for rater in dossier["raters"])))  # fmt: skip
        for pk, row, until, state, asked, ended in CARDS():
            ways[pk].cards.append(Card(numbers[row], until, state, name(asked, ""), name(ended, "")))
        self._put_cases(ways, numbers)
        return [ways[pk] for pk in self.ways]

    def _put_cases(self, ways: dict[int, Way], numbers: dict[int, int]) -> None:
        name, appealed, raised = self.names.get, {}, {}
        for pk, way, row, state, taken in APPEALS():
            appealed[pk] = plain.Appeal(numbers[row], state, name(taken, ""))
            ways[way].appeals.append(appealed[pk])
        for pk, about, by, state, taken, told, untold in CONCERNS():
            raised[pk] = plain.Concern(name(by), state, name(taken, ""), told is not None, name(untold, ""))
            ways[self.ways[WALKERS.index(name(about))]].concerns.append(raised[pk])
        for appeal, concern, person in SEATS():
            (appealed[appeal] if appeal else raised[concern]).seats.add(name(person))


SHUT = Kept(Person.objects.filter(is_active=False).values_list("pk"))
CLOSE = Kept(Relation.objects.values_list("person", "other"))
WAYS = Kept(
    Enrolment.objects.values_list("pk", "state", "renewal_from", "version__number", "chosen_for", "grace_keys", "grace_until").order_by(
        "pk"
    )
)
MARKS = Kept(Mark.objects.filter(undone_at=None).values_list("enrolment", "requirement", "by", "at"))
CHECKS = Kept(BackgroundCheck.objects.values_list("enrolment", "by"))
PARTNERS = Kept(PracticeChat.objects.values_list("enrolment", "partner"))
WAIVERS = Kept(Waiver.objects.order_by("pk").values_list("enrolment", "requirement", "proposed_by", "state", "decided_by"))
SIGNATURES = Kept(Signature.objects.values_list("signoff", "part", "person"))
SIGNOFFS = Kept(SignOff.objects.order_by("pk").values_list("pk", "enrolment", "level", "varies", "state", "dossier"))
APPEALS = Kept(Appeal.objects.order_by("pk").values_list("pk", "signoff__enrolment", "signoff", "state", "taken_by"))
CONCERNS = Kept(Concern.objects.order_by("pk").values_list("pk", "about", "raised_by", "state", "taken_by", "told_at", "untold_signed_by"))
SEATS = Kept(Seat.objects.filter(ended_at=None).values_list("appeal", "concern", "person"))
CARDS = Kept(
    Certificate.objects.order_by("pk").values_list("enrolment", "signoff", "valid_until", "state", "revocation_asked_by", "revoked_by")
)


def newest(rows: Any, which: int) -> Any:
    """The newest row, or the one so many before it; None when there is none."""
    found = list(rows.order_by("-pk")[which : which + 1])
    return found[0] if found else None
