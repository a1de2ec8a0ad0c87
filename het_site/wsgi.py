"""The way in for a web server; production settings unless told otherwise. Says a fault in settings without a traceback."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "het_site.settings.base")

try:
    application = get_wsgi_application()
except ImproperlyConfigured as fault:
    sys.exit(str(fault))
