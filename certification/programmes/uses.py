"""What programmes are made of, and who is on them, for the lists of the admin."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certification.programmes.models import AgreementSignature, Enrolment
from certification.programmes.sources import Agreement, Programme
from certification.programmes.states import EnrolmentState
from cms.training.families import edit_url, heads
from cms.training.uses import Use, tells_use_of, tells_who_is_in
from courses.outline.models import CoursePage, ModulePage
from courses.quizzes.bank import Quiz


@tells_use_of(CoursePage, ModulePage, Quiz, Agreement)
def requirements_that_name(rows: Sequence[Any]) -> dict[uuid.UUID, list[Use]]:
    """Every requirement of a programme that refers to one of these, by its details."""
    wanted = {str(row.translation_key): row.translation_key for row in rows}
    found: dict[uuid.UUID, list[Use]] = defaultdict(list)
    for programme in heads(Programme.objects.all()).order_by("slug"):
        rules, url = programme.rules(), edit_url(Programme, programme.pk)
        if rules["course"] in wanted:
            found[wanted[rules["course"]]].append(Use(programme.name, _("its course"), url))
        for requirement in rules["requirements"]:
            for value in map(str, requirement["params"].values()):
                if value in wanted:
                    found[wanted[value]].append(Use(programme.name, _("requirement %(key)s") % {"key": requirement["key"]}, url))
    return found


@tells_use_of(Programme)
def people_on_it(rows: Sequence[Any]) -> dict[uuid.UUID, list[Use]]:
    """How many people are or were on a programme; never who."""
    counted = (
        Enrolment.objects.filter(version__key__in={row.translation_key for row in rows}).values("version__key").annotate(n=Count("pk"))
    )
    return {
        row["version__key"]: [Use(ngettext("%(n)s person", "%(n)s people", row["n"]) % {"n": row["n"]}, _("are or were on it"))]
        for row in counted
    }  # fmt: skip


@tells_use_of(Agreement)
def signatures_under(rows: Sequence[Any]) -> dict[uuid.UUID, list[Use]]:
    """How many signatures stand under an agreement; never whose."""
    keys = {row.translation_key for row in rows}
    counted = AgreementSignature.objects.filter(version__key__in=keys).values("version__key").annotate(n=Count("pk"))
    return {
        row["version__key"]: [Use(ngettext("%(n)s signature", "%(n)s signatures", row["n"]) % {"n": row["n"]}, _("on any version"))]
        for row in counted
    }  # fmt: skip


@tells_who_is_in(Programme)
def people_under_way(programme: Programme) -> Iterator[str]:
    """Who is on any of its versions and has no certificate yet."""
    ways = Enrolment.objects.filter(version__key=programme.translation_key, person__is_active=True)
    n = ways.filter(state__in=[EnrolmentState.LEARNING, EnrolmentState.PAUSED]).values("person").distinct().count()
    if n:
        said = ngettext(
            "%(n)s person is under way, and goes on with the version they began.",
            "%(n)s people are under way, and go on with the version they began.",
            n,
        )
        yield said % {"n": n}
