"""Attempts at what may be tried only so often. Holds no address and no name: only what cannot be read back."""

from __future__ import annotations

from django.db import models


class Attempt(models.Model):
    """One try, by a keyed hash of who tried what."""

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["kind", "key", "made_at"], name="core_attempt_counted"),
            models.Index(fields=["made_at"], name="core_attempt_forgotten"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} at {self.made_at:%Y-%m-%d %H:%M}"
