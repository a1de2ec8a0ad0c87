"""Chooses which counts to hold back, so that sums and differences of those that are shown give no small one away."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import coo_array, hstack

SMALL = "small"
SECONDARY = "secondary"
#: a change smaller than this is the solver's rounding
NOTHING = 1e-6

Counts = NDArray[np.float64]


@dataclass(frozen=True)
class Cell:
    """One count. `count` is None where we do not know it, `is_shown` tells whether readers would.

    `is_guarded` marks one that is not shown and must not be worked out; `cost` is what hiding it would cost readers.
    """

    key: Hashable
    count: float | None
    is_shown: bool = True
    is_guarded: bool = False
    cost: float = 1.0


@dataclass(frozen=True)
class Group:
    """A total and the cells that add up to it; `is_whole` tells whether none of its parts is missing."""

    total: Hashable
    parts: tuple[Hashable, ...]
    is_whole: bool = True


def hold_back(cells: Iterable[Cell], groups: Iterable[Group], *, threshold: int) -> dict[Hashable, str]:
    """Give the cells to hold back and why: `small`, or `secondary` because it would give a small one away.

    Counts above zero and below the threshold are small. What is held back can, for all that anybody can work out from
    what is shown, be anything from nothing to more than the threshold. The method is the one of statistical offices
    for linked tables (Kelly, Golden and Assad, Networks 1992): for each small count, find the cheapest changes to
    other cells that would leave every sum as it is while the count went down to nothing, and up beyond the threshold;
    the cells so changed are held back, and what they could have been hides what they are.
    """
    known = {cell.key: cell for cell in cells}
    if threshold < 2:
        return {}
    small = {cell.key: SMALL for cell in known.values() if _is_small(cell, threshold)}
    if not small and not any(cell.is_guarded for cell in known.values()):
        return {}
    held: dict[Hashable, str] = dict(small)
    for part, sums in _connected(known, list(groups)):
        if any(cell.key in small or cell.is_guarded for cell in part):
            found = _Table(part, sums, threshold).protect(set(small))
            held |= {key: SECONDARY for key in found if key not in small}
    return held


def _is_small(cell: Cell, threshold: int) -> bool:
    return cell.is_shown and cell.count is not None and 0 < cell.count < threshold


def _connected(cells: Mapping[Hashable, Cell], groups: Sequence[Group]) -> Iterable[tuple[list[Cell], list[Group]]]:
    """Part the cells into those that sums connect; a cell that no sum holds needs no protection."""
    leaders: dict[Hashable, Hashable] = {}

    def leader(key: Hashable) -> Hashable:
        while leaders.setdefault(key, key) != key:
            leaders[key] = leaders[leaders[key]]
            key = leaders[key]
        return key

    for group in groups:
        for key in group.parts:
            leaders[leader(key)] = leader(group.total)
    parts: dict[Hashable, tuple[list[Cell], list[Group]]] = {}
    for key in leaders:
        parts.setdefault(leader(key), ([], []))[0].append(cells[key])
    for group in groups:
        parts[leader(group.total)][1].append(group)
    return parts.values()


class _Table:
    """The cells that sums connect, and what anybody can work out from those that are shown."""

    def __init__(self, cells: Sequence[Cell], groups: Sequence[Group], threshold: int) -> None:
        self.cells = sorted(cells, key=lambda cell: repr(cell.key))  # the same file always gives the same result
        self.threshold = threshold
        self.reach = threshold + 1.0
        self.place = {cell.key: place for place, cell in enumerate(self.cells)}
        self.hidden = np.array([not cell.is_shown for cell in self.cells])
        self.counts = np.array([math.nan if cell.count is None else float(cell.count) for cell in self.cells])
        self.costs = np.array([cell.cost * (1 + math.log1p(max(cell.count or 0, 0))) for cell in self.cells])
        self.sums = self._sums(groups)
        self.rest = self._fill(groups)
        self.loose = np.flatnonzero(~np.isnan(self.rest))
        slack = _unit(len(groups))[:, self.loose]
        self.matrix = hstack([self.sums, -self.sums, slack, -slack]).tocsc()

    def _sums(self, groups: Sequence[Group]) -> Any:
        """Write each group as a row: its parts less its total."""
        entries = [
            (row, self.place[key], sign)
            for row, group in enumerate(groups)
            for key, sign in ((group.total, -1.0), *((part, 1.0) for part in group.parts))
        ]
        rows, columns, signs = zip(*entries, strict=True)
        return coo_array((signs, (rows, columns)), shape=(len(groups), len(self.cells))).tocsc()

    def _fill(self, groups: Sequence[Group]) -> Counts:
        """Put possible counts where we know none; gives what may be left of each total, NaN where nothing may.

        What can be worked out depends on the sums alone, so any counts that fit them will do. A rest that is large
        hides what it is made of; one that is small might as well be nothing.
        """
        unknown = np.isnan(self.counts)
        has_unknown = (abs(self.sums) @ unknown.astype(float)) > 0
        if unknown.any():
            width, eye = int(unknown.sum()), _unit(len(groups))
            found: Any = linprog(
                np.concatenate([np.zeros(width), np.ones(2 * len(groups))]),
                A_eq=hstack([self.sums[:, np.flatnonzero(unknown)], eye, -eye]).tocsc(),
                b_eq=-(self.sums @ np.where(unknown, 0, self.counts)),
            )
            self.counts[unknown] = np.maximum(found.x[:width], 0)
        rest = -(self.sums @ self.counts)
        open_ended = [not group.is_whole and bool(has_unknown[row]) for row, group in enumerate(groups)]
        return np.where((rest >= self.threshold - NOTHING) | open_ended, np.maximum(rest, 0), math.nan)

    def protect(self, small: set[Hashable]) -> set[Hashable]:
        """Hide cells until nothing guarded can be worked out; gives those that were shown."""
        before = self.hidden.copy()
        for key in small & self.place.keys():
            self.hidden[self.place[key]] = True
        guarded = [place for place, cell in enumerate(self.cells) if cell.key in small or self._is_guarded(cell)]
        for place in sorted(guarded, key=lambda place: -self.counts[place]):
            if self.cells[place].count is not None or self._may_be_small(place):
                self._let(place, max(self.reach - self.counts[place], 0))
                self._let(place, -self.counts[place])
        return {cell.key for place, cell in enumerate(self.cells) if self.hidden[place] and not before[place]}

    def _is_guarded(self, cell: Cell) -> bool:
        return cell.is_guarded and (cell.count is None or 0 < cell.count < self.threshold)

    def _may_be_small(self, place: int) -> bool:
        """Tell whether a count that we do not know might be small for all that can be worked out."""
        goal = np.zeros(self.matrix.shape[1])
        goal[place], goal[len(self.cells) + place] = 1, -1
        up, down = np.where(self.hidden, np.inf, 0.0), np.where(self.hidden, self.counts, 0.0)
        least = self._solve(goal, up, down)
        return least is None or bool(self.counts[place] + least[place] < self.threshold - NOTHING)

    def _let(self, place: int, change: float) -> None:
        """Hide the cheapest cells that let one count change so far while every sum stays."""
        if abs(change) <= NOTHING:
            return
        costs = np.where(self.hidden, 0.0, self.costs)
        up, down = np.full(len(self.cells), np.inf), self.counts.copy()
        least = np.zeros((2, len(self.cells)))
        up[place] = least[0, place] = max(change, 0)
        down[place] = least[1, place] = max(-change, 0)
        goal = np.concatenate([costs, costs, np.zeros(2 * len(self.loose))])
        changes = self._solve(goal, up, down, least=least)
        if changes is None:  # the sums contradict each other: hide all that stands in one with it
            rows = self.sums.tocsr()[self.sums[:, [place]].nonzero()[0]]
            self.hidden[rows.nonzero()[1]] = True
        else:
            self.hidden |= np.abs(changes) > NOTHING

    def _solve(self, goal: Counts, up: Counts, down: Counts, *, least: Counts | None = None) -> Counts | None:
        """Find the cheapest changes within bounds that keep every sum; None where there are none."""
        if least is None:
            least = np.zeros((2, len(self.cells)))
        rest = np.concatenate([np.full(len(self.loose), np.inf), self.rest[self.loose]])
        lowest = np.concatenate([least[0], least[1], np.zeros(len(rest))])
        bounds: Any = np.stack([lowest, np.concatenate([up, down, rest])], axis=1)
        found: Any = linprog(goal, A_eq=self.matrix, b_eq=np.zeros(self.matrix.shape[0]), bounds=bounds)
        width = len(self.cells)
        return found.x[:width] - found.x[width : 2 * width] if found.success else None


def _unit(size: int) -> Any:
    places = np.arange(size)
    return coo_array((np.ones(size), (places, places)), shape=(size, size)).tocsc()
