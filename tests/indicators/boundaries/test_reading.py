"""A file of outlines: what is read from it, and for each kind of bad one what is wrong and how to mend it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.boundaries import Read, read_boundaries
from indicators.boundaries.reading import LARGEST_FILE
from indicators.boundaries.rings import MOST_POINTS, signed_area
from tests.indicators.boundaries.files import feature, geojson, polygon, square

OPEN = square()[:-1]


def read(data: bytes) -> Read:
    return read_boundaries(data, file="wards.geojson")


def test_a_good_file_gives_code_name_and_outline() -> None:
    found = read(geojson(feature(), feature("E05000002", "Mill", polygon(square(1)))))
    assert found.faults == ()
    assert [(one.feature, one.code, one.name) for one in found.boundaries] == [
        (1, "E05000001", "Hill"),
        (2, "E05000002", "Mill"),
    ]
    assert found.boundaries[0].outline == polygon(square())
    assert found.notes == ("Codes were read from WD24CD, names from WD24NM.", "10 points are kept, to about a metre.")


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("WD24CD", "WD24NM"),
        ("WD23CD", "WD23NM"),
        ("LAD23CD", "LAD23NM"),
        ("MSOA21CD", "MSOA21NM"),
        ("LSOA21CD", "LSOA21NM"),
        ("lsoa11cd", "lsoa11nm"),
        ("code", "name"),
        ("ward_code", "ward_name"),
        ("Code", "Name"),
        ("AREA_CODE", "AREA_NAME"),
        ("id", "name"),
    ],
)
def test_codes_and_names_are_found_by_what_they_look_like(code: str, name: str) -> None:
    one = {"type": "Feature", "properties": {code: "E05000001", name: "Hill"}, "geometry": polygon(square())}
    (boundary,) = read(geojson(one)).boundaries
    assert (boundary.code, boundary.name) == ("E05000001", "Hill")


def test_the_town_that_every_ward_names_is_not_taken_for_the_wards() -> None:
    first = {"LAD24CD": "E06000001", "WD24CD": "E05000001", "WD24NM": "Hill"}
    second = first | {"WD24CD": "E05000002", "WD24NM": "Mill"}
    features = [
        {"type": "Feature", "properties": held, "geometry": polygon(square(place))}
        for place, held in enumerate((first, second))
    ]
    assert [one.code for one in read(geojson(*features)).boundaries] == ["E05000001", "E05000002"]


def test_a_feature_on_its_own_is_a_file_of_one() -> None:
    (boundary,) = read(json.dumps(feature()).encode()).boundaries
    assert boundary.code == "E05000001"


def test_islands_and_holes_are_kept() -> None:
    hole = [[-0.97, 52.03], [-0.97, 52.06], [-0.94, 52.06], [-0.97, 52.03]]
    shape = {"type": "MultiPolygon", "coordinates": [[square(), hole], [square(5)]]}
    (boundary,) = read(geojson(feature(geometry=shape))).boundaries
    assert boundary.outline["type"] == "MultiPolygon"
    (outer, inner), (island,) = boundary.outline["coordinates"]
    assert signed_area(outer) > 0
    assert signed_area(inner) < 0
    assert signed_area(island) > 0


def test_a_ring_that_is_not_closed_is_closed_and_the_report_says_so() -> None:
    found = read(geojson(feature(geometry=polygon(OPEN))))
    assert found.boundaries[0].outline == polygon(square())
    assert "1 ring was not closed; we closed them." in found.notes


def test_a_ring_drawn_clockwise_is_turned() -> None:
    (boundary,) = read(geojson(feature(geometry=polygon(square()[::-1])))).boundaries
    assert boundary.outline == polygon(square())


def test_heights_are_left_out() -> None:
    found = read(geojson(feature(geometry=polygon([[*point, 12.5] for point in square()]))))
    assert found.boundaries[0].outline == polygon(square())
    assert "Heights were left out." in found.notes


def test_points_are_rounded_to_a_metre_and_those_that_fall_together_are_one() -> None:
    ring = [[-1, 52], [-1.0000001, 52.0000001], [-0.9, 52], [-0.9123456789, 52.1], [-1, 52]]
    (boundary,) = read(geojson(feature(geometry=polygon(ring)))).boundaries
    assert boundary.outline["coordinates"] == [[[-1, 52], [-0.9, 52], [-0.91235, 52.1], [-1, 52]]]


def test_a_shared_border_stays_shared_when_it_is_rounded() -> None:
    left = [[-1.0000049, 52.0000049], [-0.9000051, 52.05], [-1.0000049, 52.1], [-1.0000049, 52.0000049]]
    right = [[-0.8, 52.0000049], [-0.8, 52.1], [-0.9000051, 52.05], [-0.8, 52.0000049]]
    one, other = read(geojson(feature(geometry=polygon(left)), feature("E05000002", "Mill", polygon(right)))).boundaries
    shared = [-0.90001, 52.05]
    assert shared in one.outline["coordinates"][0]
    assert shared in other.outline["coordinates"][0]


def many(points: int) -> list[list[float]]:
    ring = [[-1 + number * 0.00002, 52 + (number % 2) * 0.001] for number in range(points - 2)]
    return [*ring, [-1, 53], ring[0]]


BAD_FILES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "The file is not JSON, line 1."),
    "cut off": (geojson(feature())[:-20], "The file is not JSON, line 1."),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\xff", "The file is not UTF-8 text."),
    "UTF-16": (geojson(feature()).decode().encode("utf-16"), "The file is not UTF-8 text."),
    "a page": (b"<html>", "The file is not JSON, line 1."),
    "a number": (b"7", "The file is JSON but not GeoJSON."),
    "a list": (b"[]", "The file is JSON but not GeoJSON."),
    "other JSON": (b'{"a": 1}', "The file is JSON but not GeoJSON."),
    "an odd type": (b'{"type": ["FeatureCollection"]}', "The file is JSON but not GeoJSON."),
    "a bare shape": (json.dumps(polygon(square())).encode(), "The file is a Polygon."),
    "TopoJSON": (b'{"type": "Topology", "objects": {}}', "The file is TopoJSON."),
    "Esri": (b'{"geometryType": "esriGeometryPolygon", "features": []}', "The file is JSON of another kind (Esri)."),
    "no features": (geojson(), "The file holds no features."),
    "features of another kind": (b'{"type": "FeatureCollection", "features": {}}', "The file holds no features."),
    "a depth bomb": (b"[" * 200_000, "The file nests deeper than any GeoJSON does."),
    "a deep shape": (
        geojson(feature()).replace(b'"coordinates": ', b'"coordinates": ' + b"[" * 200_000),
        "The file nests deeper than any GeoJSON does.",
    ),
    "NaN": (geojson(feature()).replace(b"52.0", b"NaN", 1), "The file holds NaN, which is not a number."),
    "infinity": (
        geojson(feature()).replace(b"52.0", b"Infinity", 1),
        "The file holds Infinity, which is not a number.",
    ),
    "a number too long": (geojson(feature()).replace(b"52.0", b"9" * 5000, 1), "The file is not JSON."),
    "said to be British grid": (
        geojson(feature(), crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}}),
        "The file says that its points are in the British National Grid.",
    ),
    "said to be another system": (
        geojson(feature(), crs={"type": "name", "properties": {"name": "EPSG:2157"}}),
        "The file says that its points are in “EPSG:2157”.",
    ),
    "too large": (b" " * (LARGEST_FILE + 1), "The file has 25 MB; 25 MB are the most."),
    "too many features": (geojson(*([0] * 10_001)), "The file has 10,001 features; 10,000 are the most."),
    "no codes": (
        geojson({"type": "Feature", "properties": {"name": "Hill"}, "geometry": polygon(square())}),
        "No property of the features holds official codes.",
    ),
    "no properties": (
        geojson({"type": "Feature", "properties": None, "geometry": polygon(square())}),
        "No property of the features holds official codes.",
    ),
}


@pytest.mark.parametrize(("data", "reason"), BAD_FILES.values(), ids=BAD_FILES.keys())
def test_a_bad_file_is_told_with_how_to_mend_it(data: bytes, reason: str) -> None:
    found = read(data)
    assert found.boundaries == ()
    (fault,) = found.faults
    assert (fault.file, fault.reason) == ("wards.geojson", reason)
    assert fault.mend


def grid(x: float, y: float) -> dict[str, Any]:
    return polygon([[x, y], [x + 100, y], [x + 100, y + 100], [x, y]])


BAD_SHAPES: dict[str, tuple[Any, str]] = {
    "nothing": ({"type": None}, "Its shape is nothing."),
    "a point": ({"type": "Point", "coordinates": [-1, 52]}, "Its shape is a Point."),
    "a line": ({"type": "LineString", "coordinates": square()}, "Its shape is a LineString."),
    "a collection": ({"type": "GeometryCollection", "geometries": []}, "Its shape is a GeometryCollection."),
    "an odd type": ({"type": {}}, "Its shape is nothing."),
    "no coordinates": ({"type": "Polygon"}, "Its shape is empty."),
    "empty coordinates": (polygon(), "Its shape is empty."),
    "an empty part": ({"type": "MultiPolygon", "coordinates": [[]]}, "Its shape is empty."),
    "a ring of words": (polygon("ring"), "A ring of it is not a list of points."),
    "an empty ring": (polygon([]), "A ring of it has 0 different points."),
    "two points": (polygon([[-1, 52], [-0.9, 52], [-1, 52]]), "A ring of it has 2 different points."),
    "one point": (polygon([[-1, 52]] * 5), "A ring of it has 1 different points."),
    "a flat ring": (polygon([[-1, 52], [-0.9, 52], [-0.8, 52], [-1, 52]]), "A ring of it has no area"),
    "a crumb": (polygon([[-1, 52], [-1.000001, 52], [-1, 52.000001], [-1, 52]]), "Its shape is smaller than a metre."),
    "a lone number": (polygon([[-1], [52]]), "A point of it is not a pair of numbers."),
    "a nested point": (polygon([[[-1], [52]]]), "A point of it has something else for a number."),
    "text for a number": (polygon([["-1", 52]]), "A point of it has “-1” for a number."),
    "yes for a number": (polygon([[True, 52]]), "A point of it has something else for a number."),
    "null": (polygon([[None, 52]]), "A point of it has something else for a number."),
    "a number beyond numbers": (polygon([[10**400, 52]]), "A point of it is not a number."),
    "swapped": (polygon([point[::-1] for point in square()]), "Longitude and latitude are the wrong way round."),
    "elsewhere": (
        polygon([[2.35, 48.85], [2.4, 48.85], [2.4, 48.9], [2.35, 48.85]]),
        "lies outside the United Kingdom.",
    ),
    "British grid": (grid(508_000, 222_000), "are metres of the British National Grid."),
    "web metres": (grid(-46_000, 6_780_000), "are metres of a web map."),
    "nowhere": (grid(1e9, 1e9), "is nowhere on Earth."),
    "too many points": (polygon(many(MOST_POINTS + 2)), "20,000 are the most that a page can draw."),
}


@pytest.mark.parametrize(("geometry", "reason"), BAD_SHAPES.values(), ids=BAD_SHAPES.keys())
def test_a_bad_shape_is_told_with_its_feature(geometry: Any, reason: str) -> None:
    good = feature("E05000009", "Mill", polygon(square(1)))
    (fault,) = read(geojson(good, feature(geometry=geometry))).faults
    assert fault.reason.startswith("Feature 2 (E05000001): ")
    assert reason in fault.reason
    assert fault.mend


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("", "Feature 2: There is no code in WD24CD."),
        (None, "Feature 2: There is no code in WD24CD."),
        (7, "Feature 2: There is no code in WD24CD."),
        ("E0500001", "Feature 2: “E0500001” is not a code."),
        ("e05000002", "Feature 2: “e05000002” is not a code."),
        ("E05000001", "Feature 2 (E05000001): The same area is there already, as feature 1."),
    ],
)
def test_a_bad_code_is_told_with_its_feature(code: Any, reason: str) -> None:
    third = feature("E05000003", "Mill", polygon(square(2)))
    (fault,) = read(geojson(feature(), feature(code, "Vale", polygon(square(1))), third)).faults
    assert fault.reason == reason


def test_all_faults_are_told_not_the_first() -> None:
    bad = feature("E05000002", geometry={"type": "Point", "coordinates": [0, 0]})
    found = read(geojson(feature(), bad, feature("E05000001"), 7))
    assert [fault.reason.split(":")[0] for fault in found.faults] == [
        "Feature 2 (E05000002)",
        "Feature 3 (E05000001)",
        "Feature 4",
    ]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(JSON, JSON)
def test_whatever_stands_in_a_feature_the_answer_is_faults_or_outlines(geometry: Any, properties: Any) -> None:
    held = properties if isinstance(properties, dict) else {}
    one = {"type": "Feature", "properties": held | {"code": "E05000001"}, "geometry": geometry}
    found = read(json.dumps({"type": "FeatureCollection", "features": [one, geometry]}).encode())
    assert found.faults


@given(st.binary(max_size=200))
def test_whatever_the_bytes_the_answer_is_a_fault(data: bytes) -> None:
    assert read(data).faults
