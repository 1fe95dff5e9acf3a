"""What editors may do in the admin. Their right to sign in there comes from a group; learners never get it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page
from wagtail.snippets.models import get_snippet_models

GROUP = "Editors"
TRAINING = "register_training_menu_item"  # `menu_hook` of every viewset that belongs in the menu "Training"
PAGE_DEEDS = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
FILE_DEEDS = ("add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document")


@transaction.atomic
def grant(person: Any) -> None:
    """Let a person edit every page, picture and snippet in the admin. Doing it twice changes nothing."""
    person.groups.add(editors())


@transaction.atomic
def withdraw(person: Any) -> None:
    """Take the admin away from a person again."""
    person.groups.remove(*Group.objects.filter(name=GROUP))


def editors() -> Group:
    """The group of editors with every right it should have, also for kinds of snippet that are new since last time."""
    group, _new = Group.objects.get_or_create(name=GROUP)
    rights = Q(content_type__app_label="wagtailadmin", codename="access_admin")
    rights |= Q(content_type__app_label="wagtail_localize", codename="submit_translation")
    for model in get_snippet_models():
        rights |= Q(content_type__app_label=model._meta.app_label, content_type__model=model._meta.model_name)
    group.permissions.add(*Permission.objects.filter(rights))
    root = Page.get_first_root_node()
    for right in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=PAGE_DEEDS):
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=right)
    shelf = Collection.get_first_root_node()
    for right in Permission.objects.filter(content_type__app_label__in=["wagtailimages", "wagtaildocs"], codename__in=FILE_DEEDS):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=shelf, permission=right)
    return group
