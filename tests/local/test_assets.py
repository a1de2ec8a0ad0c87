"""Built files: made again when what they are made of has changed, and only then."""

from __future__ import annotations

from pathlib import Path

import pytest

from het_site.local import assets, fingerprints
from het_site.local.fingerprints import fingerprint
from het_site.local.steps import StepError


def test_a_fingerprint_follows_what_files_hold_and_not_when_they_changed(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    file = tmp_path / "in" / "a.scss"
    file.write_text("one")
    first = fingerprint([tmp_path / "in"])
    file.touch()
    assert fingerprint([tmp_path / "in"]) == first
    file.write_text("two")
    assert fingerprint([tmp_path / "in"]) != first
    file.write_text("one")
    (tmp_path / "in" / "b.scss").write_text("")
    assert fingerprint([tmp_path / "in"]) != first
    (tmp_path / "in" / "b.scss").unlink()
    assert fingerprint([tmp_path / "in"]) == first
    file.rename(tmp_path / "in" / "c.scss")
    assert fingerprint([tmp_path / "in"]) != first


def test_a_fingerprint_tells_missing_files_from_empty_ones_and_knows_other_words(tmp_path: Path) -> None:
    missing = fingerprint([tmp_path / "lock"])
    (tmp_path / "lock").write_text("")
    assert fingerprint([tmp_path / "lock"]) != missing
    assert fingerprint([tmp_path / "lock"], "dev") != fingerprint([tmp_path / "lock"], "run")


def test_a_step_counts_as_done_for_its_own_fingerprint_alone(tmp_path: Path) -> None:
    stamp = tmp_path / "built" / ".stamp"
    assert not fingerprints.is_done(stamp, "a")
    fingerprints.mark_done(stamp, "a")
    assert fingerprints.is_done(stamp, "a")
    assert not fingerprints.is_done(stamp, "b")


@pytest.fixture
def npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Count npm's runs instead of making them."""
    calls: list[list[str]] = []

    def run(command: list[str], **_: object) -> tuple[int, str]:
        calls.append(command)
        return 0, ""

    monkeypatch.setattr(assets, "MODULES", tmp_path / "node_modules")
    monkeypatch.setattr(assets, "LOCK_FILES", (tmp_path / "package-lock.json",))
    monkeypatch.setattr("het_site.local.lifeline.run", run)
    (tmp_path / "package-lock.json").write_text("{}")
    return calls


def test_npm_runs_once_for_each_lock_file(npm: list[list[str]], tmp_path: Path) -> None:
    assert assets.install_packages(dev=False)
    assert not assets.install_packages(dev=False)
    (tmp_path / "package-lock.json").write_text('{"changed": true}')
    assert assets.install_packages(dev=False)
    assert len(npm) == 2
    assert all({"ci", "--ignore-scripts", "--omit=dev"} <= set(call) for call in npm)


def test_packages_for_tests_serve_the_site_too_but_not_the_other_way_round(npm: list[list[str]]) -> None:
    assert assets.install_packages(dev=False)
    assert assets.install_packages(dev=True)
    assert not assets.install_packages(dev=False)
    assert len(npm) == 2
    assert "--omit=dev" not in npm[1]


def test_a_failing_npm_stops_with_what_it_said(npm: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("het_site.local.lifeline.run", lambda *_, **__: (1, "npm error network"))
    with pytest.raises(StepError, match=r"could not be installed\.\nnpm error network"):
        assets.install_packages(dev=False)
    assert not fingerprints.is_done(assets.MODULES / ".installed", "anything")


def test_the_real_build_makes_every_file_and_then_rests() -> None:
    assets.install_packages(dev=False)
    assets.compile_sheets()
    assert (assets.BUILD / "site.css").stat().st_size > 10_000
    assert (assets.BUILD / "govuk-frontend.min.js").stat().st_size > 10_000
    assert list((assets.BUILD / "fonts").glob("*.woff2"))
    assert not assets.compile_sheets()
    assert not list(assets.BUILD.glob(".new-*"))


def test_static_files_are_collected_once_and_not_again_for_having_been_collected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def collect(*_: object, **__: object) -> tuple[int, str]:
        (tmp_path / ".het" / "static" / "site.css").write_text(f"{len(calls)}")
        calls.append(1)
        return 0, ""

    calls: list[int] = []
    (tmp_path / "newsletter" / "static").mkdir(parents=True)
    (tmp_path / ".het" / "static").mkdir(parents=True)
    for module in ("folders", "assets"):
        monkeypatch.setattr(f"het_site.local.{module}.ROOT", tmp_path)
    monkeypatch.setattr("het_site.local.assets.STATIC", tmp_path / "static")
    monkeypatch.setattr("het_site.local.lifeline.run", collect)
    monkeypatch.delenv("HET_DATA", raising=False)
    for _ in range(3):
        assets.collect()
    assert len(calls) == 1
    (tmp_path / "newsletter" / "static" / "new.css").write_text("a {}")
    assets.collect()
    assert len(calls) == 2
