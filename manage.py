#!/usr/bin/env python
"""Django's command line; development settings unless told otherwise. Says a fault in settings without a traceback."""

import os
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandParser, execute_from_command_line, handle_default_options

from het_site.local.steps import StepError


def heed_settings_option(arguments: list[str]) -> None:
    """Let `--settings` choose the settings before they are read, as Django itself does."""
    parser = CommandParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--settings")
    parser.add_argument("--pythonpath")
    options, _ = parser.parse_known_args(arguments)
    handle_default_options(options)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "het_site.settings.dev")
    heed_settings_option(sys.argv[1:])
    try:
        settings.INSTALLED_APPS  # noqa: B018  reads the settings now, where their faults can be told plainly
    except (ImproperlyConfigured, StepError) as fault:
        sys.exit(str(fault))
    execute_from_command_line(sys.argv)
