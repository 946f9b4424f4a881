"""Django sends through the SMTP server of tests/smtp.py, as it would in production."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.smtp import MailServer


@pytest.fixture
def stopped_mail(settings: Any) -> MailServer:
    """A mail server that is down; `with stopped_mail.running():` starts it."""
    server = MailServer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_TIMEOUT = 5
    return server


@pytest.fixture
def mail(stopped_mail: MailServer) -> Iterator[MailServer]:
    """A mail server that is up."""
    with stopped_mail.running():
        yield stopped_mail
