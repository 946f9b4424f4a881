"""The case, what was said in it, who filed it, and its history."""

from typing import Any, ClassVar
from uuid import UUID

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from sawti.accounts.models import Person, Staff
from sawti.acting.models import Representation
from sawti.attachments.models import Attachment
from sawti.cases.lifecycle import RUNNING, UNANSWERED, State
from sawti.cases.managers import CaseManager
from sawti.catalogue.models import CaseType, Category, Confidentiality, Importance, Pillar
from sawti.entities.models import Entity
from sawti.tenancy.models import TenantForeignKey, TenantModel
from sawti.tenancy.sealed import FingerprintField, SealedField


class Case(TenantModel):
    """One matter that a person brought before the government.

    `number` is public, the receipt secret; `version` grows with every change. `represented_id`:
    whom of their colleagues staff represent who change the locked row.
    """

    represented_id: UUID | None = None
    number = models.CharField(max_length=16)
    state = models.CharField(max_length=12, default=State.RECEIVED)
    version = models.PositiveIntegerField(default=1)
    case_type = TenantForeignKey(CaseType, models.PROTECT)
    category = TenantForeignKey(Category, models.PROTECT, null=True)
    importance = TenantForeignKey(Importance, models.PROTECT)
    pillar = TenantForeignKey(Pillar, models.PROTECT, null=True)
    entity = TenantForeignKey(Entity, models.PROTECT)
    holder = TenantForeignKey(Staff, models.PROTECT, null=True)
    confidentiality = TenantForeignKey(Confidentiality, models.PROTECT, null=True)
    channel = models.CharField(max_length=20)
    language = models.CharField(max_length=8)
    place = models.CharField(max_length=200, blank=True)
    received_at = models.DateTimeField()
    due_at = models.DateTimeField()
    policy_code = models.CharField(max_length=60)
    policy_version = models.PositiveIntegerField()
    paused_at = models.DateTimeField(null=True)
    breached_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    # A promise is judged by the first answer; a reopening is counted apart and never restates it.
    first_answered_at = models.DateTimeField(null=True)
    first_answer_in_time = models.BooleanField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    reopenings = models.PositiveSmallIntegerField(default=0)
    # When the applicant last wrote something that staff have not reacted to yet.
    replied_at = models.DateTimeField(null=True)
    closed_at = models.GeneratedField(
        expression=Coalesce("answered_at", "withdrawn_at"),
        output_field=models.DateTimeField(null=True),
        db_persist=True,
    )
    # Since when the words and the applicant are gone and only figures are left (sawti.retention).
    anonymised_at = models.DateTimeField(null=True)
    receipt_hash = models.BinaryField(max_length=32)
    receipt_failures = models.PositiveSmallIntegerField(default=0)
    receipt_locked_until = models.DateTimeField(null=True)

    objects: ClassVar[Any] = CaseManager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant", "number"], name="case_number"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in State]), name="case_state"
            ),
        )
        indexes = (
            models.Index(fields=["tenant", "-received_at", "-id"], name="case_newest"),
            models.Index(
                fields=["tenant", "entity", "-received_at", "-id"], name="case_newest_of_entity"
            ),
            models.Index(
                fields=["tenant", "entity", "due_at", "id"],
                condition=Q(state__in=[state.value for state in UNANSWERED]),
                name="case_queue",
            ),
            models.Index(
                fields=["tenant", "due_at", "id"],
                condition=Q(state__in=[state.value for state in UNANSWERED]),
                name="case_queue_of_tenant",
            ),
            models.Index(
                fields=["tenant", "holder", "due_at", "id"],
                condition=Q(state__in=[state.value for state in UNANSWERED]),
                name="case_queue_of_holder",
            ),
            models.Index(
                fields=["tenant", "category", "-received_at", "-id"],
                name="case_newest_of_category",
            ),
            models.Index(
                fields=["tenant", "due_at", "id"],
                condition=Q(replied_at__isnull=False),
                name="case_with_reply",
            ),
            models.Index(
                fields=["tenant", "-received_at", "-id"],
                condition=Q(reopenings__gt=0),
                name="case_reopened",
            ),
            models.Index(
                fields=["tenant", "due_at"],
                condition=Q(state__in=[s.value for s in RUNNING], breached_at__isnull=True),
                name="case_due",
            ),
            models.Index(
                fields=["tenant", "closed_at"],
                condition=Q(closed_at__isnull=False, anonymised_at__isnull=True),
                name="case_closed",
            ),
        )

    def __str__(self) -> str:
        return self.number


