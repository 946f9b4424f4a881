"""The nightly check: seal, anchor, read everything again, and note what was found."""

import logging
from datetime import datetime

from sawti.audit.actions import anchor_chain, note_verification, seal_pending
from sawti.audit.anchors import anchor_breaks, kept_anchors, put_away
from sawti.audit.models import Seal
from sawti.audit.signing import signing_key
from sawti.audit.verification import breaks
from sawti.tenancy.context import current_tenant, reading

log = logging.getLogger("sawti.audit")


def anchor_today(*, at: datetime) -> int:
    """Seal what waits, anchor the chain once a day, and write the files that are missing.

    Return how many files were written.
    """
    seal_pending(at=at)
    anchor_chain(at=at)
    with reading():
        anchors = kept_anchors()
    return put_away(anchors)


def check_record(*, at: datetime) -> str:
    """Verify the tenant's record and note the result; return the first broken link, or ""."""
    key = signing_key()
    with reading():
        last: Seal | None = Seal.objects.order_by("-sequence").first()
        broken = next(breaks(), None) or next(
            anchor_breaks(kept_anchors(), key.public_key() if key else None), None
        )
    problem = str(broken) if broken else ""
    note_verification(last, problem=problem, at=at)
    if problem:
        log.critical("the audit record of %s is broken: %s", current_tenant().slug, problem)
    return problem
