"""Small changes to Wagtail's admin."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import TranslatableMixin
from wagtail.users.views.bulk_actions import AssignRoleBulkAction
from wagtail.users.views.bulk_actions.user_bulk_action import UserBulkAction
from wagtail_localize.models import Translation

from cms import findings as _findings  # noqa: F401 (what the checks look for)
from cms.approval.actions import ask_for_approval
from cms.approval.models import SafetyMixin, concerns_safety, may_go_live
from cms.changes.asking import question_for
from cms.making import made_once
from cms.training.families import edit_url, newer_source
from lms.kernel.permissions import may
from lms.people.requests import SignedInRequest


@hooks.register("before_bulk_action")
def nobody_ends_here(_request: HttpRequest, _kind: str, _objects: Any, action: Any) -> None:
    """People are not deleted or shut out from the admin, not even by a superuser: Wagtail's bulk actions ask no policy."""
    if isinstance(action, UserBulkAction) and not isinstance(action, AssignRoleBulkAction):
        raise PermissionDenied


@hooks.register("before_create_page", order=-1)
def one_page(request: SignedInRequest, _parent: Any, model: Any) -> HttpResponse | None:
    return made_once(request, model)


@hooks.register("before_create_snippet", order=-1)
def one_snippet(request: SignedInRequest, model: Any) -> HttpResponse | None:
    return made_once(request, model)


ASKED_FOR = ("action-submit", "action-restart-workflow")  # the buttons that put a draft before somebody


@hooks.register("before_publish_page", order=-1)
@hooks.register("before_publish", order=-1)
def small_or_large_first(request: SignedInRequest, thing: Any) -> HttpResponse | None:
    """The button "Publish" asks first where people have read what changes. The draft is saved already, and nothing is published yet."""
    if not may(request.user, "content.publish") or question_for(thing) is None:
        return None
    return redirect("change_question", revision=thing.latest_revision_id)


@hooks.register("after_edit_page")
@hooks.register("after_edit_snippet")
def small_or_large_while_it_waits(request: SignedInRequest, thing: Any) -> HttpResponse | None:
    """Asked for approval: the same question at once, so that the answer travels with the draft."""
    return small_or_large_first(request, thing) if any(request.POST.get(name) for name in ASKED_FOR) else None


@hooks.register("before_publish_page")
@hooks.register("before_publish")
def professionals_first(request: SignedInRequest, thing: Any) -> HttpResponse | None:
    """The button "Publish" sends safety content to a professional instead. The draft is saved either way."""
    revision = thing.get_latest_revision() if isinstance(thing, SafetyMixin) else None
    if revision is None or may_go_live(thing, revision):
        return None
    if request.resolver_match and request.resolver_match.url_name == "add":  # Wagtail puts a new page up before it asks
        type(thing)._default_manager.filter(pk=thing.pk).update(live=False, has_unpublished_changes=True)
    ask_for_approval(thing, by=request.user)
    messages.warning(request, _("Saved, and sent to a professional. It is published when somebody who did not write it has approved it."))
    return redirect(edit_url(type(thing), thing.pk))


@hooks.register("before_edit_page", order=-2)
@hooks.register("before_edit_snippet", order=-2)
def says_that_it_lags_behind(request: SignedInRequest, thing: Any) -> None:
    """A translation whose source was published after it says so where it is written, with the way to the original."""
    if request.method != "GET" or not isinstance(thing, TranslatableMixin) or (source := newer_source(thing)) is None:
        return
    words = _(
        "The original was published on %(day)s, after this translation. Bring it up to date, and publish it again: also when nothing had to change."
    )
    way = messages.button(edit_url(type(source), source.pk), _("See the original"))
    messages.warning(request, words % {"day": date_format(source.last_published_at, "DATE_FORMAT")}, buttons=[way])


@hooks.register("before_edit_page", order=-1)
@hooks.register("before_edit_snippet", order=-1)
def translations_too(request: HttpRequest, thing: Any) -> HttpResponse | None:
    """wagtail-localize publishes by itself: a translation of safety content becomes a draft and waits for a professional instead."""
    if not isinstance(thing, SafetyMixin):
        return None
    thing.publishing_asks = True
    if request.method != "POST" or request.POST.get("action") != "publish":
        return None
    there = Translation.objects.filter(source__object_id=thing.translation_key, target_locale_id=thing.locale_id, enabled=True).first()
    if there is None or not concerns_safety(thing):
        return None
    there.save_target(user=request.user, publish=True)  # which asks; see SafetyMixin.publish
    messages.warning(request, _("Saved, and sent to a professional. It is published when somebody who did not write it has approved it."))
    return redirect(edit_url(type(thing), thing.pk))


@hooks.register("insert_global_admin_css")
def admin_css() -> str:
    """The few things of ours that Wagtail's admin has no look for."""
    return format_html('<link rel="stylesheet" href="{}">', static("cms/admin.css"))


@hooks.register("insert_editor_js")
def pasting() -> str:
    """What is pasted from Word into a Markdown field becomes Markdown."""
    return format_html('<script type="module" src="{}"></script>', static("cms/paste-markdown.js"))


@hooks.register("register_icons")
def icons(there: list[str]) -> list[str]:
    """What Wagtail has no drawing for."""
    return [*there, "cms/icons/sound.svg"]
