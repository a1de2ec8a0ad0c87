"""Production settings, and the base of the others. Reads the environment; stops the start with one sentence per fault."""

from __future__ import annotations

from pathlib import Path

from csp.constants import NONCE, NONE, SELF

from het_site.settings.environment import Environment

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = Environment(root=BASE_DIR)

DATA_DIR = env.folder("HET_DATA", default=BASE_DIR / ".het")
CONTENT_DIR = env.folder("HET_CONTENT", default=BASE_DIR / "fixtures")
# The commit that is running, told by the deployment; unknown is said as unknown.
COMMIT = env.text("HET_COMMIT", default="")

DEBUG = False
SECRET_KEY = env.secret("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
# Readers of the newsletter are told apart, and those who want no more of it are known again, by hashes made with it.
ADDRESS_KEY = env.secret("ADDRESS_KEY")
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS")
SITE_URL = env.site("SITE_URL", hosts=ALLOWED_HOSTS)
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL.startswith("https://") else []
# Search engines are kept out of every copy that is not the public one.
SITE_IS_PUBLIC = env.flag("SITE_IS_PUBLIC", default=False)

INSTALLED_APPS = [
    "het_site.home",
    "newsletter",
    "casestudies",
    "priorities",
    "indicators",
    "het_site.core",
    "wagtail.contrib.settings",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "het_site.core.cms.apps.UsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "procrastinate.contrib.django",
    "drf_spectacular",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "het_site.core.middleware.KeepOutOfSearchEngines",
    "het_site.core.middleware.OpenToEveryOrigin",
    "django.middleware.http.ConditionalGetMiddleware",
    "het_site.core.middleware.CacheForReaders",
    "het_site.core.middleware.ForgetOnSignOut",
    "het_site.core.middleware.RefuseControlCharacters",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "het_site.core.middleware.RefuseWrongMethods",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "het_site.core.accounts.halfway.HalfwayIsNobody",
    "django.contrib.messages.middleware.MessageMiddleware",
    "het_site.core.cms.decisions.DecideOnce",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "het_site.core.cms.policy.PolicyByPlace",
    "het_site.core.cms.turns.OneAfterTheOther",
    "het_site.core.middleware.PermissionsPolicy",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "casestudies.cms.refusing.TellWhyNotPublic",
]

ROOT_URLCONF = "het_site.urls"
WSGI_APPLICATION = "het_site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "het_site.core.context.brand",
            ],
            "builtins": [
                "django.templatetags.static",
                "wagtail.templatetags.wagtailcore_tags",
                "wagtail.images.templatetags.wagtailimages_tags",
                "het_site.core.templatetags.core_tags",
            ],
        },
    }
]
FORM_RENDERER = "het_site.core.forms.GovukRenderer"

# Data