class Applicant(TenantModel):
    """Whose case it is, and who acts for them if anybody; opened by permission and reason only."""

    case = TenantForeignKey(Case, models.CASCADE, related_name="applicants")
    person = TenantForeignKey(Person, models.PROTECT, null=True, related_name="filings")
    representation = TenantForeignKey(Representation, models.PROTECT, null=True)
    name = SealedField()
    email = SealedField()
    email_hash = FingerprintField(of="email")
    phone = SealedField()
    phone_hash = FingerprintField(of="phone")
    national_id = SealedField()
    address = SealedField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["tenant", "case"], name="applicant_one"),)
        indexes = (
            models.Index(
                fields=["tenant", "person"],
                condition=Q(person__isnull=False),
                name="applicant_of_person",
            ),
            models.Index(fields=["tenant", "representation"], name="applicant_of_representation"),
            models.Index(fields=["tenant", "email_hash"], name="applicant_email"),
            models.Index(fields=["tenant", "phone_hash"], name="applicant_phone"),
        )

    def __str__(self) -> str:
        return f"applicant of {self.case_id}"


class InvolvementKind(models.TextChoices):
    """How one of the staff stands to one case: the first three take part in it."""

    HELPER = "helper"
    READER = "reader"
    REVIEWER = "reviewer"
    CONFLICT = "conflict"
    NAMED = "named"


TAKING_PART = (InvolvementKind.HELPER, InvolvementKind.READER, InvolvementKind.REVIEWER)


class Involvement(TenantModel):
    """An exception on one case: somebody takes part in it, or must not know that it exists.

    A conflict may also name an entity: whoever holds or held a post there. `NAMED` is nobody yet:
    `reason` is the name that the applicant wrote, to be matched. `until_at`: when it ends or ended.
    """

    case = TenantForeignKey(Case, models.CASCADE, related_name="involvements")
    kind = models.CharField(max_length=10, choices=InvolvementKind.choices)
    staff = TenantForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    entity = TenantForeignKey(Entity, models.PROTECT, null=True, related_name="+")
    since_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    added_by = TenantForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300)

    @property
    def tells_who_filed(self) -> bool:
        """Whether it is a conflict that nobody entered: whoever has it filed the case."""
        return self.kind == InvolvementKind.CONFLICT and self.added_by_id is None

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(staff__isnull=False, entity__isnull=True)
                | Q(staff__isnull=True, entity__isnull=False, kind=InvolvementKind.CONFLICT)
                | Q(staff__isnull=True, entity__isnull=True, kind=InvolvementKind.NAMED),
                name="involvement_of_one",
            ),
        )
        indexes = (
            models.Index(fields=["tenant", "case"], name="involvement_of_case"),
            models.Index(fields=["tenant", "staff"], name="involvement_of_staff"),
            models.Index(fields=["tenant", "entity"], name="involvement_of_entity"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.case_id}"


class Content(TenantModel):
    """Words of a person or of staff. Only `cases/content.py` reads and writes this table."""

    case = TenantForeignKey(Case, models.CASCADE, related_name="+")
    body = models.TextField()

    class Meta:
        indexes = (models.Index(fields=["tenant", "case"], name="content_of_case"),)

    def __str__(self) -> str:
        return f"content {self.id}"


class WordsField(models.TextField):  # type: ignore[type-arg]
    """Words as `sawti.lib.text.search_words` makes them, in a tsvector; no parser of PostgreSQL's.

    So what is found does not hang on the locale of the database.
    """

    def db_type(self, connection: Any) -> str:
        return "tsvector"


class SearchEntry(TenantModel):
    """The words by which staff find a case. Only `cases/content.py` writes this table."""

    case = TenantForeignKey(Case, models.CASCADE, related_name="+")
    received_at = models.DateTimeField()
    words = WordsField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["tenant", "case"], name="search_entry_one"),)
        # Without a list of what is not in the index yet: each week would read it again.
        indexes = (GinIndex(fields=["words"], fastupdate=False, name="search_entry_words"),)

    def __str__(self) -> str:
        return f"words of {self.case_id}"


