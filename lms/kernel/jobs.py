"""`django.tasks` on top of django-q2: Wagtail's own tasks and ours go through the same queue.

With the ORM broker the queue is a table: an enqueue rolls back with the deed that asked for it. Delivery is at least
once, so every task is idempotent. Payloads hold ids only.
"""

from typing import Any

from django.tasks import TaskResult, TaskResultStatus
from django.tasks.backends.base import BaseTaskBackend
from django.utils import timezone
from django.utils.module_loading import import_string
from django_q.tasks import async_task


def run(module_path: str, args: list[Any], kwargs: dict[str, Any]) -> None:
    """Run in the worker: find the task by its path and call it."""
    import_string(module_path).call(*args, **kwargs)


class QueueBackend(BaseTaskBackend):
    """Hands tasks to the worker process through the database."""

    supports_async_task = True

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> TaskResult:
        self.validate_task(task)
        name = async_task("lms.kernel.jobs.run", task.module_path, list(args), dict(kwargs), save=False)
        return TaskResult(
            task=task, id=name, status=TaskResultStatus.READY, enqueued_at=timezone.now(), started_at=None, finished_at=None,
            last_attempted_at=None, args=list(args), kwargs=dict(kwargs), backend=self.alias, errors=[], worker_ids=[],
        )  # fmt: skip
