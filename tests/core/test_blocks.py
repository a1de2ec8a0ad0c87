"""Blocks render from their templates, escape what editors write, and refuse links that go nowhere."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.core.exceptions import ValidationError
from wagtail.blocks import StreamBlock, StreamBlockValidationError

from het_site.core import blocks as core_blocks
from het_site.core.blocks import BodyBlock, LinkBlock
from het_site.core.fields import StreamField
from het_site.home.models import ContentPage
from tests.factories.home import make_content_page

pytestmark = pytest.mark.django_db

EVIL = "<script>alert(1)</script>"
SAMPLES: list[tuple[str, Any]] = [
    ("heading", EVIL),
    ("text", "<p>Plain <b>words</b></p>"),
    ("quote", {"text": EVIL, "attribution": EVIL, "source": EVIL, "source_url": "https://www.example.org/"}),
    ("figures", {"heading": EVIL, "items": [{"number": EVIL, "label": EVIL, "source": EVIL, "period": EVIL}]}),
    (
        "table",
        {
            "caption": EVIL,
            "table": {"columns": [{"type": "text", "heading": EVIL}], "rows": [{"values": [EVIL]}], "caption": ""},
            "source": EVIL,
        },
    ),
    ("accordion", {"items": [{"heading": EVIL, "text": "<p>a</p>"}, {"heading": "B", "text": "<p>b</p>"}]}),
    ("call_to_action", {"heading": EVIL, "text": EVIL, "link": {"text": EVIL, "url": "https://www.example.org/"}}),
    ("related_links", {"heading": EVIL, "links": [{"text": EVIL, "url": "https://www.example.org/", "note": EVIL}]}),
]


def rendered(*blocks: tuple[str, Any]) -> BeautifulSoup:
    """Render a body of these blocks."""
    block: StreamBlock = BodyBlock()
    value = block.to_python([{"type": kind, "value": sample} for kind, sample in blocks])
    return BeautifulSoup("".join(str(child.render()) for child in value), "html.parser")


@pytest.mark.parametrize(("kind", "sample"), SAMPLES, ids=[kind for kind, _ in SAMPLES])
def test_a_block_renders_and_lets_no_markup_through(kind: str, sample: Any) -> None:
    html = rendered((kind, sample))
    assert html.get_text(strip=True)
    assert not html.select("script, style, [style], [onclick]")


def test_every_block_has_a_sample_but_those_with_files_and_those_of_apps() -> None:
    of_apps = {name for name, _ in core_blocks.blocks_of_apps()}
    assert of_apps
    assert set(BodyBlock().child_blocks) == {kind for kind, _ in SAMPLES} | {"picture", "document"} | of_apps


def test_an_app_offers_blocks_by_naming_them(monkeypatch: pytest.MonkeyPatch) -> None:
    config = apps.get_app_config("home")
    monkeypatch.setattr(config, "body_blocks", {"extra": "het_site.core.blocks.QuoteBlock"}, raising=False)
    assert isinstance(BodyBlock().child_blocks["extra"], core_blocks.QuoteBlock)
    monkeypatch.undo()
    assert "extra" not in BodyBlock().child_blocks


def test_every_block_tells_editors_what_it_is() -> None:
    for name, block in BodyBlock().child_blocks.items():
        assert block.label, name
        assert block.meta.icon != "placeholder", name


def test_a_heading_can_be_linked_to() -> None:
    heading = rendered(("heading", "What we found")).h2
    assert heading is not None
    assert (heading["id"], heading.get_text()) == ("what-we-found", "What we found")


def test_a_table_has_a_caption_and_headers_that_screen_readers_use() -> None:
    html = rendered(
        (
            "table",
            {
                "caption": "Wards",
                "table": {
                    "columns": [{"type": "text", "heading": "Ward"}, {"type": "number", "heading": "People"}],
                    "rows": [{"values": ["North", "120"]}],
                    "caption": "",
                },
                "source": "Census",
            },
        )
    )
    assert html.caption is not None
    assert html.caption.get_text() == "Wards"
    assert [(th.get_text(), th["scope"]) for th in html.select("th")] == [
        ("Ward", "col"),
        ("People", "col"),
        ("North", "row"),
    ]
    assert html.select_one("td.num") is not None
    assert "Census" in html.get_text()


@pytest.mark.parametrize(
    ("page", "url", "right"),
    [
        (True, "", True),
        (False, "https://www.example.org/", True),
        (False, "", False),
        (True, "https://x.example/", False),
    ],
)
def test_a_link_leads_to_one_place(url: str, *, page: bool, right: bool) -> None:
    block = LinkBlock()
    value = block.to_python({"text": "Words", "page": make_content_page().pk if page else None, "url": url})
    if right:
        assert block.clean(value).href
    else:
        with pytest.raises(ValidationError):
            block.clean(value)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//elsewhere.example", "nonsense"])
def test_a_link_leads_nowhere_unsafe(url: str) -> None:
    block = LinkBlock()
    with pytest.raises(ValidationError):
        block.clean(block.to_python({"text": "Words", "url": url}))


def test_a_link_to_a_page_that_is_not_public_is_no_link() -> None:
    value = LinkBlock().to_python({"text": "Words", "page": make_content_page(live=False).pk})
    assert value.href == ""


def test_blocks_stay_out_of_migrations() -> None:
    _, path, args, kwargs = ContentPage._meta.get_field("body").deconstruct()
    assert (path, args) == ("het_site.core.fields.StreamField", [[]])
    assert "block_types" not in kwargs
    assert "block_lookup" not in kwargs


def test_a_field_made_anew_from_a_migration_is_the_same() -> None:
    field = ContentPage._meta.get_field("body")
    _, _, args, kwargs = field.deconstruct()
    assert StreamField(*args, **kwargs).deconstruct()[1:] == field.deconstruct()[1:]


THREE, FOUR = ("text", "<p>a</p><h3>Costs</h3><p>b</p>"), ("text", '<h4 id="x">Small <b>costs</b></h4><p>c</p>')
HEADING = ("heading", "What we found")
HEADED = [
    (kind, sample)
    for kind, sample in SAMPLES
    if kind in {"heading", "figures", "accordion", "call_to_action", "related_links"}
]


def refused(*blocks: tuple[str, Any], deferred: bool = False) -> dict[int, str]:
    """Give what is refused about a body of these blocks: by position, the reason."""
    block: StreamBlock = BodyBlock()
    value = block.to_python([{"type": kind, "value": sample} for kind, sample in blocks])
    try:
        # not left deferred: blocks within it are those of every other body
        block.clean_deferred(value) if deferred else block.clean(value)
    except StreamBlockValidationError as error:
        return {number: str(reason.message) for number, reason in error.block_errors.items()}
    return {}


@pytest.mark.parametrize(
    "blocks",
    [
        [HEADING, THREE],
        [HEADING, THREE, FOUR],
        [HEADING, THREE, ("text", "<p>between</p>"), FOUR],
        [HEADING, THREE, FOUR, HEADING, THREE],
        *([headed, THREE] for headed in HEADED),
        [("text", "<p>No heading at all</p>")],
    ],
)
def test_headings_in_order_are_taken(blocks: list[tuple[str, Any]]) -> None:
    assert refused(*blocks) == {}


@pytest.mark.parametrize(
    ("blocks", "number", "reason"),
    [
        ([THREE], 0, "“Costs” is a Heading 3, but there is no Heading block above it."),
        ([("text", "<p>First</p>"), THREE, HEADING], 1, "there is no Heading block above it"),
        ([HEADING, FOUR], 1, "“Small costs” is a Heading 4, but there is no Heading 3 above it."),
        ([HEADING, THREE, HEADING, FOUR], 3, "no Heading 3 above it"),
        ([("figures", {"heading": "", "items": SAMPLES[3][1]["items"]}), THREE], 1, "no Heading block above it"),
    ],
)
def test_a_heading_that_leaves_out_a_level_is_refused_where_it_stands(
    blocks: list[tuple[str, Any]], number: int, reason: str
) -> None:
    said = refused(*blocks)
    assert list(said) == [number]
    assert reason in said[number]


def test_a_draft_may_still_be_in_disorder() -> None:
    assert refused(THREE, deferred=True) == {}


def test_the_blocks_that_count_as_headed_are_those_whose_second_level_heading_readers_see() -> None:
    for kind, sample in SAMPLES:
        assert bool(rendered((kind, sample)).h2) == (kind in core_blocks.HEADED), kind
