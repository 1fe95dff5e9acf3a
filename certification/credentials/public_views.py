"""What anybody may see: the page behind a certificate's link, the signed file, the keys, the status lists.

Nothing here lists holders, gives reasons, or is kept in a cache: a pause or a withdrawal shows at once.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csp import get_nonce
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from certification.credentials import badge, kept_pages, queries, throttle, wording
from certification.credentials.forms import FindForm, NameForm
from certification.credentials.languages import language_links
from certification.credentials.models import Certificate
from certification.credentials.qr import qr
from lms.kernel.errors import DomainError
from lms.kernel.middleware import wants_json
from lms.kernel.permissions import public

JWT = "application/vc+jwt"


def never_kept(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """No cache and no search engine keeps the answer; scripts of other sites may read it, for it holds nothing private."""

    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        response = view(request, **kwargs)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        if not response["Content-Type"].startswith("text/html"):
            response["Access-Control-Allow-Origin"] = "*"
        return response

    return guarded


@public("anybody who is shown a certificate may check it")
@never_kept
def verify(request: HttpRequest, public_id: str) -> HttpResponse:
    """How a certificate stands right now, as a page or as JSON. An id nobody holds gets a friendly 404."""
    if throttle.is_tired(request):
        return tired(request)
    certificate = queries.find(public_id)
    if certificate is None:
        throttle.count_miss(request)
        return not_known(request, FindForm())
    if _as_json(request):
        return JsonResponse(_answer(certificate))
    if kept_pages.is_stranger(request):
        return HttpResponse(_for_strangers(request, certificate))
    return render(request, "certification/verify.html", page(certificate))


@public("the same page under an address without a language: the one in the QR code")
@never_kept
def verify_plain(request: HttpRequest, public_id: str) -> HttpResponse:
    """JSON is answered here; people are led on in the language of their browser, if there is anything to see."""
    if _as_json(request) or throttle.is_tired(request) or queries.find(public_id) is None:
        return verify(request, public_id=public_id)
    return redirect("verify", public_id=public_id)


@public("anybody may look up the code on a certificate")
@never_kept
def verify_find(request: HttpRequest) -> HttpResponse:
    """The field for a code; a code that is known leads to its page."""
    if throttle.is_tired(request):
        return tired(request)
    form = FindForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid() and form.found:
        return redirect("verify", public_id=form.found.public_id)
    if form.is_bound and form.data.get("code", "").strip():
        throttle.count_miss(request)
    status = 404 if form.is_bound else 200
    return render(request, "certification/verify_find.html", {"form": form, **frame("verify_find")}, status=status)


# ending of the address → (content type, what makes it)
FILES: dict[str, tuple[str, Callable[[Certificate], str | bytes]]] = {
    "jwt": (JWT, badge.signed),
    "json": ("application/ld+json", badge.linked),
    "svg": ("image/svg+xml", lambda certificate: badge.baked(certificate, "svg")),
    "png": ("image/png", lambda certificate: badge.baked(certificate, "png")),
}


@public("the signed file says nothing that its page does not say")
@never_kept
def credential(request: HttpRequest, public_id: str, kind: str = "jwt") -> HttpResponse:
    """The certificate as a signed file (VC-JWT, JSON-LD with a proof, or an emblem that carries it), made now; refused while it must
    not be relied on."""
    if throttle.is_tired(request):
        return tired(request)
    certificate = queries.find(public_id)
    if certificate is None:
        throttle.count_miss(request)
        return not_known(request, FindForm())
    if not certificate.counts:
        raise DomainError(_("This certificate does not count right now, so there is no signed file of it."), code="does_not_count")
    content_type, made = FILES[kind]
    response = HttpResponse(made(certificate), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{certificate.programme}-{certificate.spaced_code}.{kind}"'
    return response


@public("programs that check a signed file read it")
@never_kept
def status_list(_request: HttpRequest, purpose: str, number: str = "1") -> HttpResponse:
    """A fresh, signed status list; 404 when no certificate has a place in it. The first one is there from the beginning."""
    if int(number) > queries.newest_list():
        return HttpResponse(status=404, content_type=JWT)
    listed = queries.status_indexes(purpose, int(number))
    return HttpResponse(badge.signed_status_list(purpose, int(number), listed), content_type=JWT)


@public("programs that check a signed file read it")
@never_kept
def did_json(_request: HttpRequest) -> HttpResponse:
    """The issuer's DID document; 404 while there is no key."""
    try:
        document = badge.did_document()
    except ValueError:
        return JsonResponse({"code": "no_keys"}, status=404)
    return JsonResponse(document)


