"""Codes that were asked for to sign in with. The code itself is stored nowhere: it is worked out from the row and the secret key."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class SignInCode(models.Model):
    """One code, for one address and for the browser that asked for it; gone once it is used, and an hour later anyway."""

    ticket = models.CharField(max_length=64, unique=True)  # a keyed hash of what the browser holds
    seed = models.CharField(max_length=64)
    address = models.EmailField()
    asked_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["asked_at"], name="core_signincode_forgotten")]

    def __str__(self) -> str:
        return f"Code asked for at {self.asked_at:%Y-%m-%d %H:%M}"
