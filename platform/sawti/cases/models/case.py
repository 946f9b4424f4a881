"""The case itself."""

from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from sawti.accounts.models import Staff
from sawti.cases.lifecycle import UNANSWERED, State
from sawti.cases.managers import CaseManager
from sawti.catalogue.models import CaseType, Category, Confidentiality, Importance, Pillar
from sawti.entities.models import Entity
from sawti.sla.terms import ApplicantClass
from sawti.tenancy.models import TenantForeignKey, TenantModel

if TYPE_CHECKING:
    from sawti.cases.models.clocks import Clock


class Case(TenantModel):
    """One matter that a person brought before the government.

    `number` is public, the receipt secret. `version` grows with every change: who acts on an older
    one is told so. All instants are aware UTC. `due_at`, `breached_at`, `paused_at` and the policy
    are those of the clock of the present promise (`Clock`), here for lists and queues; they are
    written beside it, in `steps/clocks.py`. `applicant_class` is whose case it was when it was
    filed, an `ApplicantClass`; it names nobody. `represented_id`: whom of their colleagues staff
    represent who change the locked row; `open_clocks`: those it has, while it is locked.
    """

    represented_id: UUID | None = None
    open_clocks: tuple["Clock", ...] = ()

    number = models.CharField(max_length=16)
    state = models.CharField(max_length=12, default=State.RECEIVED)
    version = models.PositiveIntegerField(default=1)
    case_type = TenantForeignKey(CaseType, models.PROTECT)
    category = TenantForeignKey(Category, models.PROTECT, null=True)
    importance = TenantForeignKey(Importance, models.PROTECT)
    pillar = TenantForeignKey(Pillar, models.PROTECT, null=True)
    entity = TenantForeignKey(Entity, models.PROTECT)
    holder = TenantForeignKey(Staff, models.PROTECT, null=True)
    # Who sees a case is decided in scope.py alone.
    confidentiality = TenantForeignKey(Confidentiality, models.PROTECT, null=True)
    channel = models.CharField(max_length=20)
    applicant_class = models.CharField(
        max_length=20, default=ApplicantClass.PERSON, db_default=ApplicantClass.PERSON
    )
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
    # Since when it is closed without an answer: withdrawn, or lapsed for want of a reply.
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
                fields=["tenant", "closed_at"],
                condition=Q(closed_at__isnull=False, anonymised_at__isnull=True),
                name="case_closed",
            ),
        )

    def __str__(self) -> str:
        return self.number
