"""From a bare machine to the locked packages: the right Python, the right uv, or a sentence that says what is missing."""

from __future__ import annotations

import functools
import hashlib
import http.server
import os
import platform
import subprocess
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from het_site.local import bootstrap
from het_site.local.folders import ROOT
from het_site.local.steps import StepError


def fake_python(folder: Path, name: str, version: tuple[int, int]) -> None:
    """Write a program that answers the Makefile's question for a version, and tells that it was called."""
    folder.mkdir(exist_ok=True)
    enough = 0 if version >= (3, 11) else 1
    (folder / name).write_text(f'#!/bin/sh\n[ "$1" = -c ] && exit {enough}\necho "{name} $*"\n')
    (folder / name).chmod(0o755)


def make(*words: str, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    # run by `make test` itself, an inner make would tell its folder and inherit the outer one's flags
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    if path is not None:
        for tool in ("make", "sh", "sed", "expand"):
            (path / tool).symlink_to(
                next(Path(place) / tool for place in ("/usr/bin", "/bin") if (Path(place) / tool).exists())
            )
        environment["PATH"] = str(path)
    return subprocess.run(["make", *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_make_alone_lists_every_task_with_a_line_each() -> None:
    listed = make().stdout.splitlines()
    targets = [line.split(":")[0] for line in (ROOT / "Makefile").read_text().splitlines() if ": ##" in line]
    assert [line.split()[1] for line in listed] == targets
    assert {"run", "serve", "test", "lint", "proof", "bench"} <= set(targets)
    assert all(len(line.split()) > 3 for line in listed)


def test_a_newer_python_beside_an_old_one_is_used(tmp_path: Path) -> None:
    fake_python(tmp_path / "bin", "python3", (3, 9))
    fake_python(tmp_path / "bin", "python3.12", (3, 12))
    done = make("run", path=tmp_path / "bin")
    assert done.stdout == "python3.12 -m het_site.local.bootstrap --port het_site.local.run\n"


def test_without_a_new_enough_python_one_sentence_says_so(tmp_path: Path) -> None:
    fake_python(tmp_path / "bin", "python3", (3, 10))
    done = make("run", path=tmp_path / "bin")
    assert done.returncode
    assert done.stderr.splitlines()[0] == "Python 3.11 or newer is needed, and there is none on this machine."
    assert not done.stdout


@pytest.fixture
def empty_tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(bootstrap, "TOOLS", tmp_path / "tools")
    return tmp_path / "tools"


@pytest.fixture
def served_uv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """Serve a stand-in for uv from this machine, locked as uv.lock would lock it."""
    folder = tmp_path / "served"
    folder.mkdir()
    system = "macosx_11_0" if platform.system() == "Darwin" else "manylinux_2_17"
    wheel = folder / f"uv-9.9.9-py3-none-{system}_{platform.machine()}.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("uv-9.9.9.data/scripts/uv", "#!/bin/sh\necho uv 9.9.9\n")
    handler = functools.partial(QuietHandler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        address = f"http://127.0.0.1:{server.server_port}/{wheel.name}"
        locked = {
            "version": "9.9.9",
            "wheels": [{"url": address, "hash": f"sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}"}],
        }
        monkeypatch.setattr(bootstrap, "locked_uv", lambda: locked)
        yield locked
        server.shutdown()
        thread.join()


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """Serves files and logs nothing."""

    def log_message(self, *words: object) -> None:
        """Say nothing."""


def no_pip(uv: dict[str, Any], staging: Path) -> None:
    """With a pip that is not there."""
    raise StepError("No module named pip")


def test_without_any_pip_uv_is_fetched_from_its_locked_address(
    empty_tools: Path, served_uv: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "_by_own_pip", no_pip)
    monkeypatch.setattr(bootstrap, "_by_fresh_pip", no_pip)
    uv = bootstrap.find_or_fetch_uv()
    assert subprocess.run([uv], capture_output=True, text=True, check=True).stdout == "uv 9.9.9\n"
    assert [path.name for path in empty_tools.iterdir()] == ["uv-9.9.9"]


def test_a_file_that_is_not_the_locked_one_is_refused(
    empty_tools: Path, served_uv: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "_by_own_pip", no_pip)
    monkeypatch.setattr(bootstrap, "_by_fresh_pip", no_pip)
    served_uv["wheels"][0]["hash"] = "sha256:0"
    with pytest.raises(StepError) as failed:
        bootstrap.find_or_fetch_uv()
    assert "uv 9.9.9, which installs everything else, could not be fetched:" in str(failed.value)
    assert "With a pip that is not there: No module named pip" in str(failed.value)
    assert "the file is not the one that was locked" in str(failed.value)
    assert list(empty_tools.iterdir()) == []


def test_what_a_kill_left_half_done_is_done_again(empty_tools: Path, served_uv: dict[str, Any], monkeypatch) -> None:
    monkeypatch.setattr(bootstrap, "_by_own_pip", no_pip)
    monkeypatch.setattr(bootstrap, "_by_fresh_pip", no_pip)
    (empty_tools / "uv-9.9.9").mkdir(parents=True)
    assert bootstrap.find_or_fetch_uv().exists()


@pytest.mark.parametrize(
    ("machine", "expected"), [("x86_64", "manylinux_2_17_x86_64"), ("aarch64", "manylinux_2_17_aarch64")]
)
def test_the_lock_file_has_uv_for_usual_machines(machine: str, expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.machine", lambda: machine)
    monkeypatch.setattr("platform.libc_ver", lambda: ("glibc", "2.36"))
    monkeypatch.setattr("sys.platform", "linux")
    assert expected in bootstrap.wheel_for_this_machine(bootstrap.locked_uv()["wheels"])["url"]


def test_an_unknown_machine_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.machine", lambda: "pdp11")
    with pytest.raises(StepError, match="pdp11"):
        bootstrap.wheel_for_this_machine(bootstrap.locked_uv()["wheels"])


def test_an_installation_that_was_killed_is_done_anew(empty_tools: Path, tmp_path: Path) -> None:
    empty_tools.mkdir()
    said = tmp_path / "said"
    uv = tmp_path / "uv"
    uv.write_text(f'#!/bin/sh\necho "$*" >> {said}\nexit 0\n')
    uv.chmod(0o755)
    bootstrap.install_packages(uv, dev=False)
    (empty_tools / "installing").touch()
    bootstrap.install_packages(uv, dev=True)
    first, second = said.read_text().splitlines()
    assert "--locked" in first
    assert "--no-dev" in first
    assert "--reinstall" not in first
    assert "--reinstall" in second
    assert "--no-dev" not in second
    assert not (empty_tools / "installing").exists()


def test_a_failed_installation_shows_the_end_of_what_was_said(empty_tools: Path, tmp_path: Path) -> None:
    empty_tools.mkdir()
    uv = tmp_path / "uv"
    uv.write_text("#!/bin/sh\necho no route to the packages\nexit 2\n")
    uv.chmod(0o755)
    with pytest.raises(StepError, match=r"could not be installed\.\nno route to the packages"):
        bootstrap.install_packages(uv, dev=False)
