"""The key under which documents and their secrets lie: one purpose, from the master key."""

from functools import cache

from django.conf import settings

from sawti.lib.sealing import Seal


@cache
def document_seal() -> Seal:
    """Return the seal of PDFs and of the secrets that go into them."""
    return Seal(settings.SAWTI_SEALING_KEY.encode(), "document")
