"""The rules that keep the house in order. A test that fails here names the file and what to do about it."""

from __future__ import annotations

import ast
import csv
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.apps import apps
from django.core.management import get_commands
from django.db import models

from het_site.local.folders import ROOT

LONGEST_FILE = 410  # about four hundred
LONGEST_FUNCTION = 55  # about fifty
LAYERS = ["het_site.home", "newsletter", "casestudies", "priorities", "indicators", "het_site.core"]
OUR_FOLDERS = ("het_site/", "newsletter/", "casestudies/", "priorities/", "indicators/")
NAMELESS = {"utils.py", "helpers.py", "common.py", "misc.py", "base.py"}
#: wards that are also words, which code and templates may use
ORDINARY_WORDS = {"Central", "Poets", "Saints", "South"}


def tracked(*endings: str) -> list[Path]:
    """List the files of the repository with these endings."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name.endswith(endings) and (ROOT / name).is_file()]


def name_of(path: Path) -> str:
    """Name a file as a person would."""
    return path.relative_to(ROOT).as_posix()


def is_ours(path: Path) -> bool:
    """Tell whether a file is code or templates that every town shares."""
    return name_of(path).startswith((*OUR_FOLDERS, "templates/", "static/"))


def is_generated(path: Path) -> bool:
    """Tell whether Django or a package manager writes the file."""
    return "migrations" in path.parts or path.suffix == ".lock" or path.name == "package-lock.json"


CODE = [path for path in tracked(".py") if not is_generated(path)]
TEMPLATES = [path for path in tracked(".html", ".txt", ".xml") if name_of(path).startswith("templates/")]
DOCUMENTS = tracked(".md")
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())


def test_imports_point_one_way_without_exceptions() -> None:
    (contract,) = PROJECT["tool"]["importlinter"]["contracts"]
    assert contract["layers"] == LAYERS
    assert set(contract) == {"name", "type", "layers"}, "the contract has no ignores"


def relations() -> Iterator[tuple[type[models.Model], str, type[models.Model]]]:
    """Give every foreign key and many-to-many between models of ours."""
    layers = set(LAYERS)
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            target = field.related_model if field.concrete or field.many_to_many else None
            if isinstance(target, type) and not field.auto_created and {layer_of(model), layer_of(target)} <= layers:
                yield model, field.name, target


def layer_of(model: type[models.Model]) -> str:
    """Name the layer of a model; the name of its app for one that is not ours."""
    return str(apps.get_app_config(model._meta.app_label).name)


def test_foreign_keys_point_one_way() -> None:
    found = list(relations())
    assert found
    wrong = [
        f"{model._meta.label}.{name} → {target._meta.label}"
        for model, name, target in found
        if LAYERS.index(layer_of(target)) < LAYERS.index(layer_of(model))
    ]
    assert not wrong


def test_every_file_is_named_for_what_it_owns() -> None:
    allowed = {ROOT / "het_site" / "settings" / "base.py"}
    assert not [name_of(path) for path in CODE if path.name in NAMELESS and path not in allowed]


def test_every_module_says_what_it_owns() -> None:
    modules = [path for path in CODE if path.read_text().strip()]
    assert not [name_of(path) for path in modules if not ast.get_docstring(ast.parse(path.read_text()))]


def test_migrations_written_by_hand_say_why() -> None:
    named = [path for path in tracked(".py") if "migrations" in path.parts and path.stem not in {"__init__"}]
    by_hand = [path for path in named if re.search(r"RunPython|RunSQL|Extension\(", path.read_text())]
    assert by_hand
    assert not [name_of(path) for path in by_hand if not ast.get_docstring(ast.parse(path.read_text()))]


def test_migrations_hold_no_block_definitions() -> None:
    held = re.compile(r"block_lookup|wagtail\.blocks|\.blocks\.")
    migrations = [path for path in tracked(".py") if "migrations" in path.parts]
    assert not [name_of(path) for path in migrations if held.search(path.read_text())]


def test_no_file_is_too_long() -> None:
    readable = [path for path in tracked(".py", ".html", ".scss", ".js", ".md") if not is_generated(path)]
    lengths = {name_of(path): len(path.read_text().splitlines()) for path in readable}
    assert not {name: length for name, length in lengths.items() if length > LONGEST_FILE}


def test_no_function_is_too_long() -> None:
    functions = (
        (f"{name_of(path)}:{node.lineno} {node.name}", (node.end_lineno or 0) - node.lineno + 1)
        for path in CODE
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    )
    assert not {name: length for name, length in functions if length > LONGEST_FUNCTION}


def test_nothing_is_left_for_later() -> None:
    later = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    files = [
        path for path in tracked(".py", ".html", ".scss", ".js", ".md", ".yaml", ".toml") if path != Path(__file__)
    ]
    assert not [name_of(path) for path in files if later.search(path.read_text())]


@pytest.mark.parametrize(
    "unsafe",
    [
        r"<style\b",
        r"\sstyle\s*=",
        r"\son[a-z]+\s*=\s*[\"']",
        r"<script(?![^>]*\bsrc=)[^>]*>",
        r"javascript:",
        r"<base\b",
    ],
)
def test_templates_hold_nothing_that_the_policy_forbids(unsafe: str) -> None:
    pattern = re.compile(unsafe, re.IGNORECASE)
    # The editors' admin has a policy of its own, and email programs read no style sheet.
    public = [path for path in TEMPLATES if path.relative_to(ROOT).parts[1] not in {"wagtailadmin", "emails"}]
    assert len(public) > 20
    assert not [name_of(path) for path in public if pattern.search(path.read_text())]


def test_templates_ask_no_other_host_for_anything() -> None:
    asks = re.compile(
        r"<(?:img|script|link|iframe|source|use|video)\b[^>]*\b(?:src|href|srcset)=[\"']?(?:https?:)?//", re.I
    )
    assert not [name_of(path) for path in TEMPLATES if asks.search(path.read_text())]


def town_names() -> list[str]:
    """List what names the town of the content set: its name, its wards, its codes."""
    brand = yaml.safe_load((ROOT / "fixtures/site.yaml").read_text())["brand"]
    with (ROOT / "fixtures/areas.csv").open(newline="") as file:
        areas = list(csv.DictReader(file))
    town = next(area["code"] for area in areas if area["name"] == brand["place_name"])
    wards = {area["name"] for area in areas if area["parent"] == town and area["area_type"] == "ward"}
    return sorted({str(brand["place_name"]), town, *wards} - ORDINARY_WORDS)


def test_no_code_template_or_style_names_a_town() -> None:
    names = town_names()
    assert len(names) > 15
    pattern = re.compile(rf"\b({'|'.join(map(re.escape, names))})\b", re.IGNORECASE)
    shared = [path for path in tracked(".py", ".html", ".txt", ".scss", ".js", ".svg", ".json") if is_ours(path)]
    said = {name_of(path): sorted(set(pattern.findall(path.read_text()))) for path in shared}
    assert not {name: words for name, words in said.items() if words}


def test_no_file_names_a_registry_or_a_path_of_somebodys_machine() -> None:
    private = re.compile(
        r"pypi\.org|pythonhosted|registry\.npmjs|registry\.yarnpkg|(?<![\w.:/*-])/(?:work|root|home/[a-z]+|Users/[A-Za-z]+)/"
    )
    files = [path for path in tracked("") if path.name != "uv.lock" and path != Path(__file__)]
    said = [name_of(path) for path in files if (text := text_of(path)) and private.search(text)]
    assert not said


def text_of(path: Path) -> str:
    """Read a text file; nothing for any other."""
    try:
        return path.read_text()
    except UnicodeDecodeError:
        return ""


def test_every_dependency_has_a_reason() -> None:
    entries = re.findall(
        r'^    "[a-zA-Z][^"]*",.*$', (ROOT / "pyproject.toml").read_text().split("[tool.")[0], re.MULTILINE
    )
    declared = len(PROJECT["project"]["dependencies"]) + sum(len(g) for g in PROJECT["dependency-groups"].values())
    assert len(entries) == declared
    assert not [entry for entry in entries if not re.search(r"#\s+\S+(\s+\S+)+$", entry)]


def test_nothing_fixes_a_python_for_everybody() -> None:
    assert not [name_of(path) for path in tracked(".python-version")]


def test_settings_of_a_kind_only_loosen() -> None:
    for kind in ("dev", "test", "serve"):
        assert len((ROOT / f"het_site/settings/{kind}.py").read_text().splitlines()) < 40, kind


def code_in(document: Path) -> str:
    """Give what a document shows as code."""
    return "\n".join(re.findall(r"```.*?```|`[^`\n]+`", document.read_text(), re.DOTALL))


def test_documents_name_only_tasks_that_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {
        (name_of(document), target)
        for document in DOCUMENTS
        for target in re.findall(r"\bmake ([a-z-]+)\b", code_in(document))
    }
    assert named
    assert not {(document, target) for document, target in named if target not in targets}


def test_documents_name_only_commands_that_exist() -> None:
    commands = set(get_commands())
    named = {
        (name_of(document), command)
        for document in DOCUMENTS
        for command in re.findall(r"manage\.py ([a-z_]+)", code_in(document))
    }
    assert named
    assert not {(document, command) for document, command in named if command not in commands}


def test_the_guide_to_deployment_knows_every_setting() -> None:
    shared = (ROOT / ".env.example").read_text().partition("# --- on your own machine alone")[0]
    settings = set(re.findall(r"^([A-Z_]+)=", shared, re.MULTILINE))
    assert settings == set(re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs/deploy.md").read_text(), re.MULTILINE))


def test_every_decision_is_in_the_index() -> None:
    folder = ROOT / "docs/adr"
    index = (folder / "README.md").read_text()
    records = sorted(path for path in folder.glob("[0-9]*.md"))
    assert [int(path.name[:4]) for path in records] == list(range(1, len(records) + 1))
    for path in records:
        text = path.read_text()
        assert f"({path.name})" in index, path.name
        assert [line for line in text.splitlines() if line.startswith("## ")] == [
            "## Context",
            "## Decision",
            "## Consequence",
        ], path.name
        assert len(text.splitlines()) <= 60, path.name


def words_in(document: Path) -> str:
    """Give what a document says outside code."""
    return re.sub(r"```.*?```|`[^`\n]+`", "", document.read_text(), flags=re.DOTALL)


def test_documents_lead_to_files_that_exist() -> None:
    links = [
        (document, target.partition("#")[0])
        for document in DOCUMENTS
        for target in re.findall(r"\]\(([^)\s]+)\)", words_in(document))
        if not target.startswith(("http", "mailto:", "#"))
    ]
    assert not [(name_of(document), target) for document, target in links if not (document.parent / target).exists()]


def test_no_test_empties_the_database() -> None:
    """Emptying takes the content types too, and every later test of the same process fails on those it remembers."""
    emptying = re.compile(r"django_db\(transaction=True|\btransactional_db\b|\bTransactionTestCase\b|\blive_server\b")
    tests = [path for path in tracked(".py") if name_of(path).startswith("tests/") and path != Path(__file__)]
    assert not [name_of(path) for path in tests if emptying.search(path.read_text())]
