"""What the statistics may import, who may import them, and that their tests take every branch."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from het_site.local.folders import ROOT


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a fresh Python in the repository."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def modules_after(code: str) -> set[str]:
    """Name the packages that a fresh Python has imported after this code."""
    done = python("-c", f"{code}\nimport sys\nprint(*{{name.partition('.')[0] for name in sys.modules}})")
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_statistics_do_without_django() -> None:
    imported = modules_after("import indicators.statistics")
    assert {"indicators", "numpy", "scipy"} <= imported
    assert not {"django", "wagtail", "psycopg", "het_site", "pandas", "polars"} & imported


def test_serving_pages_does_without_statistics() -> None:
    imported = modules_after(
        "import django\ndjango.setup()\n"
        "from django.conf import settings\nfrom django.urls import get_resolver\nfrom wagtail import hooks\n"
        "from django.utils.module_loading import import_string\n"
        "hooks.search_for_hooks()\nassert get_resolver().url_patterns\nimport_string(settings.WSGI_APPLICATION)"
    )
    assert {"django", "indicators"} <= imported
    assert not {"numpy", "scipy", "pandas", "polars"} & imported


def test_every_branch_is_taken(tmp_path: Path) -> None:
    data = f"--data-file={tmp_path / 'coverage'}"
    run = python(
        *("-m", "coverage", "run", "--branch", data, "--include=indicators/statistics/*"),
        # Plain pytest: these tests need neither Django nor the project's settings, which take most of the time.
        *("-m", "pytest", "-c", os.devnull, "--rootdir", str(ROOT), "--noconftest", "-p", "no:django", "-q", "-x"),
        *("-p", "no:randomly", "-p", "no:xdist", "-p", "no:cacheprovider"),
        # Examples alone must reach every branch: what properties try is not the same each time.
        *("-m", "not hypothesis", f"--ignore={__file__}", str(Path(__file__).parent)),
    )
    assert run.returncode == 0, run.stdout + run.stderr
    report = python("-m", "coverage", "report", data, "--fail-under=100", "--show-missing", "--skip-covered")
    assert report.returncode == 0, report.stdout
