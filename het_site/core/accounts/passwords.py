"""Who gets a link for a new password: staff, also those who were partners before and never had one."""

from __future__ import annotations

from wagtail.admin.forms.auth import PasswordResetForm

from het_site.core.accounts import people
from het_site.core.models import User


class LinkForm(PasswordResetForm):
    """Writes to whoever signs in with a password; partners, who have none, sign in with codes."""

    def get_users(self, email: str) -> list[User]:
        """Find who has the address."""
        user = people.find(email)
        return [user] if user and user.is_active and (user.has_usable_password() or people.is_staff(user)) else []
