"""Who writes a story: its author, and those who were invited to write with them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from casestudies.models.submissions import Submission


class Membership(models.Model):
    """A person who may write a story. Each has one author, who alone invites, sends, withdraws and deletes."""

    class Role(models.TextChoices):
        """What they are to it."""

        AUTHOR = "author", "Author"
        CO_AUTHOR = "co_author", "Co-author"

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.CO_AUTHOR)
    joined_at = models.DateTimeField(default=timezone.now)
    #: where they were last, to warn two who edit the same part
    at_group = models.CharField(max_length=40, blank=True)
    at_group_since = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["role", "joined_at"]
        constraints = [
            models.UniqueConstraint(name="casestudies_member_once", fields=["submission", "user"]),
            models.UniqueConstraint(
                name="casestudies_one_author", fields=["submission"], condition=models.Q(role="author")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display().lower()}"


class AccountNotice(models.Model):
    """That somebody was told that their unused account goes. It is gone once they sign in or write again."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    told_on = models.DateField()

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return f"{self.user}, {self.told_on}"


class Invitation(models.Model):
    """An email address that was asked to join. It proves nothing: whoever signs in with the address may join."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(max_length=254)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["made_at"]
        constraints = [
            models.UniqueConstraint("submission", Lower("email"), name="casestudies_invited_once"),
        ]

    def __str__(self) -> str:
        return self.email
