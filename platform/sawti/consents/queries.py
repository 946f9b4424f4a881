"""Which texts count now, and what somebody agreed to."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sawti.consents.models import Agreement, ConsentVersion
from sawti.lib.text import localised
from sawti.tenancy.snapshot import kept_per_version

NEWS_BY_SMS = "news-by-sms"  # the text that decides whether news go by SMS


@dataclass(frozen=True)
class VersionFacts:
    """A version; `digest` in hexadecimal digits. Texts by language."""

    id: UUID
    code: str
    number: int
    titles: dict[str, str]
    texts: dict[str, str]
    withdrawals: dict[str, str]
    is_required: bool
    digest: str
    published_at: datetime

    def title(self, language: str) -> str:
        return localised(self.titles, language)

    def text(self, language: str) -> str:
        return localised(self.texts, language)

    def withdrawal(self, language: str) -> str:
        return localised(self.withdrawals, language)


@dataclass(frozen=True)
class ConsentFacts:
    """What counts now, and what the person last agreed to of it; `given` is empty for nothing."""

    current: VersionFacts
    given_at: datetime | None
    given_number: int
    channel: str

    @property
    def is_given(self) -> bool:
        return self.given_at is not None

    @property
    def is_outdated(self) -> bool:
        """Whether the person agreed to an older version only."""
        return self.is_given and self.given_number != self.current.number


@kept_per_version
def current_versions() -> dict[str, VersionFacts]:
    """Return the newest version of each text, by code, in the tenant's order."""
    rows = ConsentVersion.objects.order_by("code", "-number").distinct("code")
    found = sorted(rows, key=lambda row: (row.position, row.code))
    return {row.code: facts_of(row) for row in found}


def facts_of(row: ConsentVersion) -> VersionFacts:
    """Return a version as facts."""
    return VersionFacts(
        row.id,
        row.code,
        row.number,
        row.titles,
        row.texts,
        row.withdrawals,
        row.is_required,
        bytes(row.digest).hex(),
        row.published_at,
    )


def may_be_told_by_sms(person_id: UUID) -> bool:
    """Tell whether a person agreed to news by SMS; where the tenant has no such text, all did."""
    if NEWS_BY_SMS not in current_versions():
        return True
    given = Agreement.objects.filter(version__code=NEWS_BY_SMS, withdrawn_at=None)
    return bool(given.filter(person_id=person_id).exists())


def sms_consent() -> VersionFacts | None:
    """Return the text that somebody agrees to who chooses SMS, if the tenant has one."""
    return current_versions().get(NEWS_BY_SMS)


def wishes() -> list[VersionFacts]:
    """Return the texts that nobody has to agree to."""
    return [row for row in current_versions().values() if not row.is_required]


def notices() -> list[VersionFacts]:
    """Return the texts that everybody is given."""
    return [row for row in current_versions().values() if row.is_required]


def consents_of(person_id: UUID) -> tuple[ConsentFacts, ...]:
    """Return every text with what the person agreed to of it: one statement."""
    last: dict[str, Agreement] = {}
    rows = Agreement.objects.filter(person_id=person_id, withdrawn_at=None)
    for row in rows.select_related("version").order_by("given_at", "id"):
        last[row.version.code] = row
    return tuple(_consent(current, last.get(code)) for code, current in current_versions().items())


def _consent(current: VersionFacts, row: Agreement | None) -> ConsentFacts:
    if row is None:
        return ConsentFacts(current, None, 0, "")
    return ConsentFacts(current, row.given_at, row.version.number, row.channel)


def waits_for_answer(person_id: UUID) -> bool:
    """Tell whether a text that the person agreed to has a new version: it is asked again."""
    return any(each.is_outdated for each in consents_of(person_id))


def agreements_of(person_id: UUID) -> list[dict[str, object]]:
    """Return all that the person ever agreed to and withdrew, oldest first, ready for JSON."""
    rows = Agreement.objects.filter(person_id=person_id).select_related("version")
    return [
        {
            "text": row.version.code,
            "version": row.version.number,
            "channel": row.channel,
            "given_at": row.given_at.isoformat(),
            "withdrawn_at": row.withdrawn_at.isoformat() if row.withdrawn_at else None,
        }
        for row in rows.order_by("given_at", "id")
    ]


def versions_of(code: str) -> list[VersionFacts]:
    """Return every version of a text, the newest first."""
    return [facts_of(row) for row in ConsentVersion.objects.filter(code=code).order_by("-number")]


def codes_published() -> set[str]:
    """Return the codes of all texts, from the table."""
    return set(ConsentVersion.objects.values_list("code", flat=True))
