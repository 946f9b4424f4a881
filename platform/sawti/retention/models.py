"""For how long what is kept, what may not be removed, and what was removed when by which rule."""

from django.db import models
from django.db.models import Q

from sawti.accounts.models import Person, Staff
from sawti.attachments.models import Attachment
from sawti.cases.models import Case
from sawti.catalogue.models import CaseType, Category, Pillar
from sawti.entities.models import Entity
from sawti.tenancy.models import TenantForeignKey, TenantModel


class Kind(models.TextChoices):
    """What a policy is about: closed cases, or rows with a time of their own."""

    CASES = "cases"
    ADDRESSES = "addresses"
    SEARCH_WORDS = "search_words"
    OUTBOX = "outbox"


class Unit(models.TextChoices):
    """What a policy's number counts."""

    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"


class How(models.TextChoices):
    """What is done to a case: its figures stay as a row without words, or as figures only."""

    ANONYMISE = "anonymise"
    ERASE = "erase"


class Policy(TenantModel):
    """One version of one policy: what ends `number` units after it was closed, sent or done.

    A version holds from `from_at` until the next one of the same kind, type, category and
    confidentiality; one that was taken back (`withdrawn_at`) never holds. Without a number rows
    are kept for good. The most special policy of a case counts: category before type before
    confidentiality before none.
    """

    kind = models.CharField(max_length=20, choices=Kind.choices)
    case_type = TenantForeignKey(CaseType, models.PROTECT, null=True, related_name="+")
    category = TenantForeignKey(Category, models.PROTECT, null=True, related_name="+")
    confidentiality = models.CharField(max_length=40, blank=True)
    number = models.PositiveSmallIntegerField(null=True)
    unit = models.CharField(max_length=6, choices=Unit.choices)
    how = models.CharField(max_length=9, choices=How.choices, blank=True)
    from_at = models.DateTimeField()
    set_at = models.DateTimeField()
    set_by = TenantForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "policies"
        constraints = (
            models.CheckConstraint(
                condition=Q(kind=Kind.CASES, how__in=How.values)
                | (~Q(kind=Kind.CASES) & Q(how="")),
                name="retention_policy_how",
            ),
        )
        indexes = (models.Index(fields=["tenant", "kind", "from_at"], name="retention_policy_of"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.number} {self.unit}"


class Hold(TenantModel):
    """A legal hold: what it names may not be removed by any rule or wish until it is lifted.

    It names a case, a person (their cases), or an entity and the days (both included) on which its
    cases were received.
    """

    case = TenantForeignKey(Case, models.PROTECT, null=True, related_name="+")
    person = TenantForeignKey(Person, models.PROTECT, null=True, related_name="+")
    entity = TenantForeignKey(Entity, models.PROTECT, null=True, related_name="+")
    first_on = models.DateField(null=True)
    last_on = models.DateField(null=True)
    reason = models.CharField(max_length=300)
    placed_at = models.DateTimeField()
    placed_by = TenantForeignKey(Staff, models.PROTECT, related_name="+")
    until_at = models.DateTimeField(null=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = TenantForeignKey(Staff, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(
                    case__isnull=False, person__isnull=True, entity__isnull=True, first_on=None
                )
                | Q(case__isnull=True, person__isnull=False, entity__isnull=True, first_on=None)
                | Q(
                    case__isnull=True,
                    person__isnull=True,
                    entity__isnull=False,
                    first_on__isnull=False,
                    last_on__gte=models.F("first_on"),
                ),
                name="retention_hold_names_one",
            ),
        )
        indexes = (
            models.Index(
                fields=["tenant", "case"],
                condition=Q(case__isnull=False),
                name="retention_hold_of_case",
            ),
            models.Index(
                fields=["tenant", "person"],
                condition=Q(person__isnull=False),
                name="retention_hold_of_person",
            ),
        )

    def __str__(self) -> str:
        return f"hold {self.id}"


class Cause(models.TextChoices):
    """Why something was removed."""

    NIGHT = "night"
    COMMAND = "command"
    REQUEST = "request"
    RESTORE = "restore"


class Run(TenantModel):
    """One round of removing; it ends when nothing is left to do."""

    cause = models.CharField(max_length=8, choices=Cause.choices)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["tenant", "-begun_at"], name="retention_run_newest"),)

    def __str__(self) -> str:
        return f"{self.cause} {self.begun_at.isoformat()}"


class RunLine(TenantModel):
    """How many rows of a table a run removed or changed under a policy (none: at a wish)."""

    run = TenantForeignKey(Run, models.CASCADE, related_name="lines")
    policy = TenantForeignKey(Policy, models.PROTECT, null=True, related_name="+")
    deed = models.CharField(max_length=9)
    table = models.CharField(max_length=60)
    rows = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["tenant", "run", "policy", "deed", "table"],
                nulls_distinct=False,
                name="retention_run_line",
            ),
        )

    def __str__(self) -> str:
        return f"{self.deed} {self.table}: {self.rows}"


