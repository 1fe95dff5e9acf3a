"""Short names that make themselves: nobody has to open a fold and think of one before they can save."""

from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from cms.once import MadeOnce

NORDIC = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "Æ": "ae", "Ø": "o", "Å": "a"})
LONGEST = 46  # room for a number


def short_name(words: str, taken: set[str]) -> str:
    """What the words begin with, as a short name that is not taken; "" when there is no letter or digit in them."""
    name = slugify(words.translate(NORDIC))[:LONGEST].strip("-")
    numbered = (f"{name}-{n}" for n in range(2, 10_000))
    return next(one for one in (name, *numbered) if one not in taken) if name in taken else name


class ShortNameForm(MadeOnce, WagtailAdminModelForm):
    """A thing with a title, or whatever `named_by` says, and a short name that may be left empty."""

    named_by = "title"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("slug"):
            field.required = False
            field.help_text = _("%(help)s Left empty, it makes itself.") % {"help": field.help_text}

    def clean_slug(self) -> str:
        """What was written, or the name it had, or one made from the title. A draft without any is refused, as ever."""
        name = self.cleaned_data["slug"] or self.instance.slug or self._from_words()
        if not name:
            self.add_error("slug", self.fields["slug"].error_messages["required"])
        return name

    def _from_words(self) -> str:
        others = type(self.instance)._default_manager.exclude(translation_key=self.instance.translation_key)
        return short_name(self.cleaned_data.get(self.named_by) or "", set(others.values_list("slug", flat=True)))
