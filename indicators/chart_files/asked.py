"""Which chart an address asks for: an indicator's, by name, beside the places that the address chooses."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpRequest

from indicators.charts import Chart
from indicators.comparators import MOST_ASKED, PARAMETER, UnknownPlaceError, comparators
from indicators.models import Indicator, IndicatorSettings
from indicators.queries import profile, setting_for


@dataclass(frozen=True)
class Asked:
    """A chart that is asked for; whether there is one is known once it is found."""

    indicator: Indicator
    name: str
    settings: IndicatorSettings
    beside: tuple[str, ...]

    @classmethod
    def of(cls, request: HttpRequest, indicator: Indicator, name: str) -> Asked:
        """Read it from an address."""
        beside = tuple(request.GET.getlist(PARAMETER)[:MOST_ASKED])
        return cls(indicator, name, IndicatorSettings.for_request(request), beside)

    @property
    def key(self) -> tuple[object, ...]:
        """Give everything beside the state of the data that decides what the chart shows."""
        places = self.settings
        chosen = places.town_id, places.country_id, places.region_id, places.neighbours_id
        return self.indicator.slug, self.name, *self.beside, *chosen

    @property
    def place(self) -> str:
        """Give where the chart stands below its page's address: the places chosen, and its name."""
        return f"{query_of(self.beside)}#{self.name}"

    def chart(self) -> Chart:
        """Find it; raises Http404 where the indicator's page has no such chart, or a place cannot be chosen."""
        setting = setting_for(self.settings)
        if setting is None:
            raise Http404
        try:
            compared = comparators(self.beside, setting, has_choices=False).chosen
        except UnknownPlaceError:
            raise Http404 from None
        found = profile(self.indicator, setting, self.settings, compared=compared).charts
        chart = next((chart for chart in found if chart.name == self.name), None)
        if chart is None:
            raise Http404
        return chart


def query_of(codes: tuple[str, ...]) -> str:
    """Give what an address ends with that chooses these places; nothing for none."""
    return f"?{urlencode({PARAMETER: codes}, doseq=True)}" if codes else ""
