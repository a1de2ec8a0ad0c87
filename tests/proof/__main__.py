"""Runs the demonstrations, all of them or those named: each module's `main` tells its figures and fails by assertion."""

from __future__ import annotations

import importlib
import pkgutil
import sys
import time
import traceback

from tests import proof


def run(wanted: list[str]) -> int:
    """Run every demonstration, or those named, and return 1 when any of them fails."""
    names = [module.name for module in pkgutil.iter_modules(proof.__path__) if module.name != "__main__"]
    unknown = [name for name in wanted if name not in names]
    if unknown:
        print(f"There is no {', '.join(unknown)}; there are: {', '.join(names)}.", file=sys.stderr)
        return 2
    failed = []
    for name in wanted or names:
        module = importlib.import_module(f"{proof.__name__}.{name}")
        print(f"\n{name}: {(module.__doc__ or '').strip().splitlines()[0]}", flush=True)
        began = time.monotonic()
        try:
            module.main()
        except Exception:
            traceback.print_exc()
            failed.append(name)
        print(f"{name}: {'FAILED' if name in failed else 'shown'} in {time.monotonic() - began:.0f} s", flush=True)
    print(f"\n{len(wanted or names) - len(failed)} shown, {len(failed)} failed", *failed)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
