"""Front-end packages from their lock file and what is built from them: static/build, and the collected static files.
Each step is skipped while its inputs are what they were. Library code is never committed.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from het_site.local import fingerprints, lifeline, print_fonts, steps
from het_site.local.folders import ROOT, data_folder, in_every_app
from het_site.local.steps import StepError, step

MODULES = ROOT / "node_modules"
STATIC = ROOT / "static"
BUILD = STATIC / "build"
LOCK_FILES = (ROOT / "package.json", ROOT / "package-lock.json")
SHEETS = ("site", "admin", "charts", "embed")  # static/scss/<name>.scss becomes static/build/<name>.css
FONTS = MODULES / "@fontsource-variable" / "atkinson-hyperlegible-next" / "files"
SCRIPTS = (
    MODULES / "govuk-frontend" / "dist" / "govuk" / "govuk-frontend.min.js",
    MODULES / "plotly.js-basic-dist-min" / "plotly-basic.min.js",
)


def build(*, dev: bool = False) -> None:
    """Install the front-end packages (for tests too when `dev`) and build style sheets, script and fonts."""
    with _one_at_a_time():
        with step("Front-end packages ready"):
            install_packages(dev=dev)
        with step("Style sheets built") as current:
            if not compile_sheets():
                current.text = "Style sheets unchanged"
        with step("Fonts for pictures made") as current:
            if not print_fonts.make():
                current.text = "Fonts for pictures unchanged"


def install_packages(*, dev: bool) -> bool:
    """Install node_modules as the lock file says; return whether there was anything to do."""
    wanted = {kind: fingerprints.fingerprint(LOCK_FILES, kind) for kind in ("run", "dev")}
    stamp = MODULES / ".installed"
    # The packages for tests include those that the site needs.
    if fingerprints.is_done(stamp, wanted["dev"]) or (not dev and fingerprints.is_done(stamp, wanted["run"])):
        return False
    npm = [_program("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"]
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    if not any(key.lower() == "npm_config_cache" for key in environment):
        environment["npm_config_cache"] = str(ROOT / ".het" / "cache" / "npm")
    code, said = lifeline.run(npm if dev else [*npm, "--omit=dev"], environment=environment)
    if code:
        raise StepError(f"The front-end packages could not be installed.\n{steps.tail(said)}")
    fingerprints.mark_done(stamp, wanted["dev" if dev else "run"])
    return True


def compile_sheets() -> bool:
    """Build static/build from static/scss and the packages; return whether there was anything to do."""
    sheets = [sheet for sheet in SHEETS if (STATIC / "scss" / f"{sheet}.scss").exists()]
    wanted = fingerprints.fingerprint([STATIC / "scss", *LOCK_FILES, Path(__file__)])
    outputs = [
        *(BUILD / f"{sheet}.css" for sheet in sheets),
        *(BUILD / script.name for script in SCRIPTS),
        BUILD / "fonts",
    ]
    stamp = BUILD / ".built"
    if fingerprints.is_done(stamp, wanted) and all(output.exists() for output in outputs):
        return False
    (BUILD / "fonts").mkdir(parents=True, exist_ok=True)
    for font in FONTS.glob("*.woff2"):
        _copy(font, BUILD / "fonts" / font.name)
    for script in SCRIPTS:
        _copy(script, BUILD / script.name)
    if sheets:
        _sass(sheets)
    fingerprints.mark_done(stamp, wanted)
    return True


def collect() -> None:
    """Collect, compress and name the static files by their content, as production serves them."""
    target = data_folder() / "static"
    packages = [ROOT / "uv.lock", *LOCK_FILES, ROOT / "het_site" / "settings" / "base.py"]
    wanted = fingerprints.fingerprint([STATIC, *in_every_app("static"), *packages])
    with _one_at_a_time(), step("Static files collected") as current:
        if fingerprints.is_done(target / ".collected", wanted):
            current.text = "Static files unchanged"
            return
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "het_site.settings.serve"}
        command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--clear", "--verbosity=0"]
        code, said = lifeline.run(command, environment=environment)
        if code:
            raise StepError(f"The static files could not be collected.\n{steps.tail(said)}")
        fingerprints.mark_done(target / ".collected", wanted)


def newest_change() -> float:
    """Return when a style sheet's source last changed, in seconds since 1970."""
    return max((path.stat().st_mtime for path in (STATIC / "scss").rglob("*.scss")), default=0.0)


def _sass(sheets: list[str]) -> None:
    staging = BUILD / f".new-{os.getpid()}"
    shutil.rmtree(staging, ignore_errors=True)
    pairs = [f"{STATIC / 'scss' / sheet}.scss:{staging / sheet}.css" for sheet in sheets]
    options = ["--style=compressed", "--no-source-map", "--quiet-deps", f"--load-path={MODULES}"]
    try:
        code, said = lifeline.run([_program("node"), str(MODULES / "sass" / "sass.js"), *options, *pairs])
        if code:
            raise StepError(f"The style sheets could not be compiled.\n{steps.tail(said)}")
        if said.strip():
            steps.tell(said.strip())
        for sheet in sheets:
            (staging / f"{sheet}.css").replace(BUILD / f"{sheet}.css")
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _copy(source: Path, target: Path) -> None:
    half = target.with_name(f".{target.name}.{os.getpid()}")
    shutil.copyfile(source, half)
    half.replace(target)


def _program(name: str) -> str:
    """Return a program that came with the Python packages."""
    return str(Path(sys.executable).parent / name)


@contextlib.contextmanager
def _one_at_a_time() -> Iterator[None]:
    lock = ROOT / ".het" / "assets.lock"
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def main(arguments: list[str]) -> int:
    """Build everything, for tests too with --dev."""
    build(dev="--dev" in arguments)
    return 0


if __name__ == "__main__":
    sys.exit(steps.exit_code_of(lambda: main(sys.argv[1:])))
