"""The development web server: Django's own, reloading when code changes, without its banner. For one's own machine."""

from __future__ import annotations

import io
import logging
import os

from het_site.local import port


def main() -> None:
    """Serve on the chosen port until stopped."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "het_site.settings.dev")
    import django
    from django.core.management.commands.runserver import Command
    from django.utils import autoreload

    if os.environ.get(autoreload.DJANGO_AUTORELOAD_ENV) == "true":
        # Only the process that serves loads the code; the one that watches files and restarts it can do without.
        autoreload.check_errors(django.setup)()
    logging.getLogger("django.utils.autoreload").addFilter(lambda record: "Watching" not in record.getMessage())
    # What it says about itself goes nowhere; requests and errors are logged as ever.
    server = Command(stdout=io.StringIO())
    options = server.create_parser("", "runserver").parse_args([f"{port.HOST}:{port.chosen()}"])
    server.execute(**vars(options))


if __name__ == "__main__":
    main()
