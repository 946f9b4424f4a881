"""What a tenant changed of the matrix and of the words, and the messages in people's lists."""

from django.db import models
from django.db.models import Q

from sawti.accounts.models import Person, Staff
from sawti.tenancy.models import TenantForeignKey, TenantModel

Reader = Staff | Person


class Rule(TenantModel):
    """Who hears of one thing (`facts.What`), where the tenant wants it otherwise than shipped.

    `ways`: audience → ways; `must`: audiences to whom it is sent whatever they chose.
    """

    what = models.CharField(max_length=30)
    ways = models.JSONField()
    must = models.JSONField(default=list)
    edited_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["tenant", "what"], name="telling_rule_one"),)

    def __str__(self) -> str:
        return self.what


class Wording(TenantModel):
    """The tenant's own words of one template, by language; the shipped ones lie in files.

    `subjects` are empty for an SMS. Names stand in braces (`sawti.telling.words`).
    """

    template = models.CharField(max_length=60)
    subjects = models.JSONField(default=dict)
    bodies = models.JSONField()
    edited_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant", "template"], name="telling_wording_one"),
        )

    def __str__(self) -> str:
        return self.template


class InboxEntry(TenantModel):
    """One line in the list of messages of a member of staff or of a person with an account.

    It names the template and the case and says nothing itself: what is read is made when the list
    is shown, and only while its reader may see the case. `digest_at`: when the e-mail that gathers
    several of them is due.
    """

    staff = TenantForeignKey(Staff, models.CASCADE, null=True, related_name="+")
    person = TenantForeignKey(Person, models.CASCADE, null=True, related_name="+")
    template = models.CharField(max_length=60)
    case_id = models.UUIDField()
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    digest_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(staff__isnull=False, person__isnull=True)
                | Q(staff__isnull=True, person__isnull=False),
                name="inbox_entry_of_one",
            ),
        )
        indexes = (
            models.Index(
                fields=["tenant", "staff", "-at", "-id"],
                condition=Q(staff__isnull=False),
                name="inbox_of_staff",
            ),
            models.Index(
                fields=["tenant", "person", "-at", "-id"],
                condition=Q(person__isnull=False),
                name="inbox_of_person",
            ),
            models.Index(
                fields=["tenant", "staff", "digest_at"],
                condition=Q(digest_at__isnull=False),
                name="inbox_digest",
            ),
            models.Index(fields=["tenant", "case_id"], name="inbox_of_case"),
        )

    def __str__(self) -> str:
        return f"{self.template} {self.id}"
