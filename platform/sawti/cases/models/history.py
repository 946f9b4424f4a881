"""What happened to a case."""

from django.db import models

from sawti.accounts.models import Staff
from sawti.cases.models.case import Case
from sawti.entities.models import Entity
from sawti.tenancy.models import TenantForeignKey, TenantModel


class HistoryRow(TenantModel):
    """One event of a case; rows are only ever added (the serving role can't change them).

    `due_from`, `due_to`: of an event that moved the date of the answer, from when to when.
    """

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
    due_from = models.DateTimeField(null=True)
    due_to = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["tenant", "case", "at"], name="history_of_case"),)

    def __str__(self) -> str:
        return f"{self.event} {self.case_id}"
