"""The blocks: a figure, a chart, a table or a ward map of one indicator. They hold a choice and no figure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from wagtail.blocks import CharBlock, ChoiceBlock, StructBlock, StructValue
from wagtail.snippets.blocks import SnippetChooserBlock

from indicators.body import shown
from indicators.body.batch import Batch

if TYPE_CHECKING:
    from indicators.models import Indicator
    from indicators.profiles import Profile

#: what editors are told in the preview, where readers see nothing
GONE = "Its indicator was deleted. Choose another one, or take this block out."
DRAFT = "Its indicator is not published. Readers see this block once it is."
NO_TOWN = "No town is chosen in the settings yet."
RETIRED = "This indicator is no longer in the set."


class IndicatorValue(StructValue):
    """A block's choice, and the blocks of its kind that stand in the same body."""

    batch: Batch | None = None
    place = 0

    @property
    def indicator(self) -> Indicator | None:
        """Give the indicator; None where it was deleted."""
        found: Indicator | None = self.get("indicator")
        return found

    def together(self) -> Batch:
        """Give what is read for it; alone where it did not come from a stored body."""
        if self.batch is None:
            self.batch = Batch([self.indicator])
        return self.batch

    def profile(self) -> Profile | None:
        """Give what the figures of its indicator have to say; None for readers who may not see it."""
        one = self.indicator
        return self.together().profiles.get(one.pk) if one is not None and one.live else None

    @property
    def prefix(self) -> str:
        """Give what begins the ids of its parts."""
        one = self.indicator
        return shown.prefix_of(self.block.name or "block", self.place, one.slug if one else "")

    def as_text(self) -> str:
        """Say it in plain text, for messages and feeds; empty where readers may not see it."""
        one, profile = self.indicator, self.profile()
        if one is None or profile is None:
            return ""
        line = shown.text_of(shown.headlines(profile, people=self.get("people") or ""), one.title)
        return " ".join(filter(None, (line, self.get("caption"))))


