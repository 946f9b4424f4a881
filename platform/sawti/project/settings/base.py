"""Every setting and its default; the environment is read through `env` only."""

from pathlib import Path
from typing import Any

from sawti.plugins.installed import PluginRefused, installed_manifests
from sawti.project import env
from sawti.project.operations.logs import logging_settings
from sawti.project.settings.apps import OUR_APPS
from sawti.project.settings.files import anchors_storage, files_host, files_storage
from sawti.project.settings.protection import *  # noqa: F403 - as below
from sawti.project.settings.protection import SAWTI_BEHIND_PROXY
from sawti.project.settings.signin import *  # noqa: F403 - settings of their own page

ENGINE = "sawti.tenancy.backend"
PACKAGE = Path(__file__).resolve().parents[2]

DEBUG = False
SECRET_KEY = env.secret(
    "SECRET_KEY", about="signs cookies, forms and the task queue; long and random"
)
SECRET_KEY_FALLBACKS = env.secret(
    "SECRET_KEY_FALLBACKS",
    " ",
    about="older keys with spaces between: what they signed still counts, see `keys.md`",
).split()
SAWTI_SEALING_KEY = env.secret(
    "SAWTI_SEALING_KEY",
    about="seals receipts, drafts and keys; long, random, kept apart from SECRET_KEY",
)
# Hosts are closed by the table of tenants: HostMiddleware answers 404 to any other.
ALLOWED_HOSTS = ["*"]
SAWTI_ROLE_PREFIX = env.text(
    "SAWTI_ROLE_PREFIX", "sawti", about="first part of the names of our PostgreSQL roles"
)
DATABASE_ROLE = env.choice(
    "SAWTI_DATABASE_ROLE",
    ("app", "owner"),
    "app",
    about="which account this process uses; `sawti migrate` sets owner by itself",
)


# Plans kept by the server halve what a statement costs; off for a pooler that shares connections.
PREPARED_STATEMENTS: dict[str, Any] = (
    {"server_side_binding": True, "prepare_threshold": 5}
    if env.boolean(
        "SAWTI_PREPARED_STATEMENTS",
        True,
        about="plans kept by the server; false behind a pooler that shares connections",
    )
    else {}
)


def _database(variable: str, url: str, **options: Any) -> dict[str, Any]:
    found = env.database_url(url, variable=variable, engine=ENGINE)
    found["OPTIONS"].update({**PREPARED_STATEMENTS, **options})
    return {**found, "CONN_MAX_AGE": None, "ATOMIC_REQUESTS": False}


DATABASES = {
    "default": _database(
        "DATABASE_OWNER_URL",
        env.secret("DATABASE_OWNER_URL", about="as the owner role; only for `sawti migrate`"),
    )
    if DATABASE_ROLE == "owner"
    else _database(
        "DATABASE_URL",
        env.secret(
            "DATABASE_URL",
            about="PostgreSQL as the serving role: postgresql://sawti_app:password@host/name",
        ),
    ),
}
if env.is_set("DATABASE_SYSTEM_URL") or env.is_set("DATABASE_SYSTEM_URL_FILE"):
    # Only the scheduler has this account; it may read ids and times of outbox rows.
    DATABASES["system"] = _database(
        "DATABASE_SYSTEM_URL",
        env.secret("DATABASE_SYSTEM_URL", " ", about="as the system role; only for the worker"),
        bypasses_row_security=True,
    )

SAWTI_BACKUP_URL = env.secret(
    "DATABASE_BACKUP_URL", " ", about="as the backup role; only for `sawti export_tenant`"
).strip()

_left_out = env.text(
    "SAWTI_WITHOUT_PLUGINS",
    "none",
    about="installed plugins, by commas, that are as if they were not installed",
)
try:
    SAWTI_PLUGINS = installed_manifests(without=_left_out.replace(" ", "").split(","))
except PluginRefused as refusal:
    raise env.SetUpError(str(refusal)) from refusal

