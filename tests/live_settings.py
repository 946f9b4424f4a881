"""The demo's settings for a site that browser journeys visit, with a cheap password hasher."""

from sawti.project.settings.demo import *  # noqa: F403 - settings are a namespace

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SAWTI_TENANT_CACHE_SECONDS = 0
