"""The files of a content set: their places in the tree, and what is said of a file that cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from het_site.core.faults import FaultyFilesError
from het_site.home.loading.files import read_list, read_mapping, read_pages


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def test_parents_come_before_children_and_siblings_in_their_order(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        {
            "pages/index.yaml": "title: Home",
            "pages/about/index.yaml": "title: About\norder: 2",
            "pages/about/partners.yaml": "title: Partners",
            "pages/news/index.yaml": "title: News\norder: 1",
        },
    )
    pages = read_pages(folder)
    assert [page.path for page in pages] == ["/", "/news/", "/about/", "/about/partners/"]
    assert [page.parent for page in pages[1:]] == ["/", "/", "/about/"]
    assert pages[-1].slug == "partners"


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"pages/index.yaml": "title: [Home"}, r"pages/index\.yaml, line \d: This is not YAML"),
        ({"pages/index.yaml": "- a list"}, r"pages/index\.yaml: The file must hold names with values\."),
        ({"pages/about.yaml": "title: About"}, r"There is no home page\."),
        (
            {"pages/index.yaml": "title: Home", "pages/about/partners.yaml": "title: Partners"},
            r"pages/about/partners\.yaml: There is no page above it: /about/ has no file\.",
        ),
        (
            {"pages/index.yaml": "title: Home", "pages/about.yaml": "title: A", "pages/about/index.yaml": "title: B"},
            r"has the same address",
        ),
    ],
)
def test_a_faulty_set_is_refused_with_file_and_reason(tmp_path: Path, files: dict[str, str], message: str) -> None:
    with pytest.raises(FaultyFilesError, match=message):
        read_pages(write(tmp_path, files))


def test_an_absent_file_is_empty_and_a_wrong_one_refused(tmp_path: Path) -> None:
    assert read_mapping(tmp_path, "site.yaml") == {}
    assert read_list(tmp_path, "groups.yaml") == []
    write(tmp_path, {"site.yaml": "- one", "groups.yaml": "one: two", "words.yaml": "- one"})
    for read, name in ((read_mapping, "site.yaml"), (read_list, "groups.yaml"), (read_list, "words.yaml")):
        with pytest.raises(FaultyFilesError, match=name):
            read(tmp_path, name)


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    write(tmp_path, {"pages/x": ""})
    (tmp_path / "pages" / "index.yaml").write_bytes(b"\xff\xfe\x00title")
    with pytest.raises(FaultyFilesError, match="This is not YAML"):
        read_pages(tmp_path)
