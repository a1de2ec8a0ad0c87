"""Who agreed that a picture is shown, to what, and for how long: one set of fields for whoever takes pictures in."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils import timezone


class RecordedConsent(models.Model):
    """A consent as it is told. As with all of a draft, any of it may be missing; it counts once nothing `lacks` any more."""

    class Shown(models.TextChoices):
        """The youngest who can be recognised."""

        NOBODY = "nobody", "Nobody can be recognised"
        ADULTS = "adults", "Adults"
        YOUNG = "young", "Young people from 13 to 17"
        CHILDREN = "children", "Children under 13"

    #: the fields that are needed for every picture, and the one that says where it may be shown
    needed: tuple[str, ...] = ("shown",)
    channel = "on_web"

    shown = models.CharField("who can be recognised", max_length=10, choices=Shown.choices, blank=True)
    holder = models.CharField("who keeps the consent", max_length=160, blank=True)
    guardian = models.CharField("who agreed for children under 13", max_length=160, blank=True)
    reference = models.CharField(max_length=80, blank=True)
    in_newsletter = models.BooleanField("newsletters", default=False)
    given_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_withdrawn(self) -> bool:
        """Tell whether it was taken back or ran out."""
        return self.withdrawn_at is not None

    @property
    def lacks(self) -> tuple[str, ...]:
        """Name the fields that have to be told before the picture can be shown."""
        needed = list(self.needed)
        if self.shown not in {"", self.Shown.NOBODY}:
            needed += ["holder", "given_on"]
        if self.shown == self.Shown.CHILDREN:
            needed.append("guardian")
        return tuple(name for name in (*needed, self.channel) if not getattr(self, name))

    def holds(self, on: date | None = None) -> bool:
        """Tell whether the picture may be shown on a day, where its `channel` says."""
        day = on or timezone.localdate()
        return not self.lacks and not self.is_withdrawn and (self.expires_on is None or self.expires_on >= day)
