"""What the workers' jobs do: take a share, come back while there is more, and look after all of it every minute."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from newsletter.jobs import ask_for_lane, ask_for_workers
from newsletter.models import Sending
from newsletter.sending import arming, clock
from newsletter.sending.claiming import insisting
from newsletter.sending.run import send_some


def run_lane(lane: int) -> None:
    """Send for a stretch of time, then make way for other work and come back."""
    if not insisting(arming.look_after):
        return
    wait = send_some()
    if wait is not None:
        ask_for_lane(lane, at=timezone.now() + timedelta(seconds=wait))


def look_after() -> None:
    """Do what time does, and have workers sent to what waits for them: a job may have been lost with its worker."""
    if insisting(arming.look_after):
        clock.tick()
        if Sending.objects.filter(state=Sending.State.RUNNING).exists():
            ask_for_workers()
