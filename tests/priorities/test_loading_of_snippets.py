"""Content files of organisations, groups and recommendations: what is loaded, what is refused and how it is told."""

from __future__ import annotations

import datetime as dt
import textwrap
from pathlib import Path

import pytest
from wagtail.models import Revision

from het_site.core.faults import FaultyFilesError
from priorities.actions import link_evidence, load_snippets
from priorities.models import Group, Organisation, Recommendation
from priorities.models.recommendations import Status
from tests.factories.indicators import make_indicator, make_theme
from tests.factories.priorities import make_home, make_priority_index

pytestmark = pytest.mark.django_db

ORGANISATION = """\
- slug: council
  name: Town Council
  kind: council
  website: https://example.org
  is_partner: true
"""
GROUPS = """\
- slug: homes
  name: Homes subgroup
  kind: subgroup
  parent: board
  remit: Works on homes.
  source: Slides
  members: [council]
- slug: board
  name: Board
  kind: board
  remit: Steers.
  source: Slides
  order: 1
"""
RECOMMENDATION = """\
- slug: widen-help
  number: 1
  theme: best-start
  title: Widen help
  text: >-
    Help more
    families.
  source: A report, 2022
  owner: council
  group: homes
  status: in_progress
  published_on: 2022-09-07
  indicators: [births]
"""


def write(folder: Path, **files: str) -> Path:
    """Write a content set of some files."""
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(textwrap.dedent(text), encoding="utf-8")
    return folder


@pytest.fixture
def content_set(tmp_path: Path) -> Path:
    """Give a sound content set; its theme and indicator exist."""
    make_indicator(slug="births", theme=make_theme(slug="best-start"))
    return write(tmp_path, organisations=ORGANISATION, groups=GROUPS, recommendations=RECOMMENDATION)


def faults_of(folder: Path) -> str:
    """Load a content set that must be refused; give the words, and see that nothing was kept."""
    with pytest.raises(FaultyFilesError) as caught:
        load_snippets(folder=folder)
    assert not Organisation.objects.exists()
    assert not Group.objects.exists()
    assert not Recommendation.objects.exists()
    return str(caught.value)


def test_a_sound_set_is_loaded_published_and_linked(content_set: Path) -> None:
    assert load_snippets(folder=content_set) == 4
    recommendation = Recommendation.objects.public().get()
    assert recommendation.text == "Help more families."
    assert recommendation.status == Status.IN_PROGRESS
    assert recommendation.published_on == dt.date(2022, 9, 7)
    assert recommendation.owner == Organisation.objects.get(slug="council")
    assert recommendation.group is not None
    assert recommendation.group.parent == Group.objects.get(slug="board")
    assert [organisation.slug for organisation in recommendation.group.members.all()] == ["council"]
    assert [indicator.slug for indicator in recommendation.indicators.all()] == ["births"]
    assert recommendation.first_published_at is not None


def test_the_same_set_twice_changes_nothing(content_set: Path) -> None:
    load_snippets(folder=content_set)
    revisions = Revision.objects.count()
    assert load_snippets(folder=content_set) == 0
    assert Revision.objects.count() == revisions


def test_a_changed_entry_is_loaded_again_and_keeps_its_history(content_set: Path) -> None:
    load_snippets(folder=content_set)
    write(content_set, organisations=ORGANISATION.replace("Town Council", "City Council"))
    assert load_snippets(folder=content_set) == 1
    organisation = Organisation.objects.get()
    assert organisation.name == "City Council"
    assert organisation.revisions.count() == 2


def test_what_an_editor_changed_is_left_alone(content_set: Path) -> None:
    load_snippets(folder=content_set)
    Organisation.objects.update(name="As the editor wrote it")
    assert load_snippets(folder=content_set) == 0
    assert Organisation.objects.get().name == "As the editor wrote it"


