"""The library's catalogue as the worker wrote it down, so that no visit has to. Never edited."""

from __future__ import annotations

from django.db import models


class StoredCatalogue(models.Model):
    """Which stories have which value of which filter. The mark names the state of the library that it was read in."""

    mark = models.CharField(max_length=40)
    written = models.TextField()

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.CheckConstraint(name="casestudies_one_stored_catalogue", condition=models.Q(id=1))]

    def __str__(self) -> str:
        return self.mark
