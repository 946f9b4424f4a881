"""What people agree to: the first version of each text comes from the pack."""

from datetime import datetime

from sawti.consents.queries import codes_published
from sawti.consents.steps import Wording, publish_version
from sawti.packs.changes import Change, ChangeKind
from sawti.packs.comparing import Comparison
from sawti.packs.schema import Pack


def load_consents(comparison: Comparison, pack: Pack, *, at: datetime) -> None:
    """Publish the texts that the tenant has no version of yet; those it has, editors change."""
    known = codes_published()
    for position, row in enumerate(pack.consents.consents):
        if row.code in known:
            continue
        wording = Wording(
            titles=row.title.model_dump(),
            texts=row.text.model_dump(),
            withdrawals=row.withdrawal.model_dump(),
            is_required=row.required,
        )
        publish_version(row.code, wording, by=None, at=at, position=position)
        comparison.changes.append(Change("consents", row.code, ChangeKind.CREATED))
