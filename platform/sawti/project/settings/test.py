"""The suite: as the demo, with a cheap password hasher and mail in memory."""

from sawti.project import env

env.preset(
    SECRET_KEY="test" * 16,
    SAWTI_SEALING_KEY="seal" * 16,
    SAWTI_FIELD_KEYS="field" * 12,
    SAWTI_LIMITS="off",
    SAWTI_LEAST_FILING_SECONDS="0",
    DATABASE_URL="postgresql://sawti_test_app@127.0.0.1/unset",
    DATABASE_SYSTEM_URL="postgresql://sawti_test_system@127.0.0.1/unset",
    SAWTI_MAIL_FOLDER="var/test-mail",
    SAWTI_FILES_FOLDER="var/test-files",
    SAWTI_ROLE_PREFIX="sawti_test",
    SAWTI_OPENID_LOOPBACK="true",
    SAWTI_PORT_SUFFIX=":8000",
)

from sawti.project.settings.demo import *  # noqa: E402, F403 - the presets come first

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SAWTI_TENANT_CACHE_SECONDS = 0