def test_absent_files_are_empty_ones(tmp_path: Path) -> None:
    assert load_snippets(folder=tmp_path) == 0
    assert link_evidence(folder=tmp_path) == 0


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("organisations", "kind: council", "kind: choir", "organisations.yaml, line 3: “council”, kind: Value 'choir'"),
        ("organisations", "kind: council", "sort: council", "line 3: “council”, sort: There is no such value."),
        ("organisations", "  name: Town Council\n", "", "organisations.yaml, line 1: “council”: It has no name."),
        ("organisations", "is_partner: true", "is_partner: perhaps", "line 5: “council”, is_partner:"),
        ("organisations", "https://example.org", "example", "line 4: “council”, website: Enter a valid URL."),
        ("organisations", "slug: council", "slug: the council", "line 1: “the council”, slug:"),
        ("organisations", "name: Town Council", "name: [Town, Council]", "line 2: “council”, name: This must be one"),
        ("organisations", ORGANISATION, ORGANISATION * 2, "line 6: “council”, slug: Line 1 has the same slug."),
        ("organisations", "  kind: council\n", "  kind: council\n  kind: nhs\n", "line 4: “kind” stands here twice."),
        ("organisations", ORGANISATION, "council: 1", "line 1: The file must hold a list of entries."),
        ("organisations", ORGANISATION, "- council", "line 1: An entry must hold names with values."),
        ("organisations", "name: Town Council", "name: 'Town", "This is not YAML"),
        ("groups", "parent: board", "parent: boards", "line 4: “homes”, parent: There is no group named “boards”."),
        ("groups", "[council]", "[choir]", "line 7: “homes”, members: There is no organisation named “choir”."),
        ("groups", "[council]", "council", "line 7: “homes”, members: This must be a list."),
        ("groups", "remit: Steers.", "remit: Steers.\n  parent: homes", "already reports to this group"),
        ("groups", "order: 1", "order: first", "line 13: “board”, order:"),
        (
            "recommendations",
            "theme: best-start",
            "theme: ninth",
            "line 3: “widen-help”, theme: There is no theme named",
        ),
        ("recommendations", "number: 1", "number: one", "line 2: “widen-help”, number:"),
        ("recommendations", "in_progress", "nearly", "line 11: “widen-help”, status: Value 'nearly'"),
        ("recommendations", "in_progress", "not_feasible", "line 1: “widen-help”: Say why it is not feasible."),
        ("recommendations", "owner: council", "owner: choir", "line 9: “widen-help”, owner: There is no organisation"),
        ("recommendations", "[births]", "[deaths]", "line 13: “widen-help”, indicators: There is no indicator named"),
        ("recommendations", "2022-09-07", "last autumn", "line 12: “widen-help”, published_on:"),
        ("recommendations", "2022-09-07", "2022-13-07", "line 1: A value cannot be read:"),
        (
            "recommendations",
            RECOMMENDATION,
            RECOMMENDATION + RECOMMENDATION.replace("widen-help", "again"),
            "line 14: “again”: This principle already has a recommendation with this number.",
        ),
    ],
)
def test_a_faulty_file_is_refused_with_its_place(content_set: Path, file: str, old: str, new: str, said: str) -> None:
    path = content_set / f"{file}.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert said in faults_of(content_set)


def test_a_file_that_is_no_text_is_refused(content_set: Path) -> None:
    (content_set / "groups.yaml").write_bytes(b"\xff\xfe\x00")
    assert "groups.yaml: This is not YAML" in faults_of(content_set)


def test_every_fault_of_a_file_is_told_at_once(content_set: Path) -> None:
    write(content_set, organisations=ORGANISATION.replace("kind: council", "kind: choir").replace("https://", ""))
    assert len(faults_of(content_set).splitlines()) == 2


EVIDENCE = """\
  evidence:
    - {title: How the town is doing, kind: figures, page: /priorities/}
    - {title: A report, kind: report, url: "https://example.org/report"}
"""


def test_evidence_is_linked_once_the_pages_exist(content_set: Path) -> None:
    page = make_priority_index()
    write(content_set, recommendations=RECOMMENDATION + EVIDENCE)
    load_snippets(folder=content_set)
    assert not Recommendation.objects.get().evidence.exists()
    assert link_evidence(folder=content_set) == 1
    found = list(Recommendation.objects.get().evidence.all())
    assert [evidence.href for evidence in found] == [page.url, "https://example.org/report"]
    assert link_evidence(folder=content_set) == 0
    assert Recommendation.objects.get().evidence.count() == 2


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("/priorities/", "/nowhere/", "line 14: “widen-help”, evidence: There is no page at /nowhere/."),
        ("kind: figures", "kind: proof", "Value 'proof' is not a valid choice."),
        ("page: /priorities/", "url: ''", "Choose one: a page, an address or a document."),
        ("page: /priorities/", "file: a.pdf", "Evidence has a title, a kind and a page or a url."),
    ],
)
def test_faulty_evidence_is_refused_with_its_place(content_set: Path, old: str, new: str, said: str) -> None:
    make_home()
    make_priority_index()
    write(content_set, recommendations=RECOMMENDATION + EVIDENCE.replace(old, new))
    load_snippets(folder=content_set)
    with pytest.raises(FaultyFilesError, match=r"recommendations\.yaml") as caught:
        link_evidence(folder=content_set)
    assert said in str(caught.value)
    assert not Recommendation.objects.get().evidence.exists()