class RunFailure(TenantModel):
    """A case that a run could not remove, and the kind of fault; the next run tries again."""

    run = TenantForeignKey(Run, models.CASCADE, related_name="failures")
    case_id = models.UUIDField()
    fault = models.CharField(max_length=80)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["tenant", "run", "case_id"], name="retention_run_failure"
            ),
        )

    def __str__(self) -> str:
        return f"{self.fault} {self.case_id}"


class Subject(models.TextChoices):
    """Whom or what a tombstone stands for."""

    CASE = "case"
    PERSON = "person"


class Tombstone(TenantModel):
    """That something was removed: when, how, by which policy or at a wish; rows are only added.

    `receipt_hash` is the keyed hash that the case had: whoever has number and receipt can still
    be told what became of it. Nothing else leads back to anybody.
    """

    subject = models.CharField(max_length=6, choices=Subject.choices)
    subject_id = models.UUIDField()
    how = models.CharField(max_length=9, choices=How.choices)
    receipt_hash = models.BinaryField(max_length=32, null=True)
    removed_at = models.DateTimeField()
    run = TenantForeignKey(Run, models.PROTECT, related_name="+")
    policy = TenantForeignKey(Policy, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = (
            models.Index(fields=["tenant", "subject_id"], name="tombstone_of"),
            models.Index(
                fields=["tenant", "receipt_hash"],
                condition=Q(receipt_hash__isnull=False),
                name="tombstone_by_receipt",
            ),
        )

    def __str__(self) -> str:
        return f"{self.how} {self.subject_id}"


class Remainder(TenantModel):
    """The figures of an erased case, for `sawti.insights`; instants are cut to the tenant's day.

    Its id is new: nothing says whose case it was.
    """

    entity = TenantForeignKey(Entity, models.PROTECT, related_name="+")
    case_type = TenantForeignKey(CaseType, models.PROTECT, related_name="+")
    pillar = TenantForeignKey(Pillar, models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField()
    first_answered_at = models.DateTimeField(null=True)
    first_answer_in_time = models.BooleanField(null=True)
    breached_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    is_lapsed = models.BooleanField(default=False)
    reopenings = models.PositiveSmallIntegerField()
    scores = models.JSONField(default=list)

    class Meta:
        indexes = (models.Index(fields=["tenant", "received_at"], name="remainder_of_month"),)

    def __str__(self) -> str:
        return f"remainder {self.id}"


class RequestState(models.TextChoices):
    """What became of a request."""

    WAITING = "waiting"
    WITHDRAWN = "withdrawn"
    APPROVED = "approved"
    REFUSED = "refused"


class Refusal(models.TextChoices):
    """Why a request is refused; the person reads the sentence of the code."""

    HELD = "held"
    LAW = "law"
    UNPROVEN = "unproven"


class ErasureRequest(TenantModel):
    """That a person wants an account with its cases, or an applicant one case, to be removed.

    Once approved it names nobody any more.
    """

    person = TenantForeignKey(Person, models.PROTECT, null=True, related_name="+")
    case = TenantForeignKey(Case, models.PROTECT, null=True, related_name="+")
    language = models.CharField(max_length=8)
    state = models.CharField(
        max_length=9, choices=RequestState.choices, default=RequestState.WAITING
    )
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = TenantForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    refusal = models.CharField(max_length=8, choices=Refusal.choices, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["tenant", "person", "case"],
                condition=Q(state=RequestState.WAITING),
                nulls_distinct=False,
                name="erasure_request_waits_once",
            ),
            models.CheckConstraint(
                condition=~Q(state=RequestState.WAITING)
                | Q(person__isnull=False, case__isnull=True)
                | Q(person__isnull=True, case__isnull=False),
                name="erasure_request_of_one",
            ),
        )
        indexes = (
            models.Index(fields=["tenant", "state", "due_at"], name="erasure_request_queue"),
            models.Index(
                fields=["tenant", "case"],
                condition=Q(case__isnull=False),
                name="erasure_request_case",
            ),
            models.Index(
                fields=["tenant", "person"],
                condition=Q(person__isnull=False),
                name="erasure_request_person",
            ),
        )

    def __str__(self) -> str:
        return f"{self.state} {self.id}"


class Copy(TenantModel):
    """A person's copy of their own data: one file that a worker makes, for a day, fetched once.

    `done` of `total` files are in it. It is ready from `ready_at`, or will never be from
    `failed_at`.
    """

    person = TenantForeignKey(Person, models.CASCADE, related_name="copies")
    language = models.CharField(max_length=8)
    asked_at = models.DateTimeField()
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    attachment = TenantForeignKey(Attachment, models.PROTECT, null=True, related_name="+")
    ready_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    fetched_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "copies"
        indexes = (
            models.Index(fields=["tenant", "person", "-asked_at"], name="copy_of_person"),
            models.Index(fields=["tenant", "expires_at"], name="copy_expiry"),
        )

    def __str__(self) -> str:
        return f"copy {self.id}"
