"""Taking pages down, one or many at once: what depends on them stands beside it, and the editor is asked about the translations.

Yes is what stands there: left up, translations can be read at their address and stand in no list, because the source language decides
what a course consists of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.views.pages.bulk_actions import UnpublishBulkAction
from wagtail.admin.views.pages.unpublish import UnpublishView
from wagtail.models import ReferenceIndex

from cms.versions import SOURCE_LANGUAGE
from courses.outline.models import CoursePage, LessonPage, ModulePage

ASKED_ABOUT = (CoursePage, ModulePage, LessonPage)


def translations_of(page: Any, person: Any) -> list[Any]:
    """The published translations of a page of a course that this person may take down too; none for a page that is one itself."""
    if page.locale.language_code != SOURCE_LANGUAGE or not issubclass(page.specific_class, ASKED_ABOUT):
        return []
    others = page.get_translations().live().filter(alias_of=None).select_related("locale")
    return [other for other in others if other.permissions_for_user(person).can_unpublish()]


class TakeDownView(UnpublishView):
    """One page."""

    guarded_by_the_admin = True
    template_name = "cms/admin/take_down.html"

    @cached_property
    def translations(self) -> list[Any]:
        return translations_of(self.object, self.request.user)

    def get_objects_to_unpublish(self) -> list[Any]:
        asked = self.request.method != "POST" or self.request.POST.get("translations")
        return [self.object, *(self.translations if asked else [])]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "translation_count": 0, "translations": self.translations}


class TakeDownForm(forms.Form):
    """What goes along with the pages somebody chose."""

    include_descendants = forms.BooleanField(label=_("Everything below them too"), required=False)
    translations = forms.BooleanField(
        label=_("Their translations too"), required=False, initial=True,
        help_text=_("Left up, they can still be read at their address, and stand in no list."),
    )  # fmt: skip


class TakeDownMany(UnpublishBulkAction):
    """Many pages, in the place of Wagtail's own, which says nothing of what depends on them and leaves the translations up."""

    template_name = "cms/admin/take_down_many.html"
    form_class = TakeDownForm

    def object_context(self, page: Any) -> dict[str, Any]:
        context = super().object_context(page)
        usage = reverse("wagtailadmin_pages:usage", args=[page.pk])
        count = ReferenceIndex.get_references_to(page).group_by_source_object().count()
        return {**context, "usage_url": usage, "usage_count": count, "translations": translations_of(page, self.request.user)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A field that would change nothing is not asked."""
        context = super().get_context_data(**kwargs)
        if not context["has_live_descendants"]:
            del context["form"].fields["include_descendants"]
        if not any(item["translations"] for item in context["items"]):
            del context["form"].fields["translations"]
        return context

    def get_execution_context(self) -> dict[str, Any]:
        return {**super().get_execution_context(), "translations": self.cleaned_form.cleaned_data["translations"]}

    @classmethod
    def execute_action(
        cls, objects: Iterable[Any], include_descendants: bool = False, user: Any = None,
        permission_checker: Callable[[Any], bool] = lambda page: True, translations: bool = False, **kwargs: Any,
    ) -> tuple[int, int]:  # fmt: skip
        """Take down the pages; then what goes along with them: each once, and only what this person may take down."""
        chosen = list(objects)
        along = [other for page in chosen for other in translations_of(page, user)] if translations else []
        down: dict[int, Any] = {page.pk: page for page in chosen}
        for page in [*chosen, *along]:
            below = page.get_descendants().live().defer_streamfields().specific() if include_descendants else ()
            for one in (page, *below):
                if one.pk in down or permission_checker(one):
                    down.setdefault(one.pk, one)
        for page in down.values():
            page.unpublish(user=user)
        return len(chosen), len(down) - len(chosen)

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        chosen = ngettext("%(n)s page is taken down.", "%(n)s pages are taken down.", num_parent_objects) % {"n": num_parent_objects}
        if not num_child_objects:
            return chosen
        return f"{chosen} {_('With them: %(n)s more.') % {'n': num_child_objects}}"
