"""Every component as a template tag. Listed in the template engine's `builtins`: no `{% load %}` needed.

Signatures are keyword-only. A misspelt parameter is an error when the template compiles, an unknown
kind or state when it renders.
"""

from lms.ui.components import chat, fields, lists, marks, page, rubric, words
from lms.ui.register import register

__all__ = ["chat", "fields", "lists", "marks", "page", "register", "rubric", "words"]
