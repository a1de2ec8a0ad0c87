"""`make bench`: measures what is named, or all there is, on a copy of the demo site's database, and drops it."""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys

from het_site.local.environment import fill_in

fill_in()

from tests import bench, databases  # noqa: E402  (needs the address that fill_in gives)

NAME = "het_bench"


def main(wanted: list[str]) -> int:
    """Run each module's `measure`."""
    names = [module.name for module in pkgutil.iter_modules(bench.__path__) if module.name != "__main__"]
    if unknown := [name for name in wanted if name not in names]:
        print(f"There is no {', '.join(unknown)}; there are: {', '.join(names)}.", file=sys.stderr)
        return 2
    own = os.environ["DATABASE_URL"]
    os.environ["DATABASE_URL"] = databases.copy(own, template=databases.demo_template(own), name=NAME)
    os.environ["DJANGO_SETTINGS_MODULE"] = "het_site.settings.test"
    import django

    django.setup()
    try:
        for name in wanted or names:
            importlib.import_module(f"{bench.__name__}.{name}").measure()
    finally:
        django.db.connections.close_all()
        databases.drop(own, NAME)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
