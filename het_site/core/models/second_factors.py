"""What staff sign in with beside their password. Neither secret nor codes can be read back without the site's secret key."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class SecondFactor(models.Model):
    """The app of one person that shows a new code every half minute."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="second_factor")
    seed = models.CharField(max_length=64)
    masked_secret = models.CharField(max_length=64)
    last_step = models.BigIntegerField(default=0)  # the half minute of the last code, which works once
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"Second factor of account {self.user_id}"


class RecoveryCode(models.Model):
    """A code for the day when the phone is lost, by its keyed hash; gone once it is used."""

    factor = models.ForeignKey(SecondFactor, on_delete=models.CASCADE, related_name="recovery_codes")
    code = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"Recovery code of account {self.factor.user_id}"