@public("programs that check a signed file read it")
@never_kept
def jwks_json(_request: HttpRequest) -> HttpResponse:
    """The issuer's keys as a JSON Web Key Set."""
    return JsonResponse(badge.key_set())


def _as_json(request: HttpRequest) -> bool:
    return request.GET.get("format") == "json" or wants_json(request)


def _answer(certificate: Certificate) -> dict[str, Any]:
    """Everything the page says, for programs. `valid` is whether one may rely on it now."""
    page = badge.page_of(certificate)
    return {
        "id": page,
        "status": certificate.standing.value,
        "valid": certificate.counts,
        "status_words": str(certificate.standing.label),
        "meaning": wording.meaning(certificate),
        "is_not": wording.is_not(),
        "checked_at": timezone.now().isoformat(timespec="seconds"),
        "credential": f"{page}credential.jwt" if certificate.counts else None,
        **queries.facts(certificate),
    }


def _for_strangers(request: HttpRequest, certificate: Certificate) -> str:
    fill = {"csp_nonce": lambda: str(get_nonce(request)), "csrf_token": lambda: get_token(request), "checked": _now}
    return kept_pages.filled(
        certificate, fill, lambda holes: render_to_string("certification/verify.html", {**page(certificate), **holes}, request)
    )


def _now() -> str:
    return formats.date_format(timezone.localtime(), "DATETIME_FORMAT")


def page(certificate: Certificate) -> dict[str, Any]:
    link = badge.page_of(certificate)
    return {
        "certificate": certificate,
        "text": certificate.text(),
        "standing": certificate.standing.value,
        "headline": wording.headline(certificate),
        "meaning": wording.meaning(certificate),
        "is_not": wording.is_not(),
        "explained": wording.what_it_means(certificate),
        "signed_by": wording.signed_by(certificate),
        "issued_on": timezone.localdate(certificate.issued_at),
        "checked": _now(),
        "figure": queries.figure(certificate),
        "link": link,
        "qr": qr(link, label=_("QR code that leads to this page")),
        "form": FindForm(),
        "name_form": NameForm() if certificate.name and not certificate.show_name else None,
        "field_label": _("Check another code"),
        **frame("verify", public_id=certificate.public_id),
    }


def frame(name: str, **kwargs: Any) -> dict[str, Any]:
    return {"language_links": language_links(name, **kwargs), "find_url": reverse("verify_find")}


def not_known(request: HttpRequest, form: FindForm) -> HttpResponse:
    if not translation.get_language_from_path(request.path_info):
        # this is the answer: LocaleMiddleware would send a program on to an address with a language, to ask there again
        request.path_info = f"/{translation.get_language()}{request.path_info}"
    if _as_json(request):
        return JsonResponse({"status": "unknown", "valid": False, "message": _("We know no certificate with this id.")}, status=404)
    context = {"form": form, "not_known": True, **frame("verify_find")}
    return render(request, "certification/verify_find.html", context, status=404)


def tired(request: HttpRequest) -> HttpResponse:
    """Many wrong guesses from one place: come back in a few minutes."""
    words = _("Too many codes that nobody holds were tried from here. Wait ten minutes, then try again.")
    if _as_json(request):
        response: HttpResponse = JsonResponse({"status": "unknown", "valid": False, "message": words}, status=429)
    else:
        context = {"form": FindForm(), "tired": words, **frame("verify_find")}
        response = render(request, "certification/verify_find.html", context, status=429)
    response["Retry-After"] = str(throttle.WINDOW)
    return response
