"""From a bare Python to the locked packages: fetches uv into .het/tools, lets it install, and goes on in the new Python.
Uses the standard library alone, changes nothing outside this folder.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tomllib
import urllib.request
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from het_site.local import dotenv, port, steps
from het_site.local.folders import ROOT
from het_site.local.steps import StepError, step

TOOLS = ROOT / ".het" / "tools"
CACHE = ROOT / ".het" / "cache"


def locked_uv() -> dict[str, Any]:
    """Return what uv.lock says about uv itself: its version and its files with their checksums."""
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    return next(package for package in lock["package"] if package["name"] == "uv")


def find_or_fetch_uv() -> Path:
    """Return the locked uv, fetched on first use: by this Python's pip, straight from its address, or by a fresh pip."""
    uv = locked_uv()
    home = TOOLS / f"uv-{uv['version']}"
    if (home / "bin" / "uv").exists():
        return home / "bin" / "uv"
    staging = TOOLS / f"new-{os.getpid()}"
    reasons = []
    ways: list[Callable[[dict[str, Any], Path], None]] = [_by_own_pip, _by_download, _by_fresh_pip]
    for fetch in ways:
        shutil.rmtree(staging, ignore_errors=True)
        staging.mkdir(parents=True)
        try:
            fetch(uv, staging)
            # Renamed whole, so that a kill half way leaves no half uv behind.
            shutil.rmtree(home, ignore_errors=True)
            staging.rename(home)
        except (OSError, subprocess.CalledProcessError, StepError) as error:
            said = error.stdout if isinstance(error, subprocess.CalledProcessError) else str(error)
            reasons.append(f"- {(fetch.__doc__ or '').rstrip('.')}: {steps.tail(said or '', 3)}")
        else:
            return home / "bin" / "uv"
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    raise StepError("\n".join([f"uv {uv['version']}, which installs everything else, could not be fetched:", *reasons]))


def _by_own_pip(uv: dict[str, Any], staging: Path) -> None:
    """With this Python's pip."""
    _pip(Path(sys.executable), uv, staging)


def _by_fresh_pip(uv: dict[str, Any], staging: Path) -> None:
    """With a pip of its own."""
    _run([sys.executable, "-m", "venv", str(staging / "pip")])
    _pip(staging / "pip" / "bin" / "python", uv, staging)
    shutil.rmtree(staging / "pip")


def _by_download(uv: dict[str, Any], staging: Path) -> None:
    """Straight from the address in uv.lock."""
    wheel = wheel_for_this_machine(uv["wheels"])
    with urllib.request.urlopen(wheel["url"], timeout=60) as answer:  # noqa: S310  the address is locked
        content = answer.read()
    if f"sha256:{hashlib.sha256(content).hexdigest()}" != wheel["hash"]:
        raise StepError("the file is not the one that was locked")
    archive = staging / "uv.whl"
    archive.write_bytes(content)
    (staging / "bin").mkdir()
    with zipfile.ZipFile(archive) as files:
        (staging / "bin" / "uv").write_bytes(files.read(f"uv-{uv['version']}.data/scripts/uv"))
    (staging / "bin" / "uv").chmod(0o755)
    archive.unlink()


def wheel_for_this_machine(wheels: list[dict[str, str]]) -> dict[str, str]:
    """Return the one of uv's files that runs here."""
    machine = platform.machine()
    system = "macosx" if sys.platform == "darwin" else "manylinux" if platform.libc_ver()[0] == "glibc" else "musllinux"
    for wheel in wheels:
        name = wheel["url"].rsplit("/", 1)[-1]
        if system in name and machine in name:
            return wheel
    raise StepError(f"there is no file of it for {sys.platform} on {machine}")


def _pip(python: Path, uv: dict[str, Any], staging: Path) -> None:
    hashes = " ".join(f"--hash={wheel['hash']}" for wheel in uv["wheels"])
    wanted = staging / "wanted.txt"
    wanted.write_text(f"uv=={uv['version']} {hashes}\n")
    options = ["--quiet", "--disable-pip-version-check", "--no-cache-dir", "--only-binary=:all:", "--no-deps"]
    _run(
        [str(python), "-m", "pip", "install", *options, "--target", str(staging), "--require-hashes", "-r", str(wanted)]
    )
    wanted.unlink()


def _run(command: list[str], environment: dict[str, str] | None = None) -> None:
    subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=True,
    )


def install_packages(uv: Path, *, dev: bool) -> Path:
    """Install what uv.lock says, development packages too when wanted, and return the Python that has them."""
    environment = {key: value for key, value in os.environ.items() if key != "VIRTUAL_ENV"}
    environment.setdefault("UV_CACHE_DIR", str(CACHE / "uv"))
    home = ROOT / environment.get("UV_PROJECT_ENVIRONMENT", ".venv")
    options = ["--locked", "--no-python-downloads", "--quiet"]
    # Running the portal leaves development packages that are there already; a fresh clone never gets them.
    options += [] if dev else ["--no-dev", "--inexact"]
    if not home.exists():
        options += ["--python", sys.executable]
    marker = TOOLS / "installing"
    if marker.exists():  # an earlier installation was killed: its files cannot be trusted
        options += ["--reinstall"]
    marker.touch()
    try:
        _run([str(uv), "sync", *options], environment)
    except subprocess.CalledProcessError as error:
        raise StepError(f"The Python packages could not be installed.\n{steps.tail(error.stdout)}") from None
    marker.unlink()
    return home / "bin" / "python"


def main(arguments: list[str]) -> int:
    """Install, then become `python -m <module> <words>` in the Python that has the packages."""
    parser = argparse.ArgumentParser(prog="python3 -m het_site.local.bootstrap", description=main.__doc__)
    parser.add_argument("--dev", action="store_true", help="install the development packages too")
    parser.add_argument("--port", action="store_true", help="stop at once when the port is taken")
    parser.add_argument("module")
    parser.add_argument("words", nargs=argparse.REMAINDER)
    wanted = parser.parse_args(arguments)
    steps.begin()
    dotenv.apply()
    if wanted.port:
        port.refuse_if_taken()
    with step("Installer ready") as current:
        uv = find_or_fetch_uv()
        current.text = f"Installer ready (uv {locked_uv()['version']})"
    with step("Python packages ready"):
        python = install_packages(uv, dev=wanted.dev)
    os.chdir(ROOT)
    os.execv(python, [str(python), "-m", wanted.module, *wanted.words])  # noqa: S606  our own Python, no shell wanted


if __name__ == "__main__":
    sys.exit(steps.exit_code_of(lambda: main(sys.argv[1:])))