DATABASES = {
    "default": env.database("DATABASE_URL")
    | {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True, "ATOMIC_REQUESTS": False},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# People

AUTH_USER_MODEL = "core.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "wagtailadmin_login"
LOGIN_REDIRECT_URL = "/case-studies/share/"  # where partners who asked for no page in particular go after signing in
# Staff need a code from an app beside their password; on one's own machine they do not.
SECOND_FACTOR = env.flag("SECOND_FACTOR", default=True)
SESSION_COOKIE_AGE = 60 * 60 * 12
PASSWORD_RESET_TIMEOUT = 60 * 60

# Language and time

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = "het_site.settings.formats"

# Files

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# The typeface as TrueType files, for what draws pictures and PDFs; made with the other assets.
PRINT_FONTS = BASE_DIR / "static" / "build" / "print"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
# A web server or a store in front serves pictures in production; running locally, Django does.
SERVE_MEDIA = env.flag("SERVE_MEDIA", default=False)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # What no web server may show: files that came in and have not been checked.
    "private": {
        "BACKEND": "het_site.core.storage.PrivateStorage",
        "OPTIONS": {"location": DATA_DIR / "private"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a long page in the editor has many fields

# Email

EMAIL = env.email("EMAIL_URL")
# Everything passes the guard, the CMS's own messages too; the guard hands over to the delivery.
EMAIL_BACKEND = "het_site.core.mail_backend.GuardedBackend"
EMAIL_DELIVERY_BACKEND = EMAIL["EMAIL_BACKEND"]
EMAIL_HOST = EMAIL.get("EMAIL_HOST") or ""
EMAIL_PORT = EMAIL.get("EMAIL_PORT") or (587 if EMAIL.get("EMAIL_USE_TLS") else 25)
EMAIL_HOST_USER = EMAIL.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = EMAIL.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS = EMAIL.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = EMAIL.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.address("DEFAULT_FROM_EMAIL")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# None: anyone may be written to. Outside production only these addresses and domains ("@demo.example") may.
EMAIL_KNOWN_RECIPIENTS: list[str] | None = None

# Who delivers the email and tells of bounces and complaints; with the key that it signs with. Neither: nobody does.
EMAIL_PROVIDER = env.choice("EMAIL_PROVIDER", choices=("mailersend", "mailgun"))
EMAIL_WEBHOOK_KEY = env.text("EMAIL_WEBHOOK_KEY", required=bool(EMAIL_PROVIDER))

# Wagtail

WAGTAIL_SITE_NAME = env.text("WAGTAIL_SITE_NAME", default="Health Equity Town")
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILADMIN_USER_LOGIN_FORM = "het_site.core.cms.sign_in.SignInForm"
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "het_site.core.cms.sign_in.NewPasswordForm"  # noqa: S105  (a form)
# The address is the name one signs in with: an administrator changes it, so that a borrowed session cannot.
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
# Nobody chooses a password for somebody else: new people ask for theirs on the sign-in page.
WAGTAILUSERS_PASSWORD_REQUIRED = False
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES = [("en-gb", "English")]
WAGTAIL_I18N_ENABLED = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_APPEND_SLASH = True
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea",
        "OPTIONS": {"features": ["h3", "h4", "bold", "italic", "ol", "ul", "link", "document-link"]},
    }
}
WAGTAILIMAGES_IMAGE_MODEL = "core.CustomImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "het_site.core.cms.images.PictureForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60_000_000
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"avif": "avif", "webp": "webp", "gif": "webp"}
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "ods", "odt", "pdf", "pptx", "txt", "xlsx", "zip"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []  # nothing is embedded from another host
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "english"},
}

# Work outside the request

PROCRASTINATE_IMPORT_PATHS = [
    "het_site.core.accounts.tasks",
    "newsletter.subscribers.tasks",
    "newsletter.contributions.tasks",
]
PROCRASTINATE_WORKER_DEFAULTS = {
    "concurrency": 2,
    "delete_jobs": "successful",
    "update_heartbeat_interval": 5,
    "stalled_worker_timeout": 20,  # a worker unheard of for so many seconds is taken for dead
}

# Safety

SECURE_SSL_REDIRECT = True
# Our own proxy says who asks and whether over https. Without one, those headers are anybody's invention.
BEHIND_PROXY = env.flag("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "SAMEORIGIN"  # previews in the CMS are frames of our own
CSRF_FAILURE_VIEW = "het_site.core.views.csrf_failure"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

# What the CMS needs beyond that, below its own address only. docs/security.md says which screen needs each.
CMS_POLICY: dict[str, list[object]] = {
    "style-src": [SELF, NONCE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
}

# The open data's API. It knows no person, so what its library asks of them is left out.

REST_FRAMEWORK: dict[str, object] = {
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Open data",
    "DESCRIPTION": "Figures, what they say, and where they come from. Read only, for everybody, under the licence of each row.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "PREPROCESSING_HOOKS": ["indicators.api.describing.our_addresses"],
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    # two fields of a gap have these choices, and a finding has a basis of its own
    "ENUM_NAME_OVERRIDES": {
        "GapVerdictEnum": "indicators.models.gaps.GapSeries.Verdict",
        "GapBasisEnum": "indicators.models.gaps.GapSeries.Basis",
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # The first two tell every page saved, which the CMS keeps in its own history; the third every task it knows.
    "loggers": {
        "django_tasks": {"level": "WARNING"},
        "wagtail": {"level": "WARNING"},
        "procrastinate": {"level": "WARNING"},
    },
}

# Accounts with a known password exist in development and tests only.
DEMO_ACCOUNTS = False

SILENCED_SYSTEM_CHECKS = ["security.W019"]  # wants no frames at all, but the CMS shows its previews in one of our own

env.stop_if_faulty()
