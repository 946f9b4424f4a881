"""The demo on one machine: plain HTTP on loopback, mail into a folder."""

from sawti.project import env

# People who try the demo have no authenticator app at hand; whoever adds one is asked for it.
env.preset(SAWTI_LOG_FORMAT="line", SAWTI_LOG_LEVEL="WARNING", SAWTI_SECOND_FACTOR="optional")

from sawti.project.settings.base import *  # noqa: E402, F403 - the presets come first
from sawti.project.settings.base import FILES_STORAGE  # noqa: E402 - as above

SAWTI_SCHEME = "http"
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_NAME = "session"
CSRF_COOKIE_NAME = "csrf"
LANGUAGE_COOKIE_NAME = "language"
SAWTI_DRAFT_COOKIE = "draft"
SAWTI_SETTINGS_COOKIE = "settings"
SAWTI_CODE_COOKIE = "code"
SAWTI_PUSH_COOKIE = "push"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = False

EMAIL_BACKEND = "sawti.notifications.mailbox.FolderBackend"
SAWTI_MAIL_FOLDER = env.text(
    "SAWTI_MAIL_FOLDER", about="the demo's mailbox; set by the demo itself"
)

STATIC_ROOT = None  # nothing is collected: whitenoise finds files where they lie
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "attachments": FILES_STORAGE,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
