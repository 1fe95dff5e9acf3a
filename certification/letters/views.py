"""Letters about hours: one's own, the coordinator's signature, and the page where anybody can check one."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from certification.credentials import same_name, throttle
from certification.credentials.forms import FindForm, NameForm
from certification.credentials.languages import language_links
from certification.credentials.public_views import never_kept, not_known, tired
from certification.credentials.qr import qr
from certification.letters import actions, sheet, wording
from certification.letters.forms import AskForm, DropForm, SignForm
from certification.letters.freezing import page_of
from certification.letters.models import HoursLetter
from certification.letters.queries import credits_of
from certification.letters.states import LetterState
from lms.kernel.errors import DomainError
from lms.kernel.permissions import get_visible, may, public, requires
from lms.people.models import Person
from lms.people.requests import SignedInRequest


def a_letter(person: Person, letter: UUID) -> HoursLetter:
    """Access door."""
    found: HoursLetter = get_visible(HoursLetter, person, public_id=letter)
    return HoursLetter.objects.select_related("person", "organisation", "signed_by").get(pk=found.pk)


@requires("letters.ask")
def hours_letters(request: SignedInRequest) -> HttpResponse:
    """What one is credited, the text for a CV, and one's letters. POST asks for one."""
    credited = credits_of(request.user)
    places = [place for place, _credit in credited]
    form = AskForm(request.user, places, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        letter = actions.ask_letter(form.cleaned_data["organisation"], name=form.cleaned_data["name"], by=request.user)
        messages.success(request, _("Asked. You hear when it is signed."))
        return redirect("hours_letter", letter=letter.public_id)
    rows = [(place, wording.hours(credit.minutes), credit, wording.for_a_cv(credit, place.name)) for place, credit in credited]
    mine = HoursLetter.objects.filter(person=request.user).select_related("organisation").order_by("-asked_at")
    context = {"rows": rows, "letters": mine, "form": form if places else None}
    return render(request, "certification/hours_letters.html", context, status=422 if form.errors else 200)


@requires("letters.read", fetch=a_letter, methods=("GET",))
def hours_letter(request: SignedInRequest, letter: HoursLetter) -> HttpResponse:
    """How it looks, where it stands, and what can be done with it: for its person, and for those who may sign it."""
    return render(request, "certification/hours_letter.html", _page(request, letter))


@requires("letters.hold", fetch=a_letter, methods=("GET",))
def hours_letter_print(request: SignedInRequest, letter: HoursLetter) -> HttpResponse:
    """The sheet alone, for paper."""
    _signed(letter)
    links = language_links("hours_letter_print", letter=letter.public_id)
    return render(request, "certification/hours_letter_print.html", {**_page(request, letter), "language_links": links})


@requires("letters.hold", fetch=a_letter, methods=("GET",))
def hours_letter_pdf(request: SignedInRequest, letter: HoursLetter) -> HttpResponse:
    """The same sheet as a file, in the language of the address."""
    _signed(letter)
    response = HttpResponse(sheet.pdf(letter, get_language() or settings.LANGUAGE_CODE), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="hours-{letter.public_id.hex[:8]}.pdf"'
    response["Cache-Control"] = "no-store, private"
    return response


@require_POST
@requires("letters.sign", fetch=a_letter, methods=("POST",))
def hours_letter_sign(request: SignedInRequest, letter: HoursLetter) -> HttpResponse:
    """The coordinator's signature."""
    form = SignForm(request.POST)
    if not form.does(actions.sign_letter, letter=letter, by=request.user):
        return render(request, "certification/hours_letter.html", {**_page(request, letter), "sign": form}, status=422)
    messages.success(request, _("Signed. The person has a message."))
    return redirect("hours_letter", letter=letter.public_id)


@require_POST
@requires("letters.drop", fetch=a_letter, methods=("POST",))
def hours_letter_drop(request: SignedInRequest, letter: HoursLetter) -> HttpResponse:
    """Take it back, or do not sign it."""
    form = DropForm(request.POST)
    if letter.person_id != request.user.pk and not form.is_valid():
        return render(request, "certification/hours_letter.html", {**_page(request, letter), "drop": form}, status=422)
    actions.drop_letter(letter, words=form.data.get("words", ""), by=request.user)
    messages.success(request, _("Taken back."))
    return redirect("hours_letter", letter=letter.public_id)


@public("whoever is handed a letter may check it", methods=("GET", "POST"))
@never_kept
def letter_check(request: SignedInRequest, letter: str) -> HttpResponse:
    """Whether this letter stands, and what it says. A typed name is answered with yes or no, never told; wrong ones count as guesses."""
    if throttle.is_tired(request):
        return tired(request)
    found = _stands(letter)
    if found is None:
        throttle.count_miss(request)
        return not_known(request, FindForm())
    form = NameForm(request.POST if request.method == "POST" else None)
    said = same_name.is_same(form.cleaned_data["name"], found.name) if form.is_bound and form.is_valid() else None
    if said is False:
        throttle.count_miss(request)
    context = {
        **_sheet(found), "form": form if found.name else None, "fits": said, "now": timezone.now(),
        "language_links": language_links("letter_check", letter=letter),
    }  # fmt: skip
    return render(request, "certification/letter_check.html", context, status=422 if form.errors else 200)


def _stands(public_id: str) -> HoursLetter | None:
    """The letter behind an address, signed or taken back after it was; never one that was only asked for."""
    try:
        wanted = UUID(public_id)
    except ValueError:
        return None
    return HoursLetter.objects.exclude(token="").select_related("signed_by", "organisation").filter(public_id=wanted).first()


def _signed(letter: HoursLetter) -> None:
    if letter.state != LetterState.SIGNED:
        raise DomainError(_("This letter is not signed, so there is no sheet of it."), code="not_signed")


def _sheet(letter: HoursLetter) -> dict[str, Any]:
    link = page_of(letter)
    signed = letter.state == LetterState.SIGNED
    return {
        "letter": letter, "said": letter.text()["said"], "signed": signed, "link": link,
        "signed_by": sheet.signed_by(letter) if letter.signed_by else "",
        "qr": qr(link, label=_("QR code that leads to the page where this letter can be checked")) if signed else "",
    }  # fmt: skip


def _page(request: SignedInRequest, letter: HoursLetter) -> dict[str, Any]:
    waits = letter.state == LetterState.ASKED
    return {
        **_sheet(letter), "mine": letter.person_id == request.user.pk, "cv": letter.text()["cv"], "waits": waits,
        "sign": SignForm() if waits and may(request.user, "letters.sign", letter) else None,
        "drop": DropForm() if letter.state != LetterState.DROPPED and may(request.user, "letters.drop", letter) else None,
    }  # fmt: skip