class SavedView(TenantModel):
    """A choice of cases that a person keeps under a name; `query` holds known parameters only."""

    staff = TenantForeignKey(Staff, models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=600)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant", "staff", "name"], name="saved_view_name"),
        )

    def __str__(self) -> str:
        return self.name


class MessageKind(models.TextChoices):
    """What a message is in the conversation."""

    STORY = "story"
    QUESTION = "question"
    REPLY = "reply"
    ANSWER = "answer"
    WITHDRAWAL = "withdrawal"
    REOPENING = "reopening"


class Message(TenantModel):
    """One message of the conversation between the applicant and an entity."""

    case = TenantForeignKey(Case, models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=10, choices=MessageKind.choices)
    content = TenantForeignKey(Content, models.CASCADE, related_name="+")
    entity = TenantForeignKey(Entity, models.PROTECT, null=True)
    author = TenantForeignKey(Staff, models.PROTECT, null=True)
    sent_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=["tenant", "case", "sent_at"], name="message_of_case"),
            models.Index(fields=["tenant", "content"], name="message_of_content"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.case_id}"


class Note(TenantModel):
    """What staff write for each other about a case; the applicant never sees it."""

    case = TenantForeignKey(Case, models.CASCADE, related_name="notes")
    content = TenantForeignKey(Content, models.CASCADE, related_name="+")
    author = TenantForeignKey(Staff, models.PROTECT)
    written_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=["tenant", "case", "written_at"], name="note_of_case"),
            models.Index(fields=["tenant", "content"], name="note_of_content"),
        )

    def __str__(self) -> str:
        return f"note {self.case_id}"


class CaseFile(TenantModel):
    """A file of a case: beside a message, or (`is_internal`) among staff only."""

    case = TenantForeignKey(Case, models.CASCADE, related_name="files")
    attachment = TenantForeignKey(Attachment, models.PROTECT, related_name="+")
    message = TenantForeignKey(Message, models.CASCADE, null=True, related_name="files")
    is_internal = models.BooleanField(default=False)
    added_by = TenantForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    position = models.PositiveSmallIntegerField()
    added_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant", "attachment"], name="case_file_once"),
        )
        indexes = (
            models.Index(fields=["tenant", "case", "added_at"], name="file_of_case"),
            models.Index(
                fields=["tenant", "message"],
                condition=Q(message__isnull=False),
                name="file_of_message",
            ),
        )

    def __str__(self) -> str:
        return f"file {self.attachment_id} of {self.case_id}"


class HistoryRow(TenantModel):
    """One event of a case; rows are only ever added (the serving role can't change them)."""

    case = TenantForeignKey(Case, models.CASCADE, related_name="history")
    event = models.CharField(max_length=20)
    from_state = models.CharField(max_length=12, blank=True)
    to_state = models.CharField(max_length=12)
    at = models.DateTimeField()
    by = TenantForeignKey(Staff, models.PROTECT, null=True)
    acting_for = TenantForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    to_staff = TenantForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    from_entity = TenantForeignKey(Entity, models.PROTECT, null=True, related_name="+")
    to_entity = TenantForeignKey(Entity, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = (models.Index(fields=["tenant", "case", "at"], name="history_of_case"),)

    def __str__(self) -> str:
        return f"{self.event} {self.case_id}"


class Draft(TenantModel):
    """What somebody has typed so far, sealed; the cookie holds the token, we hold its hash."""

    token_hash = models.BinaryField(max_length=32)
    sealed = models.BinaryField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant", "token_hash"], name="draft_token"),
        )
        indexes = (models.Index(fields=["tenant", "expires_at"], name="draft_expiry"),)

    def __str__(self) -> str:
        return f"draft {self.id}"


class FilingKey(TenantModel):
    """An `Idempotency-Key` and the sealed answer it got, for 24 hours."""

    key_hash = models.BinaryField(max_length=32)
    request_hash = models.BinaryField(max_length=32)
    case = TenantForeignKey(Case, models.CASCADE, related_name="+")
    sealed_answer = models.BinaryField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["tenant", "key_hash"], name="filing_key"),)
        indexes = (
            models.Index(fields=["tenant", "expires_at"], name="filing_key_expiry"),
            models.Index(fields=["tenant", "case"], name="filing_key_of_case"),
        )

    def __str__(self) -> str:
        return f"filing key {self.id}"
