"""What differs from Wagtail's own form of a page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.once import PageForm


class ModuleForm(PageForm):
    """A module, with the modules of its course that can come first."""

    needs = forms.MultipleChoiceField(
        label=_("Comes after"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("All lessons of these modules are done first. What somebody has begun stays open to them."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = type(self.instance)
        others = kind.objects.child_of(self.parent_page).exclude(pk=self.instance.pk) if self.parent_page else kind.objects.none()
        self.fields["needs"].choices = [(str(one.translation_key), one.title) for one in others.order_by("path")]  # type: ignore[attr-defined]
