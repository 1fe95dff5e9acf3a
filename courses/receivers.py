"""What Wagtail tells: a lesson was published, by whichever way. Receivers call one verb and nothing else."""

from typing import Any

from django.dispatch import receiver
from wagtail.signals import page_published

from cms.changes.asking import asks_before_publishing
from courses.outline.models import LessonPage
from courses.progress.changing import LessonAsker, publish_change

asks_before_publishing(LessonPage, LessonAsker())


@receiver(page_published, sender=LessonPage)
def change_takes_effect(instance: LessonPage, revision: Any, **_kwargs: Any) -> None:
    """By hand, at its hour, by a professional's approval or many at once: what an editor answered about it counts from now."""
    if instance.live and revision is not None:
        publish_change(instance, revision.pk)
