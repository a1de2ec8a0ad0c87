"""Postcodes as people write them, and files of them as publishers and colleagues lay them out."""

from __future__ import annotations

import io

import pytest

from indicators.postcodes import LookupFault, normal, read_lookup, shown, typed_postcode

WARDS = {"E05000001", "E05000002"}
PLAIN = "postcode,ward_code\nZZ99 1AA,E05000001\nzz991ab,E05000002\n"


def read(text: str | bytes) -> dict[str, tuple[str, bool]]:
    data = text if isinstance(text, bytes) else text.encode()
    return read_lookup(io.BytesIO(data), wanted=WARDS).wards


@pytest.mark.parametrize("typed", ["ZZ99 1AA", "zz991aa", " zZ99  1Aa ", "ZZ-99.1AA", "ZZ99\t1AA", "ZZ99 1aa\u00a0"])
def test_a_whole_postcode_however_it_is_written(typed: str) -> None:
    assert normal(typed) == "ZZ991AA"
    assert typed_postcode(typed).whole == "ZZ991AA"
    assert shown("ZZ991AA") == "ZZ99 1AA"


def test_the_letter_o_for_a_nought() -> None:
    assert normal("ZZ99 OAA") == "ZZ990AA"


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("ZZ99", (("ZZ99", 7), ("ZZ99", 6))),
        ("zz9", (("ZZ9", 6),)),
        ("ZZ99 1", (("ZZ991", 7),)),
        ("Z9 1", (("Z91", 5),)),
        ("ZZ99 1A", (("ZZ991A", 7),)),
    ],
)
def test_a_part_of_a_postcode(typed: str, parts: tuple[tuple[str, int], ...]) -> None:
    found = typed_postcode(typed)
    assert not found.whole
    assert found.parts == parts


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ZZ",
        "99",
        "hello",
        "ZZ99 1AAA",
        "ZZ99 11A",
        "\uff3a\uff3a99 1AA",
        "ZZ99 \u0661AA",
        "' OR 1=1",
        "Z" * 500,
        "%",
    ],
)
def test_what_is_no_postcode(typed: str) -> None:
    assert not typed_postcode(typed)


def test_a_table_of_two_columns() -> None:
    assert read(PLAIN) == {"ZZ991AA": ("E05000001", False), "ZZ991AB": ("E05000002", False)}


def test_the_directory_of_the_office_for_national_statistics() -> None:
    text = (
        '"pcd","pcd2","pcds","dointr","doterm","osward","laua"\n'
        '"ZZ991AA","ZZ99 1AA","ZZ99 1AA","198001","","E05000001","E06000001"\n'
        '"ZZ991AC","ZZ99 1AC","ZZ99 1AC","198001","200106","E05000002","E06000001"\n'
        '"ZZ991AD","ZZ99 1AD","ZZ99 1AD","198001","","E05999999","E06000002"\n'
    )
    found = read_lookup(io.BytesIO(text.encode()), wanted=WARDS)
    assert found.wards == {"ZZ991AA": ("E05000001", False), "ZZ991AC": ("E05000002", True)}
    assert (found.rows, found.elsewhere, found.ended) == (3, 1, 1)
    assert found.columns == ("pcds", "osward", "doterm")


def test_the_newest_ward_column_is_taken() -> None:
    assert read("pcd7,wd22cd,wd25cd\nZZ991AA,E05000002,E05000001\n") == {"ZZ991AA": ("E05000001", False)}


@pytest.mark.parametrize(
    "data",
    [
        PLAIN.replace(",", ";"),
        PLAIN.replace(",", "\t"),
        "\ufeff" + PLAIN,
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("postcode,ward_code", " Postcode , Ward code "),
        PLAIN + "\n,,\n",
        PLAIN + "ZZ99 1AA,E05000001\n",
        PLAIN.encode() + b"\x00\x00",
        PLAIN.encode() + b"ZZ99 9ZZ,caf\xe9\n",
    ],
)
def test_other_separators_encodings_and_repeats(data: str | bytes) -> None:
    assert set(read(data)) == {"ZZ991AA", "ZZ991AB"}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("", "empty"),
        ("a,b\n1,2\n", "no column of postcodes"),
        ("postcode,place\nZZ99 1AA,x\n", "no column of wards"),
        ("postcode,ward_code\nZZ99 1AA,E05000009\n", "in a ward of the town"),
        ("postcode,ward_code\nZZ99 1AA,E05000001\nZZ991AA,E05000002\n", "stands in two wards"),
        ("postcode,ward_code\n" + "no,E05000001\n" * 9 + "ZZ99 1AA,E05000001\n", "rows have no postcode"),
        (b"PK\x03\x04rest", "no CSV"),
        ("postcode,ward_code\n" + "x" * 50_000, "far too long"),
        ('postcode,ward_code\n"' + "ZZ99 1AA,E05000001\n" * 20_000, "cannot be read"),
    ],
)
def test_what_is_no_lookup_is_refused_with_the_reason(data: str | bytes, words: str) -> None:
    with pytest.raises(LookupFault, match=words):
        read(data)


def test_a_large_file_takes_little_memory() -> None:
    import tracemalloc

    rows = b"".join(b"ZZ99 1A%c,E05999999,padding padding padding\n" % (65 + n % 26) for n in range(200_000))
    file = io.BytesIO(b"postcode,ward_code,more\nZZ99 9ZZ,E05000001,x\n" + rows)
    tracemalloc.start()
    found = read_lookup(file, wanted=WARDS)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.elsewhere == 200_000
    assert peak < 2_000_000