class IndicatorBlock(StructBlock):
    """What the four have in common: they show a public indicator's stored figures, and nothing else."""

    def bulk_to_python(self, values: Iterable[Any]) -> list[IndicatorValue]:
        """Bind the blocks of a stored body together, so that their figures are read together."""
        found: list[IndicatorValue] = super().bulk_to_python(list(values))
        batch = Batch([value.indicator for value in found])
        for place, value in enumerate(found):
            value.batch, value.place = batch, place
        return found

    def get_context(self, value: IndicatorValue, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Give what readers see, or in a preview why they see nothing."""
        context: dict[str, Any] = super().get_context(value, parent_context)
        request = context.get("request")
        together = value.together()
        if request is not None and together.request is None:
            together.request = request
        one, profile = value.indicator, value.profile()
        found = self.found(value, profile) if profile is not None else {}
        is_preview = bool(getattr(request, "is_preview", False))
        return context | {
            "indicator": one,
            "indicator_url": together.addresses.get(one.pk, "") if one else "",
            "setting": together.setting,
            "found": found,
            "is_shown": any(found.values()),
            "sources": profile.sources if profile else (),
            "retired": RETIRED if one and one.is_retired else "",
            "to_editors": self.fault(value, profile, found) if is_preview else "",
        }

    def found(self, value: IndicatorValue, profile: Profile) -> dict[str, Any]:
        """Pick what this kind of block shows."""
        raise NotImplementedError

    def fault(self, value: IndicatorValue, profile: Profile | None, found: dict[str, Any]) -> str:
        """Say why readers see nothing; empty where they see something."""
        one = value.indicator
        if one is None:
            return GONE
        if not one.live:
            return DRAFT
        if profile is None:
            return NO_TOWN
        return "" if any(found.values()) else self.meta.without

    def get_searchable_content(self, value: IndicatorValue) -> list[str]:
        """Let search find the page by the indicator's name; its figures change without the page."""
        one = value.indicator
        if one is None or not one.live:
            return []
        return [one.title, *filter(None, [value.get("caption")])]

    def get_preview_value(self) -> IndicatorValue:
        """Show the picker's preview with the first indicator of the set that has something to show."""
        from indicators.body.example import example

        chosen = example(needs_places=self.meta.needs_places)
        return self.normalize({"indicator": chosen, **self.meta.example})

    class Meta:
        abstract = True
        value_class = IndicatorValue
        group = "Figures from the indicators"
        needs_places = False
        example: dict[str, str] = {}
        without = ""


INDICATOR_HELP = "Its page, its units and its source are linked and named by themselves."
CAPTION_HELP = "What readers should see in it, in a sentence. Leave empty if the figures speak for themselves."
PEOPLE_HELP = "Leave empty for the indicator’s own headline: all people, or women and men."


def _indicator() -> SnippetChooserBlock:
    return SnippetChooserBlock("indicators.Indicator", help_text=INDICATOR_HELP)


def _caption() -> CharBlock:
    return CharBlock(required=False, max_length=250, help_text=CAPTION_HELP)


def _people() -> ChoiceBlock:
    return ChoiceBlock(choices=shown.PEOPLE, required=False, label="Whose figures", help_text=PEOPLE_HELP)


class IndicatorFigureBlock(IndicatorBlock):
    """The latest figure of an indicator, in large and in words."""

    indicator = _indicator()
    people = _people()
    caption = _caption()

    def found(self, value: IndicatorValue, profile: Profile) -> dict[str, Any]:
        """Pick the headline figures; an indicator without one says so."""
        return {"headlines": shown.headlines(profile, people=value.get("people") or ""), "is_blank": True}

    class Meta:
        icon = "order"
        template = "indicators/body/figure.html"
        label = "Indicator: latest figure"
        description = "The latest figure with its period, what it says beside the country, and a link to its page."


class IndicatorChartBlock(IndicatorBlock):
    """One chart of an indicator with its table below."""

    indicator = _indicator()
    chart = ChoiceBlock(choices=shown.CHARTS, default="trend", help_text="Not every indicator has each of these.")
    people = _people()
    caption = _caption()

    def found(self, value: IndicatorValue, profile: Profile) -> dict[str, Any]:
        """Pick the charts of the chosen kind."""
        people = value.get("people") or ""
        kind = value.get("chart") or "trend"
        return {"charts": shown.charts(profile, kind=kind, people=people, prefix=value.prefix)}

    class Meta:
        icon = "history"
        template = "indicators/body/chart.html"
        label = "Indicator: chart"
        description = "A chart as on the indicator’s page, always of the figures that are live."
        example = {"chart": "trend"}
        without = "This indicator has no such chart. Choose another one. Readers see nothing here."


class IndicatorTableBlock(IndicatorBlock):
    """One table of an indicator."""

    indicator = _indicator()
    table = ChoiceBlock(
        choices=shown.TABLES, default=shown.OVER_TIME, help_text="Not every indicator has each of these."
    )
    people = _people()
    caption = _caption()

    def found(self, value: IndicatorValue, profile: Profile) -> dict[str, Any]:
        """Pick the tables of the chosen kind."""
        kind = value.get("table") or shown.OVER_TIME
        people = value.get("people") or ""
        return {"tables": shown.tables(profile, kind=kind, people=people, prefix=value.prefix)}

    class Meta:
        icon = "table"
        template = "indicators/body/table.html"
        label = "Indicator: table"
        description = "A table as on the indicator’s page, always of the figures that are live."
        example = {"table": shown.OVER_TIME}
        without = "This indicator has no such table. Choose another one. Readers see nothing here."


class WardMapBlock(IndicatorBlock):
    """A map of wards with its table below."""

    indicator = _indicator()
    caption = _caption()

    def found(self, value: IndicatorValue, profile: Profile) -> dict[str, Any]:
        """Pick the map of the boundaries in use."""
        return {"map": shown.ward_map(profile, prefix=value.prefix)}

    class Meta:
        icon = "site"
        template = "indicators/body/map.html"
        label = "Indicator: ward map"
        description = "The wards of the town on a map, with the same figures in a table below."
        needs_places = True
        without = "This indicator has no figures for wards. Choose another one. Readers see nothing here."
