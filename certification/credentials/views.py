"""The holder's screens, and those of the professionals who answer for certificates."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from certification.credentials import actions, badge, pauses, queries, renewal, reviews, sheet, signing, wording
from certification.credentials.forms import ConfirmForm, ReasonForm, RevocationForm
from certification.credentials.languages import language_links
from certification.credentials.models import Certificate
from certification.credentials.qr import qr
from certification.elsewhere.models import EarnedElsewhere
from lms.kernel.errors import DomainError
from lms.kernel.permissions import may, requires
from lms.people.models import Person
from lms.people.requests import SignedInRequest


def own(person: Person, public_id: UUID) -> Certificate:
    """Access door: one's own certificate, whatever became of it."""
    return _one(Certificate.objects.held_by(person), public_id)


def in_care(person: Person, public_id: UUID) -> Certificate:
    """Access door: a certificate of an organisation in which this person answers for certificates."""
    return _one(Certificate.objects.in_care_of(person), public_id)


def _one(among: Any, public_id: UUID) -> Certificate:
    found = among.select_related("person", "organisation", "enrolment", "signoff").filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


@requires("credentials.have", methods=("GET",))
def certificates(request: SignedInRequest) -> HttpResponse:
    """One's own certificates, newest first; the only one opens at once."""
    mine = list(Certificate.objects.held_by(request.user))
    earned = EarnedElsewhere.objects.filter(person=request.user)
    if len(mine) == 1 and not earned:
        return redirect("certificate", public_id=mine[0].public_id)
    return render(request, "certification/certificates.html", {"mine": mine, "earned": earned})


@requires("credentials.hold", fetch=own, methods=("GET",))
def certificate(request: HttpRequest, certificate: Certificate) -> HttpResponse:
    """The moment worth having: what was reached, how to show it, what others see."""
    return render(request, "certification/certificate.html", {**_sheet(certificate), **_around(certificate)})


@requires("credentials.hold", fetch=own, methods=("GET",))
def certificate_print(request: HttpRequest, certificate: Certificate) -> HttpResponse:
    """The sheet alone, for paper: one A4 page in the language of the address."""
    links = language_links("certificate_print", public_id=certificate.public_id)
    return render(request, "certification/certificate_print.html", {**_sheet(certificate), "language_links": links})


