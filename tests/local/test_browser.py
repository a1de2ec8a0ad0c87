"""A browser for the tests: found, installed, or a loud stop; never silently left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from het_site.local import browser
from het_site.local.steps import StepError


def program(path: Path, says: str, code: int = 0) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho '{says}'\nexit {code}\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def bare_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without any browser; returns the folder on PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "sh").symlink_to("/bin/sh")
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv("CHROME", raising=False)
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "browsers"))
    monkeypatch.setattr(browser, "APPLICATIONS", ())
    return folder


def test_the_one_named_by_chrome_comes_first(bare_machine: Path, tmp_path: Path, monkeypatch) -> None:
    program(bare_machine / "chromium", "Chromium 141")
    chosen = program(tmp_path / "mine" / "chrome", "Google Chrome 142")
    monkeypatch.setenv("CHROME", str(chosen))
    assert browser.find() == chosen


def test_a_chrome_that_does_not_run_stops_loudly(bare_machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(bare_machine / "chromium", "Chromium 141")
    monkeypatch.setenv("CHROME", "/nowhere/chrome")
    with pytest.raises(StepError, match="CHROME is /nowhere/chrome"):
        browser.find_or_install()


def test_a_name_that_only_tells_how_to_install_it_is_passed_over(bare_machine: Path) -> None:
    program(bare_machine / "chromium", "Command requires the chromium snap to be installed", 1)
    wanted = program(bare_machine / "google-chrome", "Google Chrome 142")
    assert browser.find() == wanted


def test_playwrights_own_is_found(bare_machine: Path, tmp_path: Path) -> None:
    wanted = program(tmp_path / "browsers" / "chromium-1200" / "chrome-linux" / "chrome", "Chromium 143")
    assert browser.find() == wanted


def test_debians_package_is_installed_as_root(bare_machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []

    def install(command: list[str]) -> str:
        tried.append(command[:2])
        program(bare_machine / "chromium", "Chromium 141")
        return ""

    program(bare_machine / "apt-get", "")
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr(browser, "_try", install)
    assert browser.find_or_install() == bare_machine / "chromium"
    assert tried == [["apt-get", "update"], ["apt-get", "install"]]


def test_without_root_playwright_installs_it(bare_machine: Path, tmp_path: Path, monkeypatch) -> None:
    def install(command: list[str]) -> str:
        assert command[1:] == ["-m", "playwright", "install", "chromium"]
        program(tmp_path / "browsers" / "chromium-1200" / "chrome-linux64" / "chrome", "Chromium 143")
        return ""

    monkeypatch.setattr("os.geteuid", lambda: 1000)
    monkeypatch.setattr(browser, "_try", install)
    assert browser.find_or_install().name == "chrome"


def test_when_none_can_be_had_it_stops_loudly(bare_machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "_try", lambda command: f"{command[0]}: no network")
    with pytest.raises(StepError, match=r"need Chrome or Chromium; none was found.*\n(.*\n)*.*no network"):
        browser.find_or_install()
