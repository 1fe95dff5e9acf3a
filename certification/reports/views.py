"""The first page of everybody, and the page about one trainee."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certification.credentials.queries import certificate_of
from certification.decisions.models import SignOff
from certification.practice.models import PracticeChat
from certification.practice.times.queries import now_for
from certification.programmes import engine, kinds, rules
from certification.programmes.engine import Step
from certification.programmes.models import Enrolment, Mark, Waiver
from certification.programmes.predicates import Asked, is_related_to_the_trainee, is_the_named_role
from certification.reports import cohort as cohorts
from certification.reports import inbox as inboxes
from certification.reports import inbox_filters, way
from certification.reports.addresses import address
from certification.reports.evidence import evidence_words
from certification.reports.way_kept import kept_way
from cms.views import landing
from lms.kernel.permissions import get_visible, may, public, requires
from lms.people.models import Cohort, Person, Role
from lms.people.requests import SignedInRequest

PROFESSIONALS = (Role.SUPERVISOR, Role.ASSESSOR, Role.CERTIFIER, Role.COORDINATOR, Role.VETTING, Role.MENTOR)
PER_PAGE = 25
READERS = (Role.SUPERVISOR, Role.ASSESSOR, Role.CERTIFIER)  # those who see chats and levels


@public("strangers read what this is; everybody else is led to what is theirs")
@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """The front page for strangers, the inbox for professionals, "Your way" for everybody on one, practice for partners."""
    person = request.user
    if not person.is_authenticated:
        return landing(request)
    if not person.alias:
        return redirect("welcome")
    if person.organisations_as(*PROFESSIONALS):
        return redirect("inbox")
    if person.has_role(Role.TRAINEE) or not person.role_pairs:
        return _way(request, None)
    return _elsewhere(person) or _way(request, None)


def _elsewhere(person: Person) -> HttpResponse | None:
    """Where somebody belongs who is neither on a way nor a professional."""
    if person.has_role(Role.PARTNER) and (practice := address("practice")):
        return redirect(practice)
    if person.has_role(Role.EDITOR):
        return redirect("wagtailadmin_home")
    return None


@requires("people.be_here", methods=("GET",))
@require_safe
def your_way(request: SignedInRequest, pk: int | None = None) -> HttpResponse:
    """One's own way, also for those whose first page is another one."""
    return _way(request, pk)


def _way(request: SignedInRequest, pk: int | None) -> HttpResponse:
    hello = way.greeting(request.user.alias, timezone.localtime().hour)
    if pk is None and (kept := kept_way(request, hello)):
        return kept
    every = way.ways_of(request.user)
    mine = [one for one in every if not way.is_left(one)]
    chosen = get_visible(Enrolment, request.user, pk=pk, person_id=request.user.pk) if pk else next(iter(mine), None)
    if chosen is None:
        return render(request, "certification/home_empty.html", {"hello": hello})
    shown = next(one for one in every if one.pk == chosen.pk)
    context = {
        "way": way.way_of(shown, every), "now": now_for(shown), "hello": hello, "others": [one for one in mine if one.pk != shown.pk],
    }  # fmt: skip
    return render(request, "certification/home.html", context)


@requires("reports.inbox", methods=("GET",))
@require_safe
def inbox(request: SignedInRequest) -> HttpResponse:
    """What waits for this professional, longest first."""
    rows = inboxes.todos(request.user)
    show = request.GET.get("show", "")
    page = Paginator(inbox_filters.narrowed(rows, show), PER_PAGE).get_page(request.GET.get("page"))
    entries = [
        {"label": label, "url": f"?show={name}" if name else reverse("inbox"), "count": n, "current": show == name}
        for name, label, n in inbox_filters.filters_of(rows)
    ]  # fmt: skip
    context = {
        "hello": way.greeting(request.user.alias, timezone.localtime().hour), "page": page, "entries": entries, "rows": rows,
        "quick": sum(row.quick for row in rows), "usual": inboxes.usual_wait(request.user),
        "can_see_figures": may(request.user, "assessment.see_figures"), "cut": inboxes.is_cut(rows),
    }  # fmt: skip
    return render(request, "certification/inbox.html", context)


def cohort_door(person: Person, pk: int | None = None) -> Cohort | None:
    """A cohort this person may look at; without a number the newest, or None for those who walk without one."""
    if pk is not None:
        return get_visible(Cohort, person, pk=pk)
    return next(iter(cohorts.cohorts_of(person)), None)


@requires("reports.cohort", fetch=cohort_door, methods=("GET",))
@require_safe
def cohort(request: SignedInRequest, cohort: Cohort | None) -> HttpResponse:
    """Where five to ten people stand, requirement by requirement, and who needs to be seen."""
    every = cohorts.cohorts_of(request.user)
    alone = request.GET.get("show") == "none" or cohort is None
    chosen = None if alone else cohort
    walking = cohorts.walking(request.user, chosen)
    entries = [{"label": one.name, "url": reverse("cohort_of", kwargs={"pk": one.pk}), "current": chosen == one} for one in every]
    if every and cohorts.walking(request.user, None).exists():
        entries.append({"label": _("Without a cohort"), "url": f"{reverse('cohort')}?show=none", "current": alone})
    context = {
        "cohort": chosen, "entries": entries if len(entries) > 1 else [], "seen": cohorts.cohort_page(walking, request.GET.get("page")),
        "turns": cohorts.turn_rows(walking.filter(organisation_id__in=request.user.organisations_as(*READERS))),
        "keeps": bool(request.user.organisations_as(Role.COORDINATOR)),
        "levels": cohorts.level_rows(walking.filter(organisation_id__in=request.user.organisations_as(*READERS))),
    }  # fmt: skip
    return render(request, "certification/cohort.html", context)


