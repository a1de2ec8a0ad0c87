"""Reads what blocks show: once for all blocks of a kind in one body, as late as when the first of them is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import prefetch_related_objects
from django.http import HttpRequest

if TYPE_CHECKING:
    from indicators.models import Indicator, IndicatorSettings
    from indicators.profiles import Profile, Setting


class Batch:
    """The indicators of some blocks. `request` is the reader's, where the template that draws them knows it."""

    def __init__(self, indicators: Sequence[Indicator | None]) -> None:
        self.indicators = indicators
        self.request: HttpRequest | None = None

    @cached_property
    def settings(self) -> IndicatorSettings | None:
        """Give the site's settings; the default site's where nobody asks for a page, as in a message."""
        from indicators.models import IndicatorSettings

        if self.request is not None:
            return IndicatorSettings.for_request(self.request)
        return IndicatorSettings.of_default_site()

    @cached_property
    def setting(self) -> Setting | None:
        """Give the town and what it is set beside; None while no town is chosen."""
        from indicators.queries import setting_for

        return setting_for(self.settings) if self.settings else None

    @cached_property
    def profiles(self) -> dict[int, Profile]:
        """Give what the figures of each public indicator have to say, in as many queries whatever their number."""
        from indicators.queries import profiles

        public = {one.pk: one for one in self.indicators if one is not None and one.live}
        if self.setting is None or self.settings is None or not public:
            return {}
        prefetch_related_objects(list(public.values()), "targets")
        return profiles(list(public.values()), self.setting, self.settings)

    @cached_property
    def addresses(self) -> dict[int, str]:
        """Give each public indicator's address; the index page is looked up once."""
        public = [one for one in self.indicators if one is not None and one.live]
        found: dict[int, str] = {}
        for one in public:
            if found:
                one.index_path = public[0].index_path
            found[one.pk] = one.get_url(self.request)
        return found
