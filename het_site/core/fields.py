"""Fields that every app shares."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db import models
from wagtail.fields import StreamField as WagtailStreamField


class StreamField(WagtailStreamField):
    """A StreamField whose blocks stay out of migrations: changing a block changes no table."""

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """Name the field without its blocks."""
        name, path, _args, kwargs = models.Field.deconstruct(self)
        return name, path, [[]], kwargs


class URLField(models.URLField):
    """An address that is https when typed without its scheme, in forms that are not Wagtail's own too."""

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """Name the field as Django's own: the table is the same."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        """Give the form's field."""
        return super().formfield(**{"assume_scheme": "https", **kwargs})


class SeveralField(ArrayField):
    """Several of a few words, ticked in forms. `base_field` has the choices."""

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """Name the field as Django's own: the table is the same."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.contrib.postgres.fields.ArrayField", args, kwargs

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        """Give a tick box for each word."""
        options = {
            "form_class": forms.MultipleChoiceField,
            "choices": self.base_field.choices,
            "widget": forms.CheckboxSelectMultiple,
        }
        return models.Field.formfield(self, **options | kwargs)
