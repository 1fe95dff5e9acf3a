"""The page between "Publish" and being published: small or large, and who reads it again."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.auth import require_admin_access
from wagtail.models import Revision

from cms.approval.models import SafetyMixin, may_go_live
from cms.changes.actions import ASKED, KEPT, PUBLISHED, SCHEDULED, answer_and_publish, is_with_somebody, may_edit, may_publish
from cms.changes.asking import Question, question_for, specific
from cms.training.families import edit_url
from lms.kernel.permissions import requires
from lms.people.models import Person
from lms.people.requests import SignedInRequest

DONE = {
    KEPT: gettext_lazy("Your answer is kept with this draft. It counts when the draft is published."),
    ASKED: gettext_lazy("Saved, and sent to a professional. It is published when somebody who did not write it has approved it."),
    SCHEDULED: gettext_lazy("“%(title)s” is published at the time you chose. Your answer counts from then."),
    PUBLISHED: gettext_lazy("“%(title)s” is published."),
}


def revision_door(_person: Person, revision: int) -> Revision:
    """A draft of something that is there. Whether this person may edit it is Wagtail's to say, in the view."""
    found = Revision.objects.filter(pk=revision).first()
    if found is None or found.content_object is None:
        raise Http404
    return found


@requires("content.publish", fetch=revision_door)
def change_question(request: SignedInRequest, revision: Revision) -> HttpResponse:
    """GET asks; POST keeps the answer and publishes. 403 where Wagtail does not let this person edit. Where there is nothing to ask (any more) it leads back to the draft."""
    return require_admin_access(_change_question)(request, revision)


def _change_question(request: SignedInRequest, revision: Revision) -> HttpResponse:
    thing = specific(revision.content_object)
    if not may_edit(request.user, thing):
        raise PermissionDenied
    back = edit_url(type(thing), thing.pk)
    question = question_for(thing) if thing.latest_revision_id == revision.pk else None
    if question is None:
        messages.warning(request, _("There is nothing to decide about this draft any more."))
        return redirect(back)
    form = answer_form(question, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        outcome = answer_and_publish(revision, form.cleaned_data["size"], by=request.user)
        messages.success(request, DONE[outcome] % {"title": revision.as_object()} if outcome in (SCHEDULED, PUBLISHED) else DONE[outcome])
        return redirect(back)
    waits = is_with_somebody(thing, revision)
    context = {
        "thing": thing, "question": question, "form": form, "back": back, "waits": waits,
        "publishes": may_publish(request.user, thing) and (not isinstance(thing, SafetyMixin) or may_go_live(thing, revision)),
        "rows": [(choice, radio) for choice, radio in zip(question.choices, form["size"], strict=True)],
        "header_title": _("Small or large change?"), "page_title": _("Small or large change?"), "page_subtitle": str(revision.as_object()),
        "header_icon": "history",
    }  # fmt: skip
    return render(request, "cms/admin/change_question.html", context, status=422 if form.errors else 200)


def answer_form(question: Question, sent: dict[str, str] | None) -> forms.Form:
    """The choices as one field."""
    form = forms.Form(sent)
    form.fields["size"] = forms.ChoiceField(
        choices=[(one.value, one.label) for one in question.choices], initial=question.chosen, widget=forms.RadioSelect, label=_("How large is it?"),
    )  # fmt: skip
    return form
