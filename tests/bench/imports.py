"""A million figures from a file to the site, beside a bare COPY of the same rows; and what all of them say, anew."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from indicators.models import Area, Indicator, Observation

ROWS = 1_000_000
GOAL, MEMORY_GOAL = 0.25, 600
YEARS, SEXES, AGES = range(2008, 2023), ("persons", "female", "male"), ("All ages", "65+ yrs")
COLUMNS = "indicator,area_code,period_label,sex,age,value,lower_95,upper_95,count,denominator"
COPIED = ", ".join(f'"{field.column}"' for field in Observation._meta.concrete_fields if not field.primary_key)


def measure() -> None:
    """Print the seconds of each part, the ratio to the bare COPY and the most memory that the work took."""
    with tempfile.TemporaryDirectory(prefix="het-bench-") as folder:
        path = Path(folder) / "figures.csv"
        write_file(path)
        found = run_worker(path, folder)
        rows = found["rows"]
        took = {name: found[name] for name in ("check", "publish", "findings")}
        figures = took["check"] + took["publish"] - took["findings"]
        print(f"import of {rows:,} rows, {path.stat().st_size / 1e6:.0f} MB, 28 indicators, {areas()} areas")
        steps = found["steps"]
        steps["Commit, foreign keys checked"] = took["publish"] - took["findings"] - steps["Publishing the figures"]
        for name, seconds in steps.items():
            print(f"  {name:<44}{seconds:>7.1f} s")
        print(f"  file to live figures                        {figures:>7.1f} s{rows / figures:>12,.0f} rows/s")
        print(f"  and what they say ({found['findings_made']:,} findings){took['findings']:>18.1f} s")
        memory = found["memory"]
        print(f"  most memory {memory:.0f} MB (goal {MEMORY_GOAL}){' over the goal' if memory > MEMORY_GOAL else ''}")
        for name, options in {
            "with its constraints, keys and indexes": "INCLUDING ALL",
            "with nothing but its columns": "",
        }.items():
            seconds = bare_copy(Path(folder) / "bare.csv", options)
            ratio = seconds / figures
            mark = f" (goal {GOAL}{', missed' if ratio < GOAL else ''})"
            print(f"  bare COPY into a table {name:<40}{seconds:>7.1f} s  ratio {ratio:.2f}{mark}")


def areas() -> int:
    """Count the places that the file is about."""
    return len(Area.objects.filter(code__startswith="E07"))


def write_file(path: Path) -> None:
    """Write figures of all indicators in as many places as a million takes; none is small."""
    each = len(YEARS) * len(SEXES) * len(AGES)
    indicators = list(Indicator.objects.current().order_by("number"))
    count = -(-ROWS // (each * len(indicators)))
    Area.objects.bulk_create(
        Area(code=f"E07{number:06d}", name=f"Place {number}", area_type=Area.Type.LOCAL_AUTHORITY)
        for number in range(count)
    )
    chance, written = random.Random(1), 0  # noqa: S311  (figures, no secret)
    with path.open("w") as file:
        file.write(f"{COLUMNS}\n")
        for indicator in indicators:
            times = 100 if indicator.is_percentage else indicator.multiplier
            for number in range(count):
                for year in YEARS:
                    for sex in SEXES:
                        for age in AGES:
                            if written == ROWS:
                                return
                            whole = chance.randint(2_000, 90_000)
                            part = chance.randint(100, whole - 100)
                            value = part / whole * times
                            cells = (
                                round(value, 4),
                                round(value * 0.9, 4),
                                round(min(value * 1.1, times), 4),
                                part,
                                whole,
                            )
                            file.write(
                                f"{indicator.slug},E07{number:06d},{year},{sex},{age},{','.join(map(str, cells))}\n"
                            )
                            written += 1


def run_worker(path: Path, folder: str) -> dict[str, Any]:
    """Do the work in a process of its own, which has done nothing else before."""
    code = "import sys, django; django.setup(); from tests.bench import imports; imports.work(sys.argv[1])"
    environment = os.environ | {"HET_DATA": folder}
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def work(path: str) -> None:
    """Check and publish a file as a worker does, and print what it took."""
    import resource

    from django.core.files import File

    from indicators.actions import publishing, receive_file
    from indicators.actions.checking import check_release

    clock = Clock()
    with Path(path).open("rb") as file:
        release = receive_file(
            file=File(file, name="figures.csv"),
            by=None,
            source_name="Office for Examples",
            licence="OGL",
            check_now=True,
        )
    began = time.perf_counter()
    check_release(release=release)
    checked = clock.end()
    if release.status != release.Status.READY:
        raise RuntimeError(str(release.faults[:3]))
    publishing.publish_release(release=release, by=None)
    ended = clock.end()
    clock.steps.pop("Working out what the figures say", None)
    found = {
        "rows": release.row_count,
        "check": checked - began,
        "publish": ended - checked,
        "findings": clock.findings,
        "findings_made": clock.findings_made,
        "steps": clock.steps,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(found))


class Clock:
    """Times the steps as the work itself tells them, and the findings apart."""

    def __init__(self) -> None:
        from indicators.actions import publishing
        from indicators.progress import Progress

        self.steps: dict[str, float] = {}
        self.findings, self.findings_made = 0.0, 0
        self._step, self._since = "", 0.0
        real_say, real_record = Progress.say, publishing.record_findings

        def say(progress: Progress, step: str, *, rows: int | None = None) -> None:
            if step != self._step:
                self.end()
                self._step, self._since = step, time.perf_counter()
            real_say(progress, step, rows=rows)

        def record(**given: Any) -> int:
            began = time.perf_counter()
            self.findings_made = real_record(**given)
            self.findings = time.perf_counter() - began
            return self.findings_made

        Progress.say = say  # type: ignore[method-assign]  # to time it
        publishing.record_findings = record  # type: ignore[assignment]  # as above

    def end(self) -> float:
        """End the step under way; gives the time."""
        now = time.perf_counter()
        if self._step:
            self.steps[self._step] = self.steps.get(self._step, 0) + now - self._since
        self._step = ""
        return now


def bare_copy(path: Path, options: str) -> float:
    """Copy the figures that are live now into a table of the same shape, and give the seconds it took."""
    with connection.cursor() as cursor:
        if not path.exists():
            with (
                path.open("wb") as file,
                cursor.copy(
                    f"COPY (SELECT {COPIED} FROM indicators_observation o WHERE area_id IN "  # noqa: S608
                    "(SELECT id FROM indicators_area WHERE code LIKE 'E07%')) TO STDOUT (FORMAT csv, FORCE_QUOTE *)"
                ) as copy,
            ):
                for block in copy:
                    file.write(block)
        cursor.execute(f"CREATE TABLE bare (LIKE indicators_observation {options})")
        if options:
            for column, table in (("indicator_id", "indicator"), ("area_id", "area"), ("release_id", "datarelease")):
                cursor.execute(f"ALTER TABLE bare ADD FOREIGN KEY ({column}) REFERENCES indicators_{table}")
        else:
            cursor.execute("ALTER TABLE bare DROP COLUMN id")
        began = time.perf_counter()
        with (
            transaction.atomic(),
            path.open("rb") as file,
            cursor.copy(f"COPY bare ({COPIED}) FROM STDIN (FORMAT csv)") as copy,
        ):
            while block := file.read(1 << 20):
                copy.write(block)
        seconds = time.perf_counter() - began
        cursor.execute("DROP TABLE bare")
    return seconds
