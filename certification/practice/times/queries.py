"""Who can when: read once, in as many questions for one person as for a hundred, and then asked as often as one likes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Q
from django.utils import timezone

from certification.practice.models import Opening, PracticeChat, Scenario, ScenarioVersion
from certification.practice.states import BOOKED, ChatState
from certification.practice.times import rules
from certification.practice.times.models import Claim, DayHours, Duty, WeeklyHours, Wishes
from certification.practice.times.rules import Span
from certification.programmes.models import Enrolment
from cms.versions import SOURCE_LANGUAGE
from lms.people.models import Organisation, Person, Relation, RoleAssignment

NOT_HELD = (ChatState.CANCELLED, ChatState.NO_SHOW, ChatState.VOID)


@dataclass
class Hours:
    """What everybody of an organisation has said about some days: person → stretches, for each duty."""

    zone: ZoneInfo
    days: list[date]
    people: dict[str, dict[int, Person]]  # duty → id → person, in order of id
    spans: dict[str, dict[int, list[Span]]]
    claimed: dict[int, set[int]]
    off: set[tuple[str, int, date]]  # (duty, person, day) that somebody has taken off

    def can(self, duty: str, moment: datetime, length: timedelta = rules.SEAT) -> list[int]:
        """Ids of those who have said that they can, and whom no chat holds."""
        wanted = rules.quarters(moment, length)
        return [
            pk for pk, found in self.spans[duty].items()
            if any(span.holds(moment, length) for span in found) and not self.claimed[pk].intersection(wanted)
        ]  # fmt: skip

    @property
    def supervised(self) -> bool:
        """Whether supervisors keep hours here at all. Where none does, a chat is booked first and waits for one of them."""
        return any(self.spans[Duty.SUPERVISOR].values())


def days_from(begins: datetime, length: timedelta, zone: ZoneInfo) -> list[date]:
    """The days by the clock on the wall that this time touches."""
    first = begins.astimezone(zone).date()
    return [first + timedelta(days=n) for n in range((begins + length).astimezone(zone).date().toordinal() - first.toordinal() + 1)]


def hours_of(organisation: Organisation, *, begins: datetime, length: timedelta) -> Hours:
    """The hours that hold: of people who have the role today. Four questions, however many people."""
    zone = ZoneInfo(organisation.time_zone)
    days = days_from(begins, length, zone)
    held = RoleAssignment.objects.active().filter(organisation=organisation, role__in=Duty.values, person__is_active=True)
    people: dict[str, dict[int, Person]] = {duty: {} for duty in Duty.values}
    for row in held.select_related("person").order_by("person_id"):
        people[row.role][row.person_id] = row.person
    weekly, others = defaultdict(list), defaultdict(list)
    for week in WeeklyHours.objects.filter(organisation=organisation):
        weekly[week.duty, week.person_id].append(rules.Window(week.weekday, week.begins, week.ends))
    for day in DayHours.objects.filter(organisation=organisation, on__in=days):
        others[day.duty, day.person_id].append(rules.Day(day.on, day.begins, day.ends))
    spans = {
        duty: {pk: rules.spans(days, weekly[duty, pk], others[duty, pk], zone) for pk in known} for duty, known in people.items()
    }  # fmt: skip
    off = {(duty, pk, day.on) for (duty, pk), of_one in others.items() for day in of_one if day.begins is None}
    return Hours(zone, days, people, spans, claimed_by({pk for known in people.values() for pk in known}, begins, length), off)


def claimed_by(people: Iterable[int], begins: datetime, length: timedelta) -> dict[int, set[int]]:
    """The quarters of an hour that chats still to come or under way hold."""
    taken: dict[int, set[int]] = defaultdict(set)
    wanted = rules.quarters(begins, length)
    rows = Claim.objects.filter(person_id__in=list(people), quarter__gte=wanted.start, quarter__lt=wanted.stop + 4, chat__state__in=BOOKED)
    for person, quarter in rows.values_list("person_id", "quarter"):
        taken[person].add(quarter)
    return taken


def close_to(person_id: int) -> set[int]:
    """Ids of those with whom a close relation is declared, by either of them or by a coordinator."""
    pairs = Relation.objects.filter(Q(person=person_id) | Q(other=person_id)).values_list("person_id", "other_id")
    return {pk for pair in pairs for pk in pair} - {person_id}


@dataclass
class Roster:
    """Who can practise with one trainee, over some time."""

    enrolment: Enrolment
    hours: Hours
    close: set[int]
    wishes: dict[int, Wishes]
    chats: dict[int, list[datetime]]  # person → beginnings of their chats, as trainee or partner
    met: dict[int, int]
    played: dict[int, int]
    own: set[int] = field(default_factory=set)  # the trainee's own quarters

    @property
    def trainee_id(self) -> int:
        return self.enrolment.person_id

    def set_free(self, rows: Iterable[tuple[int, int]]) -> None:
        """Look away from some claims: those of the chat that is being moved."""
        for person, quarter in rows:
            self.hours.claimed[person].discard(quarter)
            if person == self.trainee_id:
                self.own.discard(quarter)

    def trainee_can(self, moment: datetime) -> bool:
        """Whether the trainee has the time, and it does not become too much."""
        if self.own.intersection(rules.quarters(moment)):
            return False
        return rules.fits_load(moment, self.chats[self.trainee_id], self.hours.zone)

    def partners_at(self, moment: datetime, length: timedelta = rules.SEAT) -> list[rules.Partner]:
        """Those who are free, have not played too much, and are not close to the trainee."""
        free = [pk for pk in self.hours.can(Duty.PARTNER, moment, length) if pk != self.trainee_id and pk not in self.close]
        return [self.partner(pk, moment) for pk in free if rules.fits_load(moment, self.chats[pk], self.hours.zone)]

    def partner(self, pk: int, moment: datetime) -> rules.Partner:
        """One partner as the choice sees them."""
        wishes, week = self.wishes.get(pk), moment.astimezone(self.hours.zone).isocalendar()[:2]
        person = self.hours.people[Duty.PARTNER][pk]
        return rules.Partner(
            id=pk,
            languages=frozenset([person.language, *(wishes.languages if wishes else [])]),
            spared=frozenset(wishes.spared if wishes else []),
            met=self.met.get(pk, 0),
            this_week=sum(one.astimezone(self.hours.zone).isocalendar()[:2] == week for one in self.chats[pk]),
            played=self.played.get(pk, 0),
        )

    def can_play_now(self, pk: int, moment: datetime) -> bool:
        """Whether no chat holds a partner this minute, and one more is not too much; whatever their hours say."""
        busy = self.hours.claimed[pk].intersection(rules.quarters(moment))
        return not busy and rules.fits_load(moment, self.chats[pk], self.hours.zone)

    def supervisors_at(self, moment: datetime, *, besides: int | None = None, length: timedelta = rules.SEAT) -> list[int]:
        """Those who are free to read along and close to nobody concerned; who has least to do this week comes first."""
        apart = self.close | {self.trainee_id, besides}
        free = [pk for pk in self.hours.can(Duty.SUPERVISOR, moment, length) if pk not in apart]
        return sorted(free, key=lambda pk: (len(self.hours.claimed[pk]), pk))

    def is_free(self, moment: datetime) -> bool:
        """Whether a chat can begin then: the trainee, somebody to play in their language, and where hours are kept a supervisor."""
        if not self.trainee_can(moment):
            return False
        language = self.enrolment.person.language
        partners = [one for one in self.partners_at(moment) if language in one.languages]
        if not partners or not self.hours.supervised:
            return bool(partners)
        return any(self.supervisors_at(moment, besides=one.id) for one in partners)

    def free_starts(self, *, after: datetime) -> list[datetime]:
        """Every time that can be booked, soonest first."""
        played = rules.merged(span for found in self.hours.spans[Duty.PARTNER].values() for span in found)
        if self.hours.supervised:
            watched = rules.merged(span for found in self.hours.spans[Duty.SUPERVISOR].values() for span in found)
            played = rules.shared(played, watched)
        return [moment for moment in rules.starts(played, after=after) if self.is_free(moment)]


def roster(enrolment: Enrolment, *, begins: datetime, length: timedelta = rules.SEAT, instead_of: int | None = None) -> Roster:
    """Read everything that a choice over this time needs. `instead_of` is a chat that is being moved."""
    hours = hours_of(enrolment.organisation, begins=begins, length=length)
    partners = list(hours.people[Duty.PARTNER])
    everybody = [*partners, enrolment.person_id]
    counted = PracticeChat.objects.exclude(state__in=NOT_HELD).exclude(pk=instead_of or 0)
    around = (begins - timedelta(days=8), begins + length + timedelta(days=8))
    chats: dict[int, list[datetime]] = defaultdict(list)
    near = counted.filter(Q(partner__in=everybody) | Q(enrolment__person__in=everybody), starts_at__range=around)
    for partner, trainee, starts_at in near.values_list("partner_id", "enrolment__person_id", "starts_at"):
        chats[partner].append(starts_at)
        chats[trainee].append(starts_at)
    sums = counted.filter(partner__in=partners).values("partner").order_by()
    played = sums.annotate(n=Count("pk"), met=Count("pk", filter=Q(enrolment__person=enrolment.person_id)))
    found = Roster(
        enrolment, hours, close_to(enrolment.person_id), {row.person_id: row for row in Wishes.objects.filter(person__in=partners)},
        chats, {row["partner"]: row["met"] for row in played}, {row["partner"]: row["n"] for row in played},
    )  # fmt: skip
    found.own = claimed_by([enrolment.person_id], begins, length)[enrolment.person_id]
    if instead_of:
        found.set_free(Claim.objects.filter(chat=instead_of).values_list("person_id", "quarter"))
    return found


def themes_of(scenario: Scenario) -> set[str]:
    """What somebody may have asked to be spared in it: its tags, and its theme by every name it has or ever had in the source language."""
    return themes_of_all({scenario.translation_key: scenario.tags})[scenario.translation_key]


def themes_of_all(tags: dict[Any, list[str]]) -> dict[Any, set[str]]:
    """The same for many at once: translation key → tags in, translation key → themes and tags out. Two questions."""
    found = {key: {f"tag:{tag}" for tag in of_one} for key, of_one in tags.items()}
    for row in ScenarioVersion.objects.filter(key__in=list(tags)).only("key", "content"):
        found[row.key].add(rules.theme_key(row.text(SOURCE_LANGUAGE)["theme"]))
    family = Scenario.objects.filter(translation_key__in=list(tags)).values_list("translation_key", "locale__language_code", "theme")
    source = [row for row in family if row[1] == SOURCE_LANGUAGE] or family
    for key, _code, theme in source:
        found[key].add(rules.theme_key(theme))
    return found


def free_days(enrolment: Enrolment, *, instead_of: int | None = None) -> list[tuple[date, list[datetime]]]:
    """The times somebody can take in the coming weeks, by day and clock of the trainee; `instead_of` a chat that is being moved."""
    now, zone = timezone.now(), ZoneInfo(enrolment.person.time_zone)
    after = now + rules.NOTICE
    days: dict[date, list[datetime]] = defaultdict(list)
    known = roster(enrolment, begins=after, length=rules.AHEAD - rules.NOTICE, instead_of=instead_of)
    for moment in known.free_starts(after=after):
        days[moment.astimezone(zone).date()].append(moment.astimezone(UTC))
    return sorted(days.items())


def now_for(enrolment: Enrolment) -> list[Opening]:
    """The invitations "I have 30 minutes now" that this trainee could take this minute."""
    open_ones = list(Opening.objects.now().filter(organisation=enrolment.organisation_id).select_related("partner").order_by("closes_at"))
    if not open_ones:
        return []
    now = timezone.now()
    known = roster(enrolment, begins=now)
    if not known.trainee_can(now):
        return []
    close = known.close | {enrolment.person_id}
    players = known.hours.people[Duty.PARTNER]
    fitting = [one for one in open_ones if one.partner_id in players and one.partner_id not in close]
    able = [one for one in fitting if known.can_play_now(one.partner_id, now)]
    return [one for one in able if enrolment.person.language in known.partner(one.partner_id, now).languages]


def hindered(person: Person, moment: datetime, zone: ZoneInfo) -> str:
    """What stands in the way of one more chat of this person then: another chat (`busy`), enough of them (`load`), or nothing."""
    if claimed_by([person.pk], moment, rules.SEAT)[person.pk].intersection(rules.quarters(moment)):
        return "busy"
    around = (moment - timedelta(days=8), moment + timedelta(days=8))
    mine = PracticeChat.objects.exclude(state__in=NOT_HELD).filter(Q(partner=person) | Q(enrolment__person=person), starts_at__range=around)
    return "" if rules.fits_load(moment, list(mine.values_list("starts_at", flat=True)), zone) else "load"


def known_themes(language: str) -> list[tuple[str, str]]:
    """(key, name) of the themes of all published scenarios, each named in this language; the key comes from the source language."""
    names: dict[str, str] = {}
    of_family: dict[Any, dict[str, str]] = defaultdict(dict)
    for key, code, theme in Scenario.objects.filter(live=True).values_list("translation_key", "locale__language_code", "theme"):
        of_family[key][code] = theme
    for words in of_family.values():
        source = words.get(SOURCE_LANGUAGE) or next(iter(words.values()))
        names.setdefault(rules.theme_key(source), words.get(language) or source)
    return sorted(names.items(), key=lambda pair: pair[1].casefold())


def wishes_of(person: Person) -> Wishes:
    """One's wishes, or those that hold as long as one has said nothing."""
    return Wishes.objects.filter(person=person).first() or Wishes(person=person)


def suited_scenarios(partners: list[rules.Partner], scenarios: Iterable[Scenario], language: str) -> set[Any]:
    """The translation keys of the scenarios that at least one of these partners can play."""
    themes = themes_of_all({one.translation_key: one.tags for one in scenarios})
    return {key for key, asked in themes.items() if any(rules.suits(one, language=language, themes=asked) for one in partners)}
