"""Tasks run at once, and a task that breaks breaks the test (Django's own backend keeps it quiet)."""

from typing import Any

from django.tasks.backends.immediate import ImmediateBackend


class Loud(ImmediateBackend):
    def _execute_task(self, task_result: Any) -> None:
        super()._execute_task(task_result)
        if task_result.errors:
            raise AssertionError(task_result.errors[-1].traceback)
