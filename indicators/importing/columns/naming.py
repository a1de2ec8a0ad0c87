"""Finds which indicator each row is about. One that nobody has is unlisted, not wrong; one that was not chosen is."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import polars as pl

from indicators.importing.columns.titles import LONGEST_SLUG, plain_spaces, plain_title, slug_of
from indicators.importing.faults import quoted
from indicators.importing.known import IndicatorRules, Known, Unlisted
from indicators.importing.layouts.guessing import guess

_LONGEST_TITLE = 120
#: more than any publisher puts in a file: the column is something else
_MOST_UNLISTED = 200


class Naming:
    """The indicators that a file is about."""

    def __init__(self, known: Known, chosen: str | None, learn: Callable[[IndicatorRules], None]) -> None:
        self._by_slug = {rules.slug: rules for rules in known.indicators}
        self._by_id = {rules.fingertips_id: rules for rules in known.indicators if rules.fingertips_id}
        self._by_title = {plain_title(rules.title): rules for rules in known.indicators if rules.title}
        self._chosen = self._by_slug[chosen] if chosen else None
        self._learn = learn
        self._slugs: dict[tuple[str, str], str] = {}
        #: the one name under which the file speaks of the chosen indicator
        self._spoken_of: tuple[str, str] | None = None
        self.unlisted: list[Unlisted] = []

    def name(self, raw: pl.DataFrame) -> pl.DataFrame:
        """Give each row the slug of its indicator, or an `indicator_fault`.

        Reads `indicator` (a slug or a title) or `fingertips_id` and `title`, whichever columns there are.
        """
        ids = raw["fingertips_id"] if "fingertips_id" in raw.columns else _empty(raw)
        titles = (
            raw["title"] if "title" in raw.columns else raw["indicator"] if "indicator" in raw.columns else _empty(raw)
        )
        named = pl.DataFrame({"id": ids.fill_null(""), "title": titles.fill_null("")})
        wanted = named.unique(maintain_order=True)
        found = [self._find(*row, raw=raw, named=named) for row in wanted.rows()]
        table = wanted.with_columns(
            pl.Series("indicator", [slug for slug, _ in found], dtype=pl.String),
            pl.Series("indicator_fault", [fault for _, fault in found], dtype=pl.String),
        )
        joined = named.join(table, on=["id", "title"], how="left", maintain_order="left")
        return raw.with_columns(joined["indicator"], joined["indicator_fault"])

    def _find(
        self, number: str, title: str, *, raw: pl.DataFrame, named: pl.DataFrame
    ) -> tuple[str | None, str | None]:
        title = plain_spaces(title)
        if self._chosen is not None:
            return self._as_chosen(self._chosen, number, title)
        if not number and not title:
            return None, "The row does not say which indicator it is about."
        rules = (
            self._by_id.get(number) if number else self._by_slug.get(title) or self._by_title.get(plain_title(title))
        )
        if rules is not None:
            return rules.slug, None
        key = (number, "" if number else title)
        if key not in self._slugs and len(self._slugs) == _MOST_UNLISTED:
            return None, f"The file names more than {_MOST_UNLISTED} indicators that the portal does not have."
        if key not in self._slugs:
            rows = raw.filter((named["id"] == number) & (number != "" or named["title"] == title))
            self._slugs[key] = self._add(number, title, rows)
        return self._slugs[key], None

    def _as_chosen(self, chosen: IndicatorRules, number: str, title: str) -> tuple[str | None, str | None]:
        """Take a row for the chosen indicator, unless it says that it is about another."""
        named = (number, "" if number else title)
        is_own = (
            number == chosen.fingertips_id
            if number and chosen.fingertips_id
            else not number and title in {"", chosen.slug}
        )
        if not is_own and not (number and chosen.fingertips_id):
            other = self._by_id.get(number) or self._by_slug.get(title)
            if other is None or other is chosen:
                self._spoken_of = self._spoken_of or named
                is_own = named == self._spoken_of
        if is_own:
            return chosen.slug, None
        what = f"{number} “{quoted(title)}”" if number else f"“{quoted(title)}”"
        return (
            None,
            f"The row is about indicator {what.strip()}; “{chosen.title or chosen.slug}” was chosen for the file.",
        )

    def _add(self, number: str, title: str, rows: pl.DataFrame) -> str:
        taken = {*self._by_slug, *(one.slug for one in self.unlisted)}
        slug = slug_of(title) or f"indicator-{number}"
        if slug in taken:
            slug = f"{slug[: LONGEST_SLUG - 12]}-{number or len(taken)}"
        value_type, unit, multiplier = guess(title, _triples(rows))
        # a slug in place of a title is put into words
        words = title.replace("-", " ").capitalize() if title and title == slug else title
        shown = words[:_LONGEST_TITLE] or f"Indicator {number}"
        self.unlisted.append(Unlisted(slug, shown, number, value_type, unit, multiplier))
        self._learn(IndicatorRules(slug, shown, number, is_percentage=None, multiplier=multiplier))
        return slug


def _empty(raw: pl.DataFrame) -> pl.Series:
    return pl.repeat(None, raw.height, eager=True, dtype=pl.String)


def _triples(rows: pl.DataFrame) -> Iterable[tuple[float, float, float]]:
    """Give value, count and denominator where a row has all three, for guessing."""
    names = ("value", "count", "denominator")
    if not set(names) <= set(rows.columns):
        return []
    numbers = rows.head(200).select(pl.col(name).cast(pl.Float64, strict=False) for name in names).drop_nulls()
    return [row for row in numbers.rows() if row[1] > 0 and row[2] > 0]
