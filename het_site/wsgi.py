"""The way in for a web server; production settings unless told otherwise."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "het_site.settings.base")

application = get_wsgi_application()