@dataclass(frozen=True)
class Row:
    """One requirement on the page about a trainee, with what this professional may do about it."""

    step: Step
    note: str
    by: str
    evidence: list[tuple[str, Any]]
    mark_url: str = ""
    undo: Mark | None = None
    named: bool = False  # as the second one, who may say that it was not so
    check_url: str = ""
    waive_url: str = ""
    waiver: Waiver | None = None


def enrolment_door(person: Person, pk: int) -> Enrolment:
    return get_visible(Enrolment, person, pk=pk)


@requires("programmes.explain", fetch=enrolment_door, methods=("GET",))
@require_safe
def enrolment(request: SignedInRequest, enrolment: Enrolment) -> HttpResponse:
    """The same explanation as the trainee sees, with evidence, marks and chats."""
    told = engine.explain(enrolment)
    certificate = certificate_of(enrolment)
    reads = any(request.user.has_role(role, enrolment.organisation_id) for role in READERS)
    context = {
        "enrolment": enrolment,
        "told": told,
        "stages": [(stage, rows_for(request.user, enrolment, stage.steps)) for stage in told.stages],
        "last": way.last_step(enrolment, told),
        "renewing": enrolment.renewing and not told.certified,
        "chats": _chats(enrolment) if reads else None,
        "signoff": SignOff.objects.open().filter(enrolment=enrolment).first(),
        "may_see_dossier": may(request.user, "decisions.dossier", enrolment),
        "certificate": certificate if certificate and may(request.user, "credentials.see", certificate) else None,
    }
    return render(request, "certification/enrolment.html", context)


def rows_for(person: Person, enrolment: Enrolment, steps: list[Step]) -> list[Row]:
    """What this person may mark, take back, record or ask to set aside. The same predicates as the policy, asked once.

    Of a background check a coordinator sees that it is there, and nothing more.
    """
    asked = {r.key: Asked(enrolment, r) for r in rules.requirements(enrolment.version.rules)}
    undisclosed = not any(person.has_role(role, enrolment.organisation_id) for role in (Role.VETTING, *READERS))
    far = not is_related_to_the_trainee(person, enrolment)
    theirs = Mark.objects.standing().filter(Q(by=person) | Q(second=person), enrolment=enrolment)
    marks = {m.requirement: m for m in theirs if may(person, "programmes.undo_mark", m)}
    waivers = {w.requirement: w for w in Waiver.objects.visible_to(person).filter(enrolment=enrolment).order_by("pk")}
    rows = []
    for step in steps:
        hidden = step.kind == "background_check" and undisclosed
        undone = step.state not in (*rules.SATISFIED, rules.LOCKED)
        again = step.state != rules.LOCKED and bool(kinds.every()[step.kind].logs)  # hours and shifts go on when there are enough
        vets = undone and step.kind == "background_check" and person.has_role(Role.VETTING, enrolment.organisation_id)
        rows.append(
            Row(
                step=step,
                note="" if hidden else step.note,
                by="" if hidden else step.by,
                evidence=[] if hidden else evidence_words(step),
                mark_url=address("mark", pk=enrolment.pk, requirement=step.key)
                if (undone or again) and far and is_the_named_role(person, asked[step.key])
                else "",
                undo=marks.get(step.key),
                named=step.key in marks and marks[step.key].second_id == person.pk,
                check_url=address("background_check", pk=enrolment.pk) if vets and far else "",
                waive_url=address("waiver_propose", pk=enrolment.pk, requirement=step.key)
                if far and _may_ask_to_waive(person, enrolment, step, waivers.get(step.key))
                else "",
                waiver=waivers.get(step.key),
            )
        )
    return rows


def _may_ask_to_waive(person: Person, enrolment: Enrolment, step: Step, waiver: Waiver | None) -> bool:
    """A supervisor may, of what can be waived and is not there, while nobody has asked already."""
    if waiver is not None and waiver.state == "proposed":
        return False
    missing = kinds.every()[step.kind].waivable and step.state not in rules.SATISFIED
    return missing and person.has_role(Role.SUPERVISOR, enrolment.organisation_id)


def _chats(enrolment: Enrolment) -> list[Any]:
    """The chats that took place or will, newest first, with the way to read them."""
    seen = PracticeChat.objects.filter(enrolment=enrolment).exclude(state__in=["cancelled", "requested"])
    chats: list[Any] = list(seen.select_related("scenario", "supervisor").order_by("-starts_at"))
    for chat in chats:
        chat.title = chat.scenario.text()["title"]
        chat.url = address("practice_after" if chat.ended_at else "practice_room", pk=chat.pk)
    return chats
