"""Turns rows of text into figures: every cell read, every rule checked, every fault told. Names no database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from indicators.importing.batch import Batch, Told
from indicators.importing.columns.areas import Areas, Country
from indicators.importing.columns.cells import read_choice, read_flag, read_text
from indicators.importing.columns.dates import Periods, check_sortable
from indicators.importing.columns.numbers import read_numbers
from indicators.importing.columns.words import REASON_WORDS, SEX_WORDS, YES_WORDS
from indicators.importing.duplicates import Duplicates
from indicators.importing.faults import Faults
from indicators.importing.known import IndicatorRules, Known
from indicators.importing.notices import Notices, guessed_reason
from indicators.importing.rules import check_row
from indicators.importing.vocabulary import COLUMNS, FLAGS, JUDGEMENTS, REASONS, SEXES, TEXTS

_RULES = {
    "rule_is_percentage": ("is_percentage", pl.Boolean),
    "rule_is_part_of_whole": ("is_part_of_whole", pl.Boolean),
    "rule_multiplier": ("multiplier", pl.Float64),
    "rule_year_kind": ("year_kind", pl.String),
    "rule_source": ("source", pl.String),
    "rule_licence": ("licence", pl.String),
}
#: what a note says of the publisher's own comparison
_COMPARED = r"(?i)(?:^|; )published comparison with [^:;]+: (better|similar|worse|higher|lower)(?:$|(; ))"


@dataclass(frozen=True)
class Manner:
    """How a format writes things: exactly in the portal's words, or as people and publishers do."""

    is_strict: bool = False
    #: what stands in a cell where a number is missing, and the reason it gives
    signs: Mapping[str, str] = field(default_factory=dict)
    #: what fills empty cells
    defaults: Mapping[str, str] = field(default_factory=dict)
    #: rows about areas that nobody knows are left out, not refused
    leaves_out_others: bool = False
    #: every period of a headline needs the country
    needs_country: bool = False


