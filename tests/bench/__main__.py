"""`make bench`: every page type's uncached time beside a bare page's, on the demo site, in one process."""

from __future__ import annotations

import os
import sys

from het_site.local.environment import fill_in

fill_in()

from tests import databases  # noqa: E402  (needs the address that fill_in gives)

NAME = "het_bench"


def main() -> int:
    """Measure on a copy of the demo site's database, and drop it."""
    own = os.environ["DATABASE_URL"]
    os.environ["DATABASE_URL"] = databases.copy(own, template=databases.demo_template(own), name=NAME)
    os.environ["DJANGO_SETTINGS_MODULE"] = "het_site.settings.test"
    import django

    django.setup()
    from tests.bench import pages

    try:
        pages.measure()
    finally:
        django.db.connections.close_all()
        databases.drop(own, NAME)
    return 0


if __name__ == "__main__":
    sys.exit(main())
