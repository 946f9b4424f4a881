"""What is said about a case, the files that go with it, and the words it is found by."""

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from sawti.accounts.models import Staff
from sawti.attachments.models import Attachment
from sawti.cases.models.case import Case
from sawti.entities.models import Entity
from sawti.tenancy.models import TenantForeignKey, TenantModel


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
