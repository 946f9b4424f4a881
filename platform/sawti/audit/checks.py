"""What `check --deploy` says about the record."""

from typing import Any

from django.conf import settings
from django.core import checks

from sawti.audit.signing import NotAKey, signing_key


def check_audit_key(**kwargs: Any) -> list[checks.CheckMessage]:
    """Warn where anchors are not signed; refuse a key that is none."""
    if not settings.SAWTI_AUDIT_KEY:
        return [
            checks.Warning(
                "The anchors of the audit record are not signed.",
                hint="Set SAWTI_AUDIT_KEY_FILE; docs/audit-key.md says how the key is made.",
                id="audit.W001",
            )
        ]
    try:
        signing_key()
    except NotAKey as error:
        return [checks.Error(str(error), id="audit.E001")]
    return []
