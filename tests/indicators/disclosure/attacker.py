"""Somebody with a solver and all that is published: what can they say of each count that is held back?"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping

import numpy as np
from scipy.optimize import linprog

from indicators.disclosure import Cell, Group

ROUNDING = 1e-6


def ranges(
    cells: Iterable[Cell], groups: Iterable[Group], held: Iterable[Hashable]
) -> Mapping[Hashable, tuple[float, float]]:
    """Give the least and most that each count that is not shown can be. Sums are taken to be exact."""
    listed, hidden = list(cells), set(held)
    unknown = [cell.key for cell in listed if cell.key in hidden or not cell.is_shown]
    shown = {cell.key: cell.count for cell in listed if cell.key not in unknown}
    equations, totals = [], []
    for group in groups:
        row, total = np.zeros(len(unknown)), 0.0
        for key, sign in ((group.total, -1), *((part, 1) for part in group.parts)):
            if key in shown:
                total -= sign * float(shown[key] or 0)
            else:
                row[unknown.index(key)] = sign
        equations.append(row)
        totals.append(total)
    found = {}
    for place, key in enumerate(unknown):
        ends = []
        for sign in (1, -1):
            goal = np.zeros(len(unknown))
            goal[place] = sign
            result = linprog(goal, A_eq=np.array(equations), b_eq=np.array(totals), bounds=(0, None))
            assert result.status in {0, 3}, result.message
            ends.append(sign * float(result.fun) if result.status == 0 else float("inf"))
        found[key] = (ends[0], ends[1])
    return found


def given_away(
    cells: Iterable[Cell], groups: Iterable[Group], held: Mapping[Hashable, str], *, threshold: int
) -> dict[Hashable, tuple[float, float]]:
    """Give the small counts of which more can be said than that they are held back."""
    listed = list(cells)
    known = ranges(listed, list(groups), held)
    return {
        cell.key: known[cell.key]
        for cell in listed
        if cell.count is not None and 0 < cell.count < threshold and cell.key in known
        if known[cell.key][0] > ROUNDING or known[cell.key][1] <= threshold
    }
