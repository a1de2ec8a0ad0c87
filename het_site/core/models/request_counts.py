"""How often something was asked for within a stretch of time. Holds no address: only a hash that cannot be read back."""

from __future__ import annotations

from django.db import models


class RequestCount(models.Model):
    """Requests of one kind from one key since a stretch of time began."""

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=64)
    began_at = models.DateTimeField()
    made = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "key", "began_at"], name="core_requestcount_once"),
        ]
        indexes = [models.Index(fields=["began_at"], name="core_requestcount_forgotten")]

    def __str__(self) -> str:
        return f"{self.made} of {self.kind} since {self.began_at:%Y-%m-%d %H:%M}"
