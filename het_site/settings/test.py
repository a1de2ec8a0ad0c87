"""Tests: production loosened by name, quick where safety is not what is tested."""

from het_site.local.environment import fill_in

fill_in()

from het_site.settings.base import *  # noqa: E402, F403  (the settings to loosen; fill_in has to come first)

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
SITE_URL = WAGTAILADMIN_BASE_URL = "http://testserver"
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
EMAIL_KNOWN_RECIPIENTS = ["@demo.example"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405
DEMO_ACCOUNTS = True
WHITENOISE_AUTOREFRESH = True  # static files are looked up when asked for: nothing has to be collected for a test
