"""What waits to be decided: signatures, waivers, appeals and concerns, conditions that have come back, programmes that changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certification.credentials.models import Certificate
from certification.credentials.pauses import to_look_at
from certification.credentials.reviews import to_review
from certification.decisions.cases import Appeal, Concern, Seat
from certification.decisions.models import SignOff
from certification.decisions.states import SignOffState
from certification.practice.models import PracticeChat
from certification.programmes.models import Enrolment, ProgrammeVersion, Waiver
from certification.programmes.states import EnrolmentState
from certification.reports.todo import OLDEST, SIGNOFFS, TALKS, Todo
from lms.people.models import Person, Role


def to_countersign(person: Person, apart: set[int]) -> Iterator[Todo]:
    """Proposals that this certifier stands far enough away to decide."""
    places = person.organisations_as(Role.CERTIFIER)
    waiting = SignOff.objects.open().filter(enrolment__organisation_id__in=places) if places else SignOff.objects.none()
    waiting = waiting.exclude(enrolment__person__in=apart).exclude(proposed_by=person)
    waiting = waiting.filter(~_played(person, "enrolment")).select_related("enrolment__person", "proposed_by")
    for signoff in waiting.order_by("proposed_at")[:OLDEST]:
        title = _("%(alias)s is proposed for a certificate") % {"alias": signoff.enrolment.person.alias}
        what = _("%(name)s proposed it. You decide.") % {"name": signoff.proposed_by.alias}
        url = reverse("countersign", kwargs={"pk": signoff.pk})
        yield Todo(SIGNOFFS, _("Sign-off"), "shieldok", title, what, signoff.proposed_at, url, _("Decide"), quick=True)


def _played(person: Person, path: str) -> Exists:
    """Whether the person was the practice partner in a chat of that enrolment."""
    return Exists(PracticeChat.objects.filter(enrolment=OuterRef("pk" if path == "pk" else f"{path}_id"), partner=person))


def cases(person: Person) -> Iterator[Todo]:
    """Appeals and concerns on whose list somebody stands, as long as they are free or theirs."""
    free_or_mine = Q(state="lodged") | Q(state="taken", taken_by=person)
    appeals = Appeal.objects.visible_to(person).filter(free_or_mine).exclude(signoff__enrolment__person=person)
    for appeal in appeals.order_by("lodged_at")[:OLDEST]:
        title, url = (
            _("%(alias)s disagrees with a decision") % {"alias": appeal.signoff.enrolment.person.alias},
            reverse("appeal", args=[appeal.pk]),
        )
        mine = appeal.taken_by_id == person.pk
        yield Todo(SIGNOFFS, _("Appeal"), "ear", title, _("Somebody who was not part of it looks again"), appeal.lodged_at, url,
                   _("Answer") if mine else _("Take it"), may_wait=14, claim="mine" if mine else "")  # fmt: skip
    held = Concern.objects.filter(pk__in=Seat.objects.standing().filter(person=person, concern__isnull=False).values("concern"))
    held = held.filter(Q(state="raised") | (Q(taken_by=person) & ~Q(state="closed"))).exclude(about=person).select_related("about")
    for concern in held.order_by("raised_at")[:OLDEST]:
        title, mine = _("A worry about %(alias)s") % {"alias": concern.about.alias}, concern.taken_by_id == person.pk
        yield Todo(TALKS, _("Concern"), "alert", title, _("Only those on its list see it"), concern.raised_at, reverse("concern", args=[concern.pk]),
                   _("Open") if mine else _("Take it"), may_wait=1, claim="mine" if mine else "")  # fmt: skip


def without_reviewer(person: Person) -> Iterator[Todo]:
    """For coordinators: appeals that nobody there stands far enough away to answer."""
    places = person.organisations_as(Role.COORDINATOR)
    if not places:
        return
    asked = Exists(Seat.objects.standing().filter(appeal=OuterRef("pk")))
    alone = Appeal.objects.filter(~asked, state="lodged", signoff__enrolment__organisation_id__in=places)
    for appeal in (
        alone.exclude(signoff__enrolment__person=person).select_related("signoff__enrolment__person").order_by("lodged_at")[:OLDEST]
    ):
        title = _("%(alias)s disagrees with a decision") % {"alias": appeal.signoff.enrolment.person.alias}
        yield Todo(SIGNOFFS, _("Appeal"), "ear", title, _("Nobody here may look again: ask somebody elsewhere"), appeal.lodged_at,
                   reverse("appeal_reviewer", args=[appeal.signoff_id]), _("Find somebody"), may_wait=3)  # fmt: skip


def movers(person: Person) -> Iterator[Todo]:
    """Programmes with a new version for which nobody has chosen yet what happens to those on an older one."""
    places = person.organisations_as(Role.CERTIFIER)
    if not places:
        return
    here = Enrolment.objects.current().filter(organisation_id__in=places).exclude(person=person)
    newest = {version.slug: version for version in ProgrammeVersion.objects.filter(slug__in=here.values("programme")).order_by("number")}
    for slug, version in sorted(newest.items()):
        count = here.filter(programme=slug, version__number__lt=version.number, chosen_for__lt=version.number).count()
        if count:
            what = ngettext("%(n)d person walks an older one", "%(n)d people walk an older one", count) % {"n": count}
            title = _("New version of %(name)s") % {"name": version.text()["name"]}
            yield Todo(
                SIGNOFFS, _("Programme"), "list", title, what, version.frozen_at, reverse("movers", args=[slug]), _("See"), may_wait=30
            )


def conditions(person: Person, apart: set[int]) -> Iterator[Todo]:
    """Conditions whose day has come: they hold until somebody changes them."""
    places, today = person.organisations_as(Role.SUPERVISOR), timezone.localdate()
    due = (
        Certificate.objects.live().filter(organisation_id__in=places, signoff__conditions_until__lte=today)
        if places
        else Certificate.objects.none()
    )
    due = due.exclude(person__in=apart).filter(~Exists(SignOff.objects.open().filter(enrolment=OuterRef("enrolment"))))
    for one in due.select_related("person", "signoff").order_by("signoff__conditions_until")[:OLDEST]:
        title = _("Time to look at %(alias)s’s conditions again") % {"alias": one.person.alias}
        since = timezone.make_aware(datetime.combine(one.signoff.conditions_until or today, time()))
        url = reverse("certificate_care", kwargs={"public_id": one.public_id})
        yield Todo(
            SIGNOFFS, _("Conditions"), "shield", title, _("They hold until somebody changes them"), since, url, _("Open"), may_wait=14
        )


def to_propose(person: Person, apart: set[int]) -> Iterator[Todo]:
    """Ways on which everything is met and nobody has proposed yet. Those that were deferred come back on the day by which something was
    wanted: until then they are there, and not late."""
    places = person.organisations_as(Role.SUPERVISOR)
    if not places:
        return
    ready = Enrolment.objects.filter(organisation_id__in=places, state=EnrolmentState.LEARNING, ready_since__isnull=False)
    ready = ready.exclude(person__in=apart).filter(~_played(person, "pk"))
    ready = ready.filter(~Exists(SignOff.objects.open().filter(enrolment=OuterRef("pk")))).select_related("person")
    oldest = list(ready.order_by("ready_since")[:OLDEST])
    last = {
        one.enrolment_id: one
        for one in SignOff.objects.filter(enrolment__in=oldest).exclude(state=SignOffState.WITHDRAWN).order_by("proposed_at", "pk")
    }
    for enrolment in oldest:
        said = last.get(enrolment.pk)
        yield _deferred(enrolment, said) if said and said.state == SignOffState.DEFERRED and said.deferred_until else _ready(enrolment)


def _ready(enrolment: Enrolment) -> Todo:
    title = _("%(alias)s is ready for a certificate") % {"alias": enrolment.person.alias}
    what = _("All requirements are met. You propose, a certifier signs.")
    url, since = reverse("dossier", kwargs={"pk": enrolment.pk}), enrolment.ready_since or enrolment.began_at
    return Todo(SIGNOFFS, _("Sign-off"), "shieldok", title, what, since, url, _("See the dossier"))


def _deferred(enrolment: Enrolment, said: SignOff) -> Todo:
    """Not yet, says the certifier: late from the day on by which something was wanted."""
    day = said.deferred_until or timezone.localdate()
    title = _("%(alias)s: not yet, and then again") % {"alias": enrolment.person.alias}
    what = _("Wanted by %(day)s. Propose anew when it is there.") % {"day": date_format(day, "DATE_FORMAT")}
    url, since = reverse("dossier", kwargs={"pk": enrolment.pk}), said.decided_at or said.proposed_at
    comes_back = timezone.make_aware(datetime.combine(day, time()))
    return Todo(
        SIGNOFFS,
        _("Sign-off"),
        "clock",
        title,
        what,
        since,
        url,
        _("See the dossier"),
        may_wait=(comes_back - since).total_seconds() / 86400,
    )


def waivers(person: Person, apart: set[int]) -> Iterator[Todo]:
    """Requirements that a supervisor asks to set aside."""
    places = person.organisations_as(Role.CERTIFIER)
    asked = Waiver.objects.open().filter(enrolment__organisation_id__in=places) if places else Waiver.objects.none()
    asked = asked.exclude(enrolment__person__in=apart).exclude(proposed_by=person).select_related("enrolment__person", "proposed_by")
    for waiver in asked.order_by("proposed_at")[:OLDEST]:
        title = _("%(alias)s: set a requirement aside?") % {"alias": waiver.enrolment.person.alias}
        what = _("%(name)s asks for it in writing.") % {"name": waiver.proposed_by.alias}
        url = reverse("waiver", kwargs={"pk": waiver.pk})
        yield Todo(SIGNOFFS, _("Set aside"), "note", title, what, waiver.proposed_at, url, _("Read and decide"), quick=True)


def reviews(person: Person, apart: set[int]) -> Iterator[Todo]:
    """Certificates behind which a corrected question has shaken a passed quiz."""
    for certificate, since in to_review(person.organisations_as(Role.CERTIFIER))[:OLDEST]:
        if certificate.person_id not in apart:
            title = _("%(alias)s: look at the certificate again") % {"alias": certificate.person.alias}
            url = reverse("certificate_care", kwargs={"public_id": certificate.public_id})
            what = _("A question in a quiz behind it was corrected.")
            yield Todo(SIGNOFFS, _("Certificate"), "eye", title, what, since, url, _("Look and decide"), may_wait=14, quick=True)


def pauses(person: Person, apart: set[int]) -> Iterator[Todo]:
    """Certificates paused by somebody who may not lift it again: a certifier looks within three days."""
    for one in to_look_at(person.organisations_as(Role.CERTIFIER))[:OLDEST]:
        if one.person_id not in apart:
            title, url = (
                _("%(alias)s: the certificate is paused") % {"alias": one.person.alias},
                reverse("certificate_care", args=[one.public_id]),
            )
            what = _("Does it stay paused, or count again?")
            yield Todo(SIGNOFFS, _("Certificate"), "shield", title, what, one.since, url, _("Look and decide"), may_wait=3, quick=True)


def withdrawals(person: Person, apart: set[int]) -> Iterator[Todo]:
    """Certificates that somebody else asks to withdraw for good."""
    places = person.organisations_as(Role.CERTIFIER, Role.SUPERVISOR)
    asked = (
        Certificate.objects.live().filter(organisation_id__in=places, revocation_asked_by__isnull=False)
        if places
        else Certificate.objects.none()
    )
    asked = asked.exclude(revocation_asked_by=person).exclude(person__in=apart).select_related("person", "revocation_asked_by")
    for one in asked.order_by("revocation_asked_at")[:OLDEST]:
        title = _("%(alias)s: withdraw the certificate?") % {"alias": one.person.alias}
        what = _("%(name)s asks for it. It takes two.") % {"name": one.revocation_asked_by.alias if one.revocation_asked_by else ""}
        url, since = reverse("certificate_care", args=[one.public_id]), one.revocation_asked_at or one.issued_at
        yield Todo(SIGNOFFS, _("Certificate"), "shield", title, what, since, url, _("Read and decide"), may_wait=3)