@requires("credentials.hold", fetch=own, methods=("GET",))
def certificate_pdf(request: HttpRequest, certificate: Certificate) -> HttpResponse:
    """The same sheet as a file, in the language of the address; refused while the certificate must not be relied on."""
    if not certificate.counts:
        raise DomainError(_("This certificate does not count right now, so there is no file of it."), code="does_not_count")
    response = HttpResponse(sheet.pdf(certificate, get_language() or settings.LANGUAGE_CODE), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{certificate.programme}-{certificate.spaced_code}.pdf"'
    response["Cache-Control"] = "no-store, private"
    return response


@requires("credentials.show_name", fetch=own, methods=("POST",))
def certificate_name(request: SignedInRequest, certificate: Certificate) -> HttpResponse:
    """POST: show or hide the name on the public page."""
    if request.method == "POST":
        show = request.POST.get("show") == "on"
        actions.set_show_name(certificate, show=show, by=request.user)
        messages.success(request, _("Your name is shown now.") if show else _("Your name is hidden now."))
    return redirect("certificate", public_id=certificate.public_id)


def _sheet(certificate: Certificate) -> dict[str, Any]:
    """What stands on the certificate itself. The holder's own sheet bears their name; strangers get what they chose."""
    link = badge.page_of(certificate)
    return {
        "certificate": certificate,
        "text": certificate.text(),
        "title": wording.title_in_sentence(certificate),
        "signed_by": wording.signed_by(certificate),
        "is_not": wording.is_not(),
        "issued_on": timezone.localdate(certificate.issued_at),
        "figure": queries.figure(certificate),
        "link": link,
        "qr": qr(link, label=_("QR code that leads to the page that confirms this certificate")),
    }


def _around(certificate: Certificate) -> dict[str, Any]:
    return {
        "standing": certificate.standing.value,
        "meaning": wording.for_the_holder(certificate),
        "began_on": timezone.localdate(certificate.enrolment.began_at),
        "practised": queries.practised(certificate),
        "seen_as": wording.whose(certificate),
        "conditions": certificate.signoff.conditions,
        "rest": queries.rest_of(certificate) if certificate.counts else "",
        "may_renew": renewal.may_begin(certificate),
        "renewing": renewal.is_under_way(certificate),
        "has_name": bool(certificate.name or certificate.person.legal_name),
        "cv": wording.for_a_cv(certificate, badge.page_of(certificate)),
    }


@requires("credentials.see", methods=("GET",))
def certificates_held(request: SignedInRequest) -> HttpResponse:
    """For professionals: the certificates of their organisations, those with an open question first."""
    rows = Certificate.objects.in_care_of(request.user).select_related("person", "organisation")
    rows = rows.order_by(F("revocation_asked_at").asc(nulls_last=True), "valid_until", "pk")
    page = Paginator(rows, 25).get_page(request.GET.get("page"))
    return render(request, "certification/certificates_held.html", {"page": page})


@requires("credentials.see", fetch=in_care, methods=("GET",))
def certificate_care(request: HttpRequest, certificate: Certificate) -> HttpResponse:
    """For professionals: how one certificate stands, what happened to it and why, and the deeds that are theirs to do."""
    return _care(request, certificate)


@requires("credentials.suspend", fetch=in_care, methods=("POST",))
def certificate_suspend(request: SignedInRequest, certificate: Certificate) -> HttpResponse:
    """POST: pause it at once."""
    form = ReasonForm(request.POST or None, prefix="suspend")
    if request.method != "POST":
        return redirect("certificate_care", public_id=certificate.public_id)
    if not form.is_valid():
        return _care(request, certificate, suspend=form)
    actions.suspend(certificate, reason=form.cleaned_data["reason"], by=request.user)
    return _done(request, certificate, _("The certificate is paused. Its public page says so already."))


@requires("credentials.review", fetch=in_care, methods=("POST",))
def certificate_reviewed(request: HttpRequest, certificate: Certificate) -> HttpResponse:
    """POST: looked at, and it stands."""
    if request.method == "POST":
        reviews.close_review(certificate, by=request.user)  # type: ignore[arg-type]
        return _done(request, certificate, _("Noted. The certificate stands."))
    return redirect("certificate_care", public_id=certificate.public_id)


@requires("credentials.keep_paused", fetch=in_care, methods=("POST",))
def certificate_keep_paused(request: SignedInRequest, certificate: Certificate) -> HttpResponse:
    """POST: looked at, and the pause stands."""
    if request.method == "POST":
        pauses.keep_paused(certificate, by=request.user)
        return _done(request, certificate, _("Noted. The certificate stays paused."))
    return redirect("certificate_care", public_id=certificate.public_id)


@requires("credentials.resume", fetch=in_care, methods=("POST",))
def certificate_resume(request: SignedInRequest, certificate: Certificate) -> HttpResponse:
    """POST: take it up again."""
    if request.method == "POST":
        actions.resume(certificate, by=request.user)
        return _done(request, certificate, _("The certificate counts again."))
    return redirect("certificate_care", public_id=certificate.public_id)


@requires("credentials.ask_revocation", fetch=in_care, methods=("POST",))
def certificate_revocation(request: SignedInRequest, certificate: Certificate) -> HttpResponse:
    """POST: ask that it be withdrawn for good; a second person confirms."""
    form = RevocationForm(request.POST or None, prefix="revoke")
    if request.method != "POST":
        return redirect("certificate_care", public_id=certificate.public_id)
    if not form.does(signing.ask_revocation, certificate=certificate, by=request.user):
        return _care(request, certificate, revoke=form)
    return _done(request, certificate, _("A second person has been asked. Nothing public has changed yet."))


@requires("credentials.confirm_revocation", fetch=in_care, methods=("POST",))
def certificate_revocation_confirm(request: SignedInRequest, certificate: Certificate) -> HttpResponse:
    """POST: the second person withdraws it."""
    form = ConfirmForm(request.POST or None, prefix="confirm")
    if request.method == "POST":
        if not form.does(signing.confirm_revocation, certificate=certificate, by=request.user):
            return _care(request, certificate, confirm=form)
        return _done(request, certificate, _("The certificate is withdrawn. Its public page says so already."))
    return redirect("certificate_care", public_id=certificate.public_id)


@requires("credentials.drop_revocation", fetch=in_care, methods=("POST",))
def certificate_revocation_drop(request: SignedInRequest, certificate: Certificate) -> HttpResponse:
    """POST: leave it as it is."""
    if request.method == "POST":
        actions.drop_revocation(certificate, by=request.user)
        return _done(request, certificate, _("The certificate stays as it is."))
    return redirect("certificate_care", public_id=certificate.public_id)


def _done(request: HttpRequest, certificate: Certificate, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("certificate_care", public_id=certificate.public_id)


def _care(request: HttpRequest, certificate: Certificate, **forms: Form) -> HttpResponse:
    """The page of the professionals, with a form that was sent back and what was typed into it."""
    deeds = ("suspend", "review", "resume", "keep_paused", "ask_revocation", "confirm_revocation", "drop_revocation")
    context = {
        "certificate": certificate,
        "text": certificate.text(),
        "standing": certificate.standing.value,
        "meaning": wording.meaning(certificate),
        "issued_on": timezone.localdate(certificate.issued_at),
        "signed_by": wording.signed_by(certificate),
        "conditions": certificate.signoff.conditions,
        "review": reviews.review_since(certificate) if certificate.is_live else None,
        "pause_waits": pauses.waits_since(certificate) if certificate.is_live else None,
        "conditions_until": certificate.signoff.conditions_until,
        "rest": queries.rest_of(certificate) if certificate.counts else "",
        "may_renew": renewal.may_begin(certificate),
        "renewing": renewal.is_under_way(certificate),
        "may_vary": renewal.may_vary(certificate) and may(request.user, "decisions.propose", certificate.enrolment),
        "events": certificate.events.select_related("by"),
        "suspend_form": forms.get("suspend") or ReasonForm(prefix="suspend"),
        "revoke_form": forms.get("revoke") or RevocationForm(prefix="revoke"),
        "confirm_form": forms.get("confirm") or ConfirmForm(prefix="confirm"),
        **{f"may_{deed}": may(request.user, f"credentials.{deed}", certificate) for deed in deeds},
    }
    return render(request, "certification/certificate_care.html", context, status=422 if forms else 200)


def held_or_in_care(person: Person, public_id: UUID) -> Certificate:
    """Access door: one's own, or one of an organisation in which this person answers for certificates."""
    return _one(Certificate.objects.visible_to(person), public_id)


@requires("credentials.renew", fetch=held_or_in_care, methods=("POST",))
def certificate_renew(request: SignedInRequest, certificate: Certificate) -> HttpResponse:
    """POST: open the shorter way of a renewal."""
    enrolment = renewal.begin_renewal(certificate, by=request.user)
    messages.success(request, _("The way is open. It is shorter than the first time."))
    return redirect("your_way") if certificate.person_id == request.user.pk else redirect("enrolment", pk=enrolment.pk)
