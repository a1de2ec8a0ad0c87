"""Gives any Django form the GOV.UK Design System's markup. Knows no particular form."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class GovukRenderer(TemplatesSetting):
    """Renders forms, fields and widgets from `templates/django/forms/`; the CMS keeps its own widgets' templates."""

    form_template_name = "django/forms/form.html"
    formset_template_name = "django/forms/formset.html"
    field_template_name = "django/forms/field.html"
