#!/usr/bin/env python
"""Django's command line; development settings unless told otherwise. Says a fault in settings without a traceback."""

import os
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from het_site.local.steps import StepError

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "het_site.settings.dev")
    try:
        settings.INSTALLED_APPS  # noqa: B018  reads the settings now, where their faults can be told plainly
    except (ImproperlyConfigured, StepError) as fault:
        sys.exit(str(fault))
    execute_from_command_line(sys.argv)
