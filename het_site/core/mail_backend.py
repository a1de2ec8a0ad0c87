"""The last gate for email: whatever sends it, nobody unknown is written to outside the public site."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage

from het_site.core.email import is_known

logger = logging.getLogger(__name__)


class GuardedBackend(BaseEmailBackend):
    """Hands messages to `EMAIL_DELIVERY_BACKEND` without the recipients that this copy of the site may not write to.

    Code of ours goes through `send_email`, which refuses loudly. The CMS writes to whoever has an account, and an
    editor's work must not stop because one of them is a stranger here: the stranger is left out and the log says so.
    """

    def __init__(self, *, fail_silently: bool = False, **kwargs: Any) -> None:
        super().__init__(fail_silently=fail_silently)
        self._delivery = get_connection(settings.EMAIL_DELIVERY_BACKEND, fail_silently=fail_silently, **kwargs)

    def open(self) -> bool | None:
        """Open the delivery's connection."""
        return bool(self._delivery.open())

    def close(self) -> None:
        """Close the delivery's connection."""
        self._delivery.close()

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Send what is left of the messages; gives the number sent."""
        allowed = [message for message in email_messages if self._leave_out_strangers(message)]
        return self._delivery.send_messages(allowed) or 0 if allowed else 0

    def _leave_out_strangers(self, message: EmailMessage) -> bool:
        """Strike unknown recipients; tell whether anybody is left."""
        strangers = [address for address in message.recipients() if not is_known(address)]
        if strangers:
            logger.warning("Not sent to %d recipients unknown to this copy of the site.", len(strangers))
            message.to = [address for address in message.to if is_known(address)]
            message.cc = [address for address in message.cc if is_known(address)]
            message.bcc = [address for address in message.bcc if is_known(address)]
        return bool(message.recipients())
