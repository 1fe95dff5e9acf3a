"""What templates below the assessment may ask it."""

from __future__ import annotations

from django import template

from certification.assessment.afterwards import Wait, waits_of

register = template.Library()


@register.simple_tag(takes_context=True)
def afterwards(context: template.Context) -> list[Wait]:
    """What the reader owes their practice chats, or has not read yet."""
    return waits_of(context["request"].user)
