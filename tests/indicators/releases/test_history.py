"""Whatever releases follow each other, every earlier state is known and can come back: compared with a plain dictionary."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators import actions
from indicators.actions.checking import check_release
from indicators.actions.publishing import publish_release
from indicators.differences import state_at
from indicators.models import DataRelease, Indicator
from tests.indicators.releases.handing_in import published

pytestmark = pytest.mark.django_db
Mode = DataRelease.Mode
#: indicator and year of a figure
Key = tuple[str, int]
State = dict[Key, float]

keys = st.tuples(st.sampled_from(["counted", "other"]), st.integers(2018, 2020))
files = st.dictionaries(keys, st.sampled_from([1.0, 2.0, 3.0]), min_size=1, max_size=5)
steps = st.one_of(
    st.tuples(st.sampled_from([Mode.ADD, Mode.REPLACE]), files),
    st.tuples(st.just("undo to"), st.integers(0, 9)),
)


def state(number: int) -> State:
    """Ask the database what was live when a release was the last."""
    rows = [row for part in state_at(number) for row in part.select_related("indicator")]
    found = {(row.indicator.slug, row.period_from.year): row.value for row in rows}
    assert len(found) == len(rows), "a figure is there twice"
    return found  # type: ignore[return-value]  # every figure of this test has a value


def after(before: State, mode: str, file: Mapping[Key, float]) -> State:
    """Say what has to be live once a file is published."""
    about = {slug for slug, _ in file}
    kept = {key: value for key, value in before.items() if mode == Mode.ADD or key[0] not in about}
    return kept | dict(file)


@given(plan=st.lists(steps, min_size=1, max_size=7))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_state_is_what_a_dictionary_would_hold(counted: Indicator, other: Indicator, plan: list[object]) -> None:
    with transaction.atomic():
        states: list[State] = [{}]
        for what, given in plan:  # type: ignore[misc]  # pairs, as the strategy makes them
            if what == "undo to":
                if len(states) == 1:
                    continue
                number = 1 + given % (len(states) - 1)
                back = actions.restore_release(to=DataRelease.objects.get(number=number), by=None, why="")
                publish_release(release=check_release(release=back), by=None)
                states.append(states[number])
            else:
                rows = [{"indicator": slug, "year": year, "value": value} for (slug, year), value in given.items()]
                published(*rows, mode=what)
                states.append(after(states[-1], what, given))
        assert [state(number) for number in range(len(states))] == states
        transaction.set_rollback(True)
