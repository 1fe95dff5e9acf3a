"""What a stranger may try out: is this file genuine, is this the name on it? Nothing of what is handed in is kept."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from certification.credentials import own, queries, same_name, throttle, wording
from certification.credentials.forms import FileForm, FindForm, NameForm
from certification.credentials.public_views import frame, never_kept, not_known, page, tired
from lms.kernel.permissions import public


@public("anybody who is handed a file may check it", methods=("GET", "POST"))
@never_kept
def verify_file(request: HttpRequest) -> HttpResponse:
    """Choose or paste a signed file: whether it is genuine, and how its certificate stands right now.

    Reading signatures costs something, so files that are not genuine count as guesses.
    """
    if throttle.is_tired(request):
        return tired(request)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    context = {"form": form, **frame("verify_file")}
    if not form.is_bound:
        return render(request, "certification/verify_file.html", context)
    if not form.is_valid():
        return render(request, "certification/verify_file.html", context, status=422)
    certificate = own.genuine(form.text)
    if certificate is None:
        throttle.count_miss(request)
        return render(request, "certification/verify_file.html", {**context, "made_up": True}, status=422)
    found = {"certificate": certificate, "standing": certificate.standing.value, "headline": wording.headline(certificate)}
    return render(request, "certification/verify_file.html", {**context, **found, "meaning": wording.meaning(certificate)})


@public("anybody who was told a name may ask whether it is the one on the certificate", methods=("GET", "POST"))
@never_kept
def verify_name(request: HttpRequest, public_id: str) -> HttpResponse:
    """Whether the typed name is the one on the certificate: yes or no, never the name. Wrong names count as guesses.

    Not asked of a certificate that shows its name, or has none. The name travels in the body alone, never in an address.
    """
    if throttle.is_tired(request):
        return tired(request)
    certificate = queries.find(public_id)
    if certificate is None:
        throttle.count_miss(request)
        return not_known(request, FindForm())
    if request.method != "POST" or not certificate.name or certificate.show_name:
        return redirect("verify", public_id=certificate.public_id)
    form = NameForm(request.POST)
    said = None
    if form.is_valid():
        said = same_name.is_same(form.cleaned_data["name"], certificate.name)
        if not said:
            throttle.count_miss(request)
    context = {**page(certificate), "name_form": form, "name_fits": said}
    return render(request, "certification/verify.html", context, status=422 if form.errors else 200)
