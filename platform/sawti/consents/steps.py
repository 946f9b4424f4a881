"""What other actions call in their transaction: publishing a version, noting an agreement."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sawti.accounts.models import Staff, ToldBy
from sawti.accounts.steps import tell_by
from sawti.audit.steps import write_entry
from sawti.consents.models import Agreement, Channel, ConsentVersion
from sawti.consents.queries import NEWS_BY_SMS, VersionFacts, current_versions
from sawti.lib.errors import N_, Invalid
from sawti.tenancy.actions import configuration_changed
from sawti.tenancy.locks import wait_for_turn


@dataclass(frozen=True)
class Wording:
    """What a version says, by language."""

    titles: dict[str, str]
    texts: dict[str, str]
    withdrawals: dict[str, str]
    is_required: bool

    @property
    def digest(self) -> bytes:
        """SHA-256 of all that people read, as canonical JSON."""
        said = [self.titles, self.texts, self.withdrawals, self.is_required]
        text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).digest()


def publish_version(
    code: str, wording: Wording, *, by: Staff | None, at: datetime, position: int = 0
) -> bool:
    """Add a version if it says something new, in the open transaction; tell whether it did.

    Two who publish at once do so one after the other: the later one's words count.
    """
    wait_for_turn(f"consent {code}")
    last = ConsentVersion.objects.filter(code=code).order_by("-number").first()
    if last and bytes(last.digest) == wording.digest:
        return False
    row = ConsentVersion.objects.create(
        code=code,
        number=last.number + 1 if last else 1,
        titles=wording.titles,
        texts=wording.texts,
        withdrawals=wording.withdrawals,
        is_required=wording.is_required,
        position=last.position if last else position,
        digest=wording.digest,
        published_at=at,
        published_by=by,
    )
    if by:  # else the record says that the pack was loaded
        write_entry(
            "consent.published", at=at, actor_id=by.id, object_type="consent", object_id=row.id
        )
    configuration_changed()
    return True


def note_agreements(
    versions: Sequence[VersionFacts],
    *,
    channel: Channel,
    at: datetime,
    person_id: UUID | None = None,
    case_id: UUID | None = None,
) -> None:
    """Keep that somebody was given these versions: one statement.

    A person who agrees to news by SMS gets them so from now on, if they verified a phone.
    """
    if person_id and any(version.code == NEWS_BY_SMS for version in versions):
        tell_by(person_id, ToldBy.SMS)
    rows = [
        Agreement(
            version_id=version.id,
            person_id=person_id,
            case_id=case_id,
            channel=channel,
            given_at=at,
        )
        for version in versions
    ]
    if rows:
        Agreement.objects.bulk_create(rows)


def versions_named(ids: Sequence[str]) -> tuple[VersionFacts, ...]:
    """Return the current versions with these ids; raises Invalid for any other."""
    current = {str(row.id): row for row in current_versions().values()}
    if not set(ids) <= current.keys():
        text = N_("A text has changed. Read what counts now and send it again.")
        raise Invalid("consents", text)
    return tuple(current[each] for each in dict.fromkeys(ids))


def agreed_by(channel: str) -> Channel:
    """Return where an agreement was given that came with a case of this channel."""
    return Channel.API if channel == "api" else Channel.FILING
