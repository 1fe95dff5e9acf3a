"""What is asked before a changed agreement is published: small, or large enough to be signed again, and by how many people."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Revision

from certification.programmes.models import AgreementSignature, AgreementVersion
from certification.programmes.queries import versions_to_sign
from certification.programmes.sources import Agreement
from cms.changes.asking import Choice, Question
from lms.kernel.errors import Invalid
from lms.people.models import Person

MINOR, MAJOR = "minor", "major"


def signers(agreement: Agreement) -> set[int]:
    """Everybody who is still here and whose signature counts today."""
    needed = versions_to_sign([agreement.translation_key]).get(agreement.translation_key)
    if needed is None:
        return set()
    signed = AgreementSignature.objects.filter(version__key=needed.key, version__number__gte=needed.number, person__is_active=True)
    return set(signed.values_list("person_id", flat=True))


class AgreementAsker:
    """See cms/changes/asking.py. The answer is kept in the draft itself, as its field `major`."""

    def question(self, thing: Agreement, revision: Any) -> Question | None:
        draft = revision.as_object()
        newest = AgreementVersion.objects.filter(key=thing.translation_key).order_by("-number").first()
        if newest is None or newest.content.get(draft.locale.language_code) == draft.content() or not (people := signers(thing)):
            return None
        n = len(people)
        said = ngettext("%(n)s person has signed it as it stands.", "%(n)s people have signed it as it stands.", n) % {"n": n}
        choices = [
            Choice(MINOR, _("Small: the signatures hold"), _("Words were mended, the promise is the same. Nobody is asked for anything.")),
            Choice(MAJOR, _("Large: everybody signs again"), _("What was signed stays on record. The step opens again until they have signed the new text."), n),
        ]  # fmt: skip
        return Question(choices, MAJOR if draft.major else MINOR, [said], _earlier(thing))

    @transaction.atomic
    def choose(self, thing: Agreement, revision: Any, value: str, *, by: Person) -> None:
        if value not in (MINOR, MAJOR):
            raise Invalid(_("Choose one of the answers."))
        revision.content["major"] = value == MAJOR
        Revision.objects.filter(pk=revision.pk).update(content=revision.content)

    def told(self, thing: Agreement, revision: Any) -> str:
        if not revision.as_object().major:
            return ""
        n = len(signers(thing))
        return ngettext("Large: %(n)s person is asked to sign again.", "Large: %(n)s people are asked to sign again.", n) % {"n": n}


def _earlier(agreement: Agreement) -> list[str]:
    rows = AgreementVersion.objects.filter(key=agreement.translation_key).order_by("-number")[:10]
    return [
        _("Version %(number)s, %(day)s: %(size)s")
        % {"number": row.number, "day": date_format(row.frozen_at, "DATE_FORMAT"), "size": _("large") if row.major else _("small")}
        for row in rows
    ]  # fmt: skip
