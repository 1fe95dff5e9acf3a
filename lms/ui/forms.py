"""The form renderer: `{{ form }}` and `{{ field.as_field_group }}` look like the rest of the house.

Forms come from `templates/django/forms/`; widgets stay Django's own (`django.forms` is an installed app).
"""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Our forms and fields, with the component tags at hand."""

    form_template_name = "django/forms/div.html"
    field_template_name = "django/forms/field.html"
