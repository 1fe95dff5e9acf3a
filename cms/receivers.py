"""What is heard from elsewhere: `people` tell who edits and gets into the admin; Wagtail tells that something was published."""

from typing import Any

from django.dispatch import receiver
from wagtail.models import TranslatableMixin
from wagtail.signals import page_published, published
from wagtail_localize.models import TranslationSource

from cms.editors import grant, withdraw
from lms.people.models import Role
from lms.people.signals import role_changed


@receiver(role_changed)
def admin_follows_the_role(person: Any, **_kwargs: Any) -> None:
    """Open or close the admin as the role of editor begins or ends; saying it twice changes nothing."""
    if person.has_role(Role.EDITOR):
        grant(person)
    else:
        withdraw(person)


@receiver([page_published, published])
def translations_are_made_from_what_is_published(instance: Any, **_kwargs: Any) -> None:
    """wagtail-localize keeps the original as it was when somebody asked for a translation, and makes the translation from that for good:
    one that is published again would have neither the new parts nor the corrected key, and still count as up to date."""
    if isinstance(instance, TranslatableMixin):
        for source in TranslationSource.objects.filter(object_id=instance.translation_key, locale=instance.locale_id):
            source.update_from_db()
