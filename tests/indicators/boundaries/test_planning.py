"""What a file of outlines changes, and what is refused: a table of what is known and what is asked for."""

from __future__ import annotations

from typing import Any

import pytest

from indicators.boundaries import Boundary, Creation, KnownArea, Plan, Wanted, plan
from tests.indicators.boundaries.files import polygon, square

TOWN = KnownArea("E06000001", "Anytown", "local_authority")
HERE, THERE = polygon(square()), polygon(square(1))
WARDS = Creation("ward", "E06000001", "2023")


def decide(wanted: Wanted, *known: KnownArea, **fields: Any) -> Plan:
    boundary = Boundary(**({"feature": 1, "code": "E05000001", "name": "Hill", "outline": HERE} | fields))
    return plan([boundary], known={area.code: area for area in known}, wanted=wanted, file="wards.geojson")


def ward(outline: Any) -> KnownArea:
    return KnownArea("E05000001", "Hill", "ward", outline)


@pytest.mark.parametrize(
    ("wanted", "outline", "group"),
    [
        (Wanted(), None, "added"),
        (Wanted(), HERE, "unchanged"),
        (Wanted(replace=True), HERE, "unchanged"),
        (Wanted(replace=True), THERE, "replaced"),
        (Wanted(create=WARDS), None, "added"),
    ],
)
def test_a_known_area_gets_its_outline(wanted: Wanted, outline: Any, group: str) -> None:
    made = decide(wanted, TOWN, ward(outline))
    assert made.faults == ()
    assert [one.code for one in getattr(made, group)] == ["E05000001"]
    assert made.is_empty is (group == "unchanged")


def test_another_outline_is_not_replaced_unasked() -> None:
    (fault,) = decide(Wanted(), ward(THERE)).faults
    assert fault.reason == "Feature 1 (E05000001): Hill has another outline already."
    assert "a new area with a code of its own" in fault.mend


def test_an_unknown_area_is_refused_left_out_or_created() -> None:
    (fault,) = decide(Wanted(), TOWN).faults
    assert fault.reason == "Feature 1 (E05000001): There is no area E05000001 here."
    assert len(decide(Wanted(leave_out_unknown=True), TOWN).left_out) == 1
    assert len(decide(Wanted(create=WARDS), TOWN).created) == 1


@pytest.mark.parametrize(
    ("create", "fields", "reason"),
    [
        (Creation("ward", "E06000009", "2023"), {}, "The area E06000009 is not known."),
        (Creation("ward", "", "2023"), {}, "The area they lie in is not known."),
        (
            Creation("local_authority", "E06000001"),
            {"code": "E06000002"},
            "Anytown is not larger than a local authority.",
        ),
        (Creation("country", "E06000001"), {"code": "E92000001"}, "Anytown is not larger than a country."),
        (Creation("parish", "E06000001"), {"code": "X04000001"}, "“parish” is not a kind of area."),
        (Creation("ward", "E06000001"), {}, "New areas of this kind need a vintage."),
        (WARDS, {"code": "E07000001"}, "This is the code of a local authority, not of a ward."),
        (WARDS, {"code": "E01000001"}, "This is the code of a small neighbourhood (LSOA), not of a ward."),
        (WARDS, {"name": ""}, "A new area needs a name, and the file gives none."),
    ],
)
def test_new_areas_need_what_makes_them_whole(create: Creation, fields: dict[str, Any], reason: str) -> None:
    made = decide(Wanted(create=create), TOWN, **fields)
    assert reason in " ".join(fault.reason for fault in made.faults)
    assert all(fault.mend for fault in made.faults)


def test_a_code_of_no_kind_we_know_may_be_created() -> None:
    assert len(decide(Wanted(create=WARDS), TOWN, code="X05000001").created) == 1
