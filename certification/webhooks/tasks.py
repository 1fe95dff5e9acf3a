"""What the worker calls."""

from django.tasks import task

from certification.webhooks import actions


@task
def tell_listeners() -> None:
    """Every minute: write what is new, send what is due."""
    actions.announce()
    actions.deliver()
