"""Development: production loosened by name, for one's own machine alone."""

from het_site.local.environment import fill_in

fill_in()

from het_site.settings.base import *  # noqa: E402, F403  (the settings to loosen; fill_in has to come first)

DEBUG = True
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
EMAIL_KNOWN_RECIPIENTS = ["@demo.example"]
DEMO_ACCOUNTS = True