INSTALLED_APPS = [
    *(app for plugin in SAWTI_PLUGINS for app in plugin.apps),
    *OUR_APPS,
    "wagtail.users",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "rest_framework",
    "drf_spectacular",
    "guardian",
    "huey.contrib.djhuey",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
SAWTI_CORE_PLUGINS = ["sawti.notifications.plugin", "sawti_cms.plugin"]

MIDDLEWARE = [
    "sawti.project.proxies.ProxyMiddleware",
    "sawti.project.operations.requests.RequestMiddleware",
    "sawti.project.middleware.SecurityHeadersMiddleware",
    "sawti.project.operations.probes.ProbesMiddleware",
    "sawti.project.middleware.HostMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "sawti.project.middleware.StaffMiddleware",
    "sawti.project.denials.DenialMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "sawti.project.middleware.LanguageMiddleware",
    "sawti.project.looking.LookingMiddleware",
    "sawti.project.middleware.DomainErrorMiddleware",
    "sawti.project.limited.LimitsMiddleware",
    "sawti.project.middleware.TransactionMiddleware",
]

ROOT_URLCONF = "sawti.project.urls"
WSGI_APPLICATION = "sawti.project.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
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

AUTH_USER_MODEL = "accounts.Staff"
AUTHENTICATION_BACKENDS = [
    "sawti.accounts.backends.StaffBackend",
    "guardian.backends.ObjectPermissionBackend",
]
ANONYMOUS_USER_NAME = None  # guardian would otherwise create a person without a tenant
GUARDIAN_MONKEY_PATCH_USER = False
GUARDIAN_MONKEY_PATCH_GROUP = False
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
CSRF_FAILURE_VIEW = "sawti.project.faults.csrf_refused"
LOGIN_URL = "desk:sign_in"
LOGIN_REDIRECT_URL = "desk:queue"

SESSION_ENGINE = "sawti.accounts.sessions"
SESSION_COOKIE_AGE = 8 * 60 * 60  # of an applicant; those of staff end by the rules below
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
LANGUAGE_COOKIE_NAME = "__Host-language"
SAWTI_DRAFT_COOKIE = "__Host-draft"
SAWTI_SETTINGS_COOKIE = "__Host-settings"
SAWTI_CODE_COOKIE = "__Host-code"
SAWTI_PUSH_COOKIE = "__Host-push"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

SECURE_SSL_REDIRECT = env.boolean(
    "SAWTI_REDIRECT_TO_HTTPS", True, about="send plain HTTP on to HTTPS"
)
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SAWTI_BEHIND_PROXY else None
X_FRAME_OPTIONS = "DENY"

# A case is a few thousand characters; nothing we read from a body is larger (uploads come apart).
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000  # a page of many blocks has some eight for each
FILE_UPLOAD_HANDLERS = ["sawti.project.uploads.BoundedUpload"]

LANGUAGE_CODE = "en"
LANGUAGES = [("ar", "العربية"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "project" / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
STATIC_ROOT: str | None = env.text(
    "SAWTI_STATIC_FOLDER", "var/static", about="where `sawti collectstatic` puts files"
)
# Files of people lie in a folder that nothing serves, or in a private bucket.
SAWTI_FILES_MOST_BYTES = 1024**2 * env.integer(
    "SAWTI_FILES_MOST_MEGABYTES", 10, least=1, most=50, about="the largest file of a person"
)
SAWTI_FILES_HOST = files_host()
SAWTI_FILES_LINK_SECONDS = env.integer(
    "SAWTI_FILES_LINK_SECONDS", 60, least=5, most=300, about="how long the address of a file works"
)
SAWTI_FILES_FROM_BUCKET = env.boolean(
    "SAWTI_FILES_FROM_BUCKET",
    False,
    about="send people to presigned addresses of the bucket; they must reach SAWTI_FILES_ENDPOINT",
)
FILES_STORAGE = files_storage()

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "attachments": FILES_STORAGE,
    "anchors": anchors_storage(),
    "staticfiles": {"BACKEND": "sawti.project.static_files.StaticFiles"},
}

SAWTI_REDIS_URL = env.secret(
    "SAWTI_REDIS_URL", " ", about="Redis for the cache, and for SAWTI_QUEUE=redis; optional"
).strip()
CACHES = {
    "default": {
        **(
            {
                "BACKEND": "django.core.cache.backends.redis.RedisCache",
                "LOCATION": SAWTI_REDIS_URL,
            }
            if SAWTI_REDIS_URL
            else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
        ),
        "KEY_FUNCTION": "sawti.tenancy.cache_keys.tenant_key",
    }
}

SAWTI_AUDIT_KEY = env.secret(
    "SAWTI_AUDIT_KEY",
    " ",
    about="signs the audit record's daily anchors: an Ed25519 private key in PEM; optional",
).strip()

SAWTI_SCHEME = env.choice(
    "SAWTI_SCHEME", ("http", "https"), "https", about="scheme of the addresses in e-mails"
)
SAWTI_PORT_SUFFIX = env.text(
    "SAWTI_PORT_SUFFIX", " ", about="port in the addresses in e-mails, such as :8000"
).strip()  # such as ":8000"; none by default
# For so long a process trusts what it read about a tenant: a changed configuration shows after it.
SAWTI_TENANT_CACHE_SECONDS = env.integer(
    "SAWTI_TENANT_CACHE_SECONDS",
    1,
    least=0,
    most=60,
    about="for so long a process trusts what it read about a tenant",
)
SAWTI_OUTBOX_LEASE_SECONDS = env.integer(
    "SAWTI_OUTBOX_LEASE_SECONDS",
    120,
    least=1,
    about="after so long another worker takes over what a dead one held",
)
SAWTI_OUTBOX_BATCH = env.integer(
    "SAWTI_OUTBOX_BATCH", 20, least=1, most=1000, about="outbox rows that a worker claims at once"
)

EMAIL_HOST = env.text("EMAIL_HOST", "localhost", about="mail server")
EMAIL_PORT = env.integer("EMAIL_PORT", 25, about="its port")
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", " ", about="account there").strip()
EMAIL_HOST_PASSWORD = env.secret("EMAIL_HOST_PASSWORD", " ", about="its password").strip()
EMAIL_USE_TLS = env.boolean("EMAIL_USE_TLS", False, about="STARTTLS")
EMAIL_TIMEOUT = env.integer(
    "EMAIL_TIMEOUT", 10, least=1, about="seconds until the mail server counts as away"
)
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
SAWTI_MAIL_FOLDER = ""

SAWTI_QUEUE = env.choice(
    "SAWTI_QUEUE", ("postgres", "redis"), "postgres", about="where wake-ups of the worker queue"
)
HUEY = {
    "name": "sawti",
    "huey_class": "sawti.project.queue.RedisQueue"
    if SAWTI_QUEUE == "redis"
    else "sawti.project.queue.TaskQueue",
    "immediate": False,
    "results": False,
    # SIGTERM lets a task finish.
    "consumer": {"workers": 2, "worker_type": "thread", "graceful_signal": "TERM"},
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "sawti_api.authentication.StaffSession",
        "sawti_api.authentication.ClientToken",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["sawti_api.permissions.Nobody"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "sawti_api.problems.problem_response",
    "UNAUTHENTICATED_USER": None,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Sawti",
    "DESCRIPTION": "File a case, follow it, and work on it as staff.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "PREPROCESSING_HOOKS": ["sawti_api.openapi.own_endpoints"],
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "sawti_api.openapi.refusals_of_all",
    ],
    "DISABLE_DOCSTRING_DESCRIPTIONS": True,  # they are for us, and not translated
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "StateEnum": [
            *("received", "open", "waiting", "third_party", "court", "answered"),
            *("withdrawn", "lapsed"),
        ],
        "MessageKindEnum": ["story", "question", "reply", "answer", "withdrawal", "reopening"],
        "PartEnum": ["helper", "reader", "reviewer"],
        "BusinessStateEnum": ["claimed", "verified", "refused", "closed"],
        "BusinessRoleEnum": ["owner", "agent"],
        "DecisionKindEnum": ["answer", "due_date"],
    },
}

WAGTAIL_SITE_NAME = "Sawti"
WAGTAILADMIN_BASE_URL = f"{SAWTI_SCHEME}://localhost{SAWTI_PORT_SUFFIX}"
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # a hash of the e-mail would go to an outside host
# A page saved by itself while it is published would be made twice, and the second be refused.
WAGTAIL_AUTOSAVE_INTERVAL = 0
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_I18N_ENABLED = False
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILADMIN_LOGIN_URL = "/desk/sign-in/"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILADMIN_NOTIFICATION_USE_HTML = False
TAGGIT_CASE_INSENSITIVE = True

SILENCED_SYSTEM_CHECKS = [
    "security.W002",  # X-Frame-Options is set by SecurityHeadersMiddleware (decision 0007)
    "auth.W004",  # an e-mail address is unique within a tenant, not everywhere
]

SAWTI_ACCESS_LOG = env.boolean("SAWTI_ACCESS_LOG", True, about="one log line for each request")
SAWTI_METRICS_TOKEN = env.secret(
    "SAWTI_METRICS_TOKEN", " ", about="bearer token for /metrics; without one there is no such page"
).strip()
SAWTI_METRICS_FOLDER = env.text(
    "SAWTI_METRICS_FOLDER",
    " ",
    about="folder that the processes of one machine share for request figures; emptied at start",
).strip()
LOGGING = logging_settings(
    as_json=env.choice("SAWTI_LOG_FORMAT", ("json", "line"), "json", about="form of log lines")
    == "json",
    level=env.choice(
        "SAWTI_LOG_LEVEL",
        ("DEBUG", "INFO", "WARNING", "ERROR"),
        "INFO",
        about="least level of our own log lines",
    ),
)
