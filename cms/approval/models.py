"""The workflow task "professional approval", and what content under it looks like to Wagtail."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import PagePermissionTester, Revision, Task, TaskState, Workflow, WorkflowMixin, WorkflowState, WorkflowTask

from cms.once import PageForm
from lms.people.models import Person, Role

NAME = "Faglig godkjenning"  # as it stands in the database; screens say it in the reader's language
READERS = (Role.SUPERVISOR, Role.CERTIFIER)


class NotApprovedYet(PermissionDenied):
    """Safety content that no professional has approved in these very words. It stays a draft."""


class ApprovalQuerySet(models.QuerySet[TaskState]):
    def visible_to(self, person: Person) -> ApprovalQuerySet:
        """Professionals see what waits and what was decided; the content is the same for every organisation."""
        return self if person.organisations_as(*READERS) else self.none()

    def waiting(self) -> ApprovalQuerySet:
        return self.filter(status=TaskState.STATUS_IN_PROGRESS)


class ApprovalState(TaskState):
    """One request to read, as Wagtail keeps it."""

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("request for professional approval")

    @property
    def thing(self) -> Any:
        """The content in the words that wait."""
        return self.revision.as_object()

    @property
    def is_waiting(self) -> bool:
        return bool(self.status == self.STATUS_IN_PROGRESS)

    def authors(self) -> set[int | None]:
        """Everybody who wrote what would be published, and who asked for it."""
        drafts = Revision.objects.filter(base_content_type_id=self.revision.base_content_type_id, object_id=self.revision.object_id)
        thing = self.workflow_state.content_object
        if thing is not None and thing.live and thing.last_published_at:
            drafts = drafts.filter(created_at__gt=thing.last_published_at)
        people = set(drafts.exclude(user=None).values_list("user_id", flat=True))
        return people | {self.workflow_state.requested_by_id, self.revision.user_id}


class ProfessionalApproval(Task):
    """A supervisor or certifier who wrote none of it reads and decides, on a page outside the admin."""

    task_state_class = ApprovalState

    class Meta:
        verbose_name = gettext_lazy("professional approval")

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """Nobody changes it while somebody reads it; whoever asked can take it back."""
        return True

    @classmethod
    def get_description(cls) -> str:
        return _("A supervisor or certifier who did not write it reads it and decides.")


class SafetyMixin(WorkflowMixin):
    """Content that can be safety content. A class says by `is_safety` when it is; then only an approved revision goes live.

    What the system itself loads (no person behind it) is taken as approved where it comes from.
    """

    class Meta:
        abstract = True

    is_safety: Any = False

    @classmethod
    def get_default_workflow(cls) -> Workflow:
        return approval_workflow()

    def get_workflow(self) -> Workflow:
        return approval_workflow()

    def publish(self, revision: Revision, user: Any = None, **kwargs: Any) -> Any:
        """Raises NotApprovedYet for safety content that a person wrote and no professional has approved.

        wagtail-localize names nobody as publishing, and has written the words over those that are shown already: then these are put
        back, and the new ones wait for a professional.
        """
        if (user or revision.user_id) and not may_go_live(self, revision):
            if user is None:
                return self._wait(revision)
            raise NotApprovedYet(_("A professional has to read and approve this first."))
        if is_approved(revision):  # the right to publish lies in the approval; whoever gave it needs none in the admin
            kwargs["skip_permission_checks"] = True
        return super().publish(revision, user=user, **kwargs)  # type: ignore[misc]

    @transaction.atomic
    def _wait(self, revision: Revision) -> None:
        stored = type(self)._default_manager.get(pk=self.pk)
        if stored.live and stored.live_revision:
            shown = stored.live_revision.as_object()
            shown.latest_revision, shown.has_unpublished_changes = revision, True
            shown.save()
        else:
            type(self)._default_manager.filter(pk=self.pk).update(live=False, has_unpublished_changes=True)
        put_before_professionals(type(self)._default_manager.get(pk=self.pk), by=revision.user)


class SafetyPageMixin(SafetyMixin):
    """The same for pages."""

    base_form_class = PageForm

    class Meta:
        abstract = True

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        return SafetyTester(user, self)


class SafetyTester(PagePermissionTester):
    """Takes the button "Publish" from safety content. Whether somebody may set a lock or a date is asked as ever."""

    def can_publish(self) -> bool:
        latest = self.page.latest_revision
        asked = getattr(self.page, "publishing_asks", False)  # the button of wagtail-localize, which asks for approval instead
        return super().can_publish() and (asked or latest is None or may_go_live(self.page, latest))

    def can_set_view_restrictions(self) -> bool:
        return super().can_publish()

    def can_unschedule(self) -> bool:
        return super().can_publish()


def may_go_live(thing: Any, revision: Revision) -> bool:
    """Whether a revision is no safety content, or is approved in these words.

    The mark cannot be taken off alone either: what is safety content as it stands, in any language, or in the revision, counts.
    """
    return is_approved(revision) or not (revision.as_object().is_safety or concerns_safety(thing))


def concerns_safety(thing: Any) -> bool:
    """Whether it is safety content in any of its languages, as it stands."""
    return any(one.is_safety for one in type(thing)._default_manager.filter(translation_key=thing.translation_key))


def is_approved(revision: Revision) -> bool:
    """Whether a professional approved exactly these words."""
    return ApprovalState.objects.filter(revision=revision, status=TaskState.STATUS_APPROVED).exists()


@transaction.atomic
def put_before_professionals(thing: Any, *, by: Any) -> None:
    """Ask for approval of the newest draft. Asking twice changes nothing; a newer draft takes the place of an older one."""
    state = thing.current_workflow_state
    newest = thing.get_latest_revision()
    if state is not None and state.status == WorkflowState.STATUS_IN_PROGRESS and state.current_task_state.revision_id != newest.pk:
        state.cancel(user=by)
        state = None
    if state is None:
        approval_workflow().start(thing, by)
    elif state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(by)


@transaction.atomic
def approval_workflow() -> Workflow:
    """The one workflow of all training content, made when it is first asked for."""
    task = ProfessionalApproval.objects.filter(active=True).first() or ProfessionalApproval.objects.create(name=NAME)
    place = WorkflowTask.objects.filter(task=task, workflow__active=True).select_related("workflow").order_by("pk").first()
    if place is None:
        place = WorkflowTask.objects.create(workflow=Workflow.objects.create(name=NAME), task=task)
    place.workflow.name = _("professional approval")  # for the label of the button; never saved
    return place.workflow
