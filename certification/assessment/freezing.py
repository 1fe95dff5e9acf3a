"""From what editors write to what ratings keep: the newest frozen rubric, or a new one when something changed."""

from uuid import UUID

from certification.assessment.models import RubricVersion
from certification.assessment.sources import Rubric, structure_of, words_of
from cms.versions import SOURCE_LANGUAGE


def freeze_rubric(key: UUID) -> RubricVersion | None:
    """The rubric as it is published now, in all its languages; None when no language is. The source language decides the structure.

    Lines a translation has and the source has not are left behind; lines it lacks are shown in the source language.
    """
    rows = Rubric.objects.filter(translation_key=key, live=True).select_related("locale").order_by("pk")
    family = {row.locale.language_code: row for row in rows}
    if not family:
        return None
    source = family.get(SOURCE_LANGUAGE) or next(iter(family.values()))
    content = {language: words_of(row) for language, row in family.items()}
    return RubricVersion.freeze(key, content, slug=source.slug, structure=structure_of(source))
