"""How often codes may be asked for and tried, for all web processes together."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest

from het_site.core import throttle
from het_site.core.throttle import Limit, network_address

#: somebody whose email does not come and who asks again and again
BY_PERSON_AND_PLACE = Limit("code by person and place", most=5, within=timedelta(minutes=15))
#: one mailbox filled, or its codes guessed at, from many places: at five tries each, a day's guessing finds one in 10,000
BY_PERSON = Limit("code by person", most=20, within=timedelta(days=1))
#: one place that signs up many; wide enough for a workshop behind one address
BY_PLACE = Limit("code by place", most=30, within=timedelta(minutes=15))
#: typing digits; each code dies after five tries anyway
TRIES_BY_PLACE = Limit("code tried by place", most=100, within=timedelta(minutes=15))

#: guessing at the second factor of somebody whose password is known
FACTOR_BY_PERSON = Limit("second factor by person", most=5, within=timedelta(minutes=15))


def spend_on_asking(request: HttpRequest, address: str) -> timedelta:
    """Note that a code is asked for; gives how long to wait where that is too often."""
    limits = _asking(request, address)
    return timedelta() if throttle.spend(limits) else max(throttle.wait(limits), timedelta(minutes=1))


def spend_on_trying(request: HttpRequest) -> timedelta:
    """Note that a code is tried; gives how long to wait where that is too often."""
    return timedelta(seconds=throttle.seconds_to_wait(TRIES_BY_PLACE, network_address(request)))


def forgive(request: HttpRequest, address: str) -> None:
    """Forget how often somebody asked who has shown that the mailbox is theirs."""
    limits = _asking(request, address)
    for limit in (BY_PERSON_AND_PLACE, BY_PERSON):
        throttle.forgive(limit, limits[limit])


def _asking(request: HttpRequest, address: str) -> dict[Limit, str]:
    place = network_address(request)
    return {BY_PERSON_AND_PLACE: f"{address} {place}", BY_PERSON: address, BY_PLACE: place}
