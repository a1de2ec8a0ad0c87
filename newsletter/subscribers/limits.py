"""How often somebody may sign up or ask for another address, for all web processes together."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest

from het_site.core import throttle
from het_site.core.throttle import Limit, network_address

#: one mailbox filled from many places
BY_ADDRESS = Limit("sign-up by address", most=5, within=timedelta(days=1))
#: one place that signs up many; wide enough for a stall at a fair behind one network
BY_PLACE = Limit("sign-up by place", most=30, within=timedelta(minutes=15))
#: a mailbox that called us spam, or that did not exist, is not written to again and again
UNWELCOME = Limit("sign-up of unwelcome", most=1, within=timedelta(days=1))


def spend(request: HttpRequest, address: str) -> timedelta:
    """Note that somebody asks; gives how long to wait where that is too often."""
    limits = {BY_ADDRESS: address, BY_PLACE: network_address(request)}
    return timedelta() if throttle.spend(limits) else max(throttle.wait(limits), timedelta(minutes=1))


def may_write_to_unwelcome(address_key: str) -> bool:
    """Note one email to a mailbox that turned us away, and tell whether it may go."""
    return throttle.spend({UNWELCOME: address_key})