class Checker:
    """Checks one file, batch by batch."""

    def __init__(self, known: Known, manner: Manner, faults: Faults, notices: Notices) -> None:
        self._manner = manner
        self._faults = faults
        self._notices = notices
        self._periods = Periods(today=known.today, is_strict=manner.is_strict)
        self._areas = Areas(known, notices, leaves_out_others=manner.leaves_out_others)
        self._country = Country(known) if manner.needs_country else None
        self._rules = {rules.slug: rules for rules in known.indicators}
        self._lacking: set[tuple[str, str]] = set()
        self.duplicates = Duplicates(is_strict=manner.is_strict)

    def add(self, rules: IndicatorRules) -> None:
        """Learn of an indicator that the file names and nobody has."""
        self._rules.setdefault(rules.slug, rules)

    def check(self, raw: pl.DataFrame, names: Mapping[str, str]) -> pl.DataFrame:
        """Give the good rows of a batch of text, typed, with the columns of `COLUMNS`."""
        batch = Batch(raw, names=names, faults=self._faults)
        is_lenient = not self._manner.is_strict
        self._attach_rules(batch)
        self._periods.read(batch)
        if batch.has("sortable"):
            check_sortable(batch)
        self._areas.read(batch)
        read_choice(
            batch, "sex", SEXES, default="persons" if is_lenient else None, words=SEX_WORDS if is_lenient else None
        )
        self._read_texts(batch)
        read_numbers(batch, is_strict=self._manner.is_strict, signs=self._manner.signs)
        for column, name in FLAGS.items():
            read_flag(batch, column, name, words=YES_WORDS if is_lenient else None)
            batch.typed[name] = batch.typed[name] | batch.typed[f"cell_{column}"]
        self._read_reason(batch)
        self._read_comparison(batch)
        check_row(batch, self._notices)
        limits = [batch.typed[name].is_not_null() for name in ("lower_95", "lower_998")]
        published = pl.DataFrame({"has": limits[0] | limits[1]})
        batch.typed["limits_from"] = published.select(
            pl.when("has").then(pl.lit("published")).otherwise(pl.lit(""))
        ).to_series()
        self.duplicates.check(batch)
        if self._country is not None:
            self._country.see(batch.frame)
        batch.close()
        return batch.passed().select(COLUMNS)

    def close(self) -> None:
        """Check what only the whole file can tell."""
        if self._country is not None:
            self._country.close(self._faults)

    def _attach_rules(self, batch: Batch) -> None:
        """Lay beside each row what holds for its indicator."""
        fault = batch.cells("indicator_fault")
        column = "fingertips_id" if batch.has("fingertips_id") else "indicator"
        mend = "Import the rows about another indicator in a file of their own, or choose no indicator."
        batch.refuse(fault.is_not_null(), lambda row: Told(row["raw"]["indicator_fault"], column, mend))
        slugs = batch.cells("indicator")
        batch.typed["indicator"] = slugs
        rules = [self._rules[slug] for slug in slugs.unique().drop_nulls().to_list()]
        table = pl.DataFrame(
            {name: [getattr(one, attribute) for one in rules] for name, (attribute, _) in _RULES.items()},
            schema={name: dtype for name, (_, dtype) in _RULES.items()},
        ).with_columns(pl.Series("indicator", [one.slug for one in rules], dtype=pl.String))
        found = slugs.to_frame("indicator").join(table, on="indicator", how="left", maintain_order="left")
        for name in _RULES:
            batch.typed[name] = found[name]

    def _read_texts(self, batch: Batch) -> None:
        for column, longest in TEXTS.items():
            if column == "period_label":
                self._check_label(batch)
            elif column in {"source", "licence"}:
                self._read_source(batch, column, longest)
            else:
                read_text(batch, column, longest=longest)
                if default := self._manner.defaults.get(column):
                    batch.typed[column] = batch.typed[column].replace("", default)

    def _check_label(self, batch: Batch) -> None:
        label = batch.typed["period_label"]
        read_text(batch, "period_label", longest=TEXTS["period_label"])
        batch.typed["period_label"] = label.fill_null("")

    def _read_source(self, batch: Batch, column: str, longest: int) -> None:
        """Read who published a figure, or its licence: the row's own, else the release's, else the indicator's."""
        if self._manner.is_strict:
            read_text(batch, column, longest=longest, is_required=True)
            return
        read_text(batch, column, longest=longest)
        default = self._manner.defaults.get(column, "")
        cells = pl.DataFrame({"own": batch.typed[column], "rule": batch.typed[f"rule_{column}"]})
        own = pl.when(pl.col("own") != "").then("own")
        filled = (
            cells.select(pl.coalesce(own, pl.lit(default or None, dtype=pl.String), "rule")).to_series().fill_null("")
        )
        batch.typed[column] = filled.alias(column)
        empty = filled == ""
        for slug in batch.typed["indicator"].filter(empty & ~batch.bad).unique().to_list():
            if (column, slug) not in self._lacking:
                self._lacking.add((column, slug))
                reason = f"Nothing says the {column} of the figures of “{slug}”."
                mend = f"Give the {column} for the whole file, or in a column “{column}”."
                self._faults.add(self._faults.fault(reason, column=column, mend=mend))
        batch.keep_back(empty)

    def _read_reason(self, batch: Batch) -> None:
        is_lenient = not self._manner.is_strict
        read_choice(batch, "reason", REASONS, default="", words=REASON_WORDS if is_lenient else None)
        if not is_lenient:
            return
        has_value = batch.typed["value"].is_not_null()
        cells = pl.DataFrame({"own": batch.typed["reason"], "cell": batch.typed["cell_reason"]})
        own = pl.when(pl.col("own") != "").then("own")
        reason = cells.select(pl.coalesce(own, "cell", pl.lit(""))).to_series()
        if not batch.has("reason"):
            unexplained = ~has_value & (reason == "") & ~batch.bad
            self._notices.count(batch.typed["line"].filter(unexplained), guessed_reason)
            reason = (
                pl.DataFrame({"reason": reason, "none": unexplained, "note": batch.typed["note"]})
                .select(pl.when("none").then(_reason_in_note()).otherwise("reason"))
                .to_series()
            )
        batch.typed["reason"] = reason.alias("reason")
        self._join_notes(batch)

    def _join_notes(self, batch: Batch) -> None:
        """Put what a value's shorthand says behind the row's own note."""
        said = batch.typed["cell_note"]
        if said.null_count() < len(said):
            notes = (
                pl.DataFrame({"own": batch.typed["note"], "said": said})
                .select(
                    pl.when(pl.col("said").is_null())
                    .then("own")
                    .when(pl.col("own") == "")
                    .then("said")
                    .otherwise(pl.concat_str("own", "said", separator="; "))
                )
                .to_series()
            )
            batch.refuse(notes.str.len_chars() > TEXTS["note"], Told("The note is too long.", "note", "Shorten it."))
            batch.typed["note"] = notes.alias("note")

    def _read_comparison(self, batch: Batch) -> None:
        words: dict[str, str] | None = None if self._manner.is_strict else {}
        read_choice(batch, "published_comparison", JUDGEMENTS, default="", words=words)
        if self._manner.is_strict or batch.has("published_comparison"):
            return
        note = pl.col("note")
        taken = batch.frame.select(
            published_comparison=note.str.extract(_COMPARED).str.to_lowercase().fill_null(""),
            note=note.str.replace(_COMPARED, "$2").str.strip_chars_start("; "),
        )
        batch.typed.update(taken.to_dict())


def _reason_in_note() -> pl.Expr:
    """Tell from a note why a figure is missing."""
    note = pl.col("note").str.to_lowercase()
    return (
        pl.when(note.str.contains("unreliable|reliab|quality|small sample"))
        .then(pl.lit("low_reliability"))
        .when(note.str.contains("suppress|disclos|held back|small number|small count|confidential"))
        .then(pl.lit("suppressed"))
        .when(note.str.contains("not applicable"))
        .then(pl.lit("not_applicable"))
        .otherwise(pl.lit("not_available"))
    )
