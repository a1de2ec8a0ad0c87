"""Every fault of a file is told with its line and a reason that its author can act on."""

from __future__ import annotations

import pytest

from indicators.loading import Definition, read_areas, read_definition
from tests.indicators.files import definition_yaml


def definition(**changes: object) -> Definition:
    found, faults = read_definition(definition_yaml(**changes), file="definition.yaml", slug="counted")
    assert not faults
    assert found is not None
    return found


# Definitions


def test_a_good_definition_is_read() -> None:
    found = definition()
    assert found.values["meaning"] == "<p>How many are <b>counted</b>.</p>"
    assert found.is_percentage
    assert found.lines["title"] == 3


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"title": None}, "d.yaml: There is no “title”."),
        ({"colour": "red"}, "d.yaml, line 14: “colour” is not one we know."),
        ({"number": "one"}, "d.yaml, line 1: number: “one” is not a whole number."),
        ({"multiplier": 2.5}, "d.yaml, line 10: multiplier: “2.5” is not a whole number."),
        ({"decimals": True}, "d.yaml, line 9: decimals: “True” is not a whole number."),
        ({"title": 7}, "d.yaml, line 3: title: “7” is not text; put it in quotes."),
        (
            {"polarity": "up"},
            "d.yaml, line 11: polarity: “up” is not one of high_is_good, low_is_good, no_judgement.",
        ),
        ({"is_proxy": "yes"}, "d.yaml, line 14: is_proxy: “yes” is neither true nor false."),
        ({"reviewed_on": "soon"}, "d.yaml, line 14: reviewed_on: “soon” is not a date such as 2026-11-22."),
        ({"meaning": "# Big"}, "d.yaml, line 13: meaning: Text cannot hold <h1>: use a block of its own."),
    ],
)
def test_a_bad_definition_is_told_with_its_line(changes: dict[str, object], fault: str) -> None:
    found, faults = read_definition(definition_yaml(**changes), file="d.yaml", slug="counted")
    assert found is None
    assert [str(one) for one in faults] == [fault]


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"- a\n- b\n", "d.yaml: The file must hold names with values."),
        (b"", "d.yaml: The file must hold names with values."),
        (b"title: a\nquestion: b\ntitle: c\n", "d.yaml: “title” stands in line 1 and again in line 3."),
        (b"title: [a\n", "d.yaml, line 2: This is not YAML: did not find expected ',' or ']'."),
        (b"title: \xff\n", "d.yaml: This is not UTF-8 text."),
    ],
)
def test_a_file_that_is_no_definition_is_told(data: bytes, fault: str) -> None:
    found, faults = read_definition(data, file="d.yaml", slug="counted")
    assert found is None
    assert [str(one) for one in faults] == [fault]


# Areas

AREA_HEADER = (
    "code,name,area_type,vintage,parent,valid_from,valid_to,population,population_source,deprivation_score,"
    "deprivation_source,hex_q,hex_r"
)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("E1,Place,ward,,,,,,,,,,", "code is “E1”; a code is one capital letter and eight digits."),
        ("E06000002,,ward,,,,,,,,,,", "name is empty."),
        (
            "E06000002,Place,village,,,,,,,,,,",
            "area_type is “village”; it must be country, region, local_authority, ward, msoa or lsoa.",
        ),
        ("E06000002,Place,ward,,E09999999,,,,,,,,", "Its parent E09999999 has to stand above it."),
        ("E06000001,Place,ward,,,,,,,,,,", "E06000001 is there already, in line 2."),
        ("E06000002,Place,ward,,,2020-01-01,2019-01-01,,,,,,", "valid_to is before valid_from."),
        ("E06000002,Place,ward,,,,,1.5,,,,,", "population is “1.5”, which is not a whole number."),
        ("E06000002,Place,ward,,,,,-5,,,,,", "population is below zero."),
        ("E06000002,Place,ward,,,,,,,,,1,", "A hexagon needs hex_q and hex_r."),
    ],
)
def test_a_bad_area_is_told_with_its_line(line: str, fault: str) -> None:
    data = f"{AREA_HEADER}\nE06000001,First,local_authority,,,,,,,,,,\n{line}\n".encode()
    _, faults = read_areas(data, file="areas.csv")
    assert [str(one) for one in faults] == [f"areas.csv, line 3: {fault}"]
