"""What a case can be about, and the words and colours a tenant shows."""

from django.db import models

from sawti.accounts.models import Staff
from sawti.entities.models import Entity
from sawti.tenancy.models import TenantForeignKey, TenantModel


class _Named(TenantModel):
    """A code that stays and names that may change, in the tenant's order."""

    code = models.SlugField(max_length=60)
    names = models.JSONField()
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.code


class _Editable(TenantModel):
    """What editors change; once they did, loading the pack leaves the row alone."""

    edited_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class CaseType(_Named):
    """Complaint, enquiry, suggestion, report, thanks, or a type of the tenant's own."""

    hints = models.JSONField(default=dict)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["tenant", "code"], name="case_type_code"),)


class Importance(_Named):
    """How much hangs on a case; a higher rank is more important."""

    rank = models.PositiveSmallIntegerField()
    is_default = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["tenant", "code"], name="importance_code"),)


class Pillar(_Named):
    """The side of government that a case touches: service quality, delivery time, …"""

    class Meta:
        constraints = (models.UniqueConstraint(fields=["tenant", "code"], name="pillar_code"),)


class Confidentiality(_Named, _Editable):
    """A class of confidential cases: which roles may read them and which may act on them.

    `readers` and `handlers` are codes of roles; who handles reads too. `needs_second`: a second
    person must agree before the identity is opened.
    """

    readers = models.JSONField(default=list)
    handlers = models.JSONField(default=list)
    needs_second = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant", "code"], name="confidentiality_code"),
        )


class RepresentationKind(_Named, _Editable):
    """How somebody may act for another person: as a parent, with a power of attorney, …

    `may`: codes of what they may do with the cases (rights.Right). With `needs_proof` that begins
    when a document was accepted (`documents`: which is asked for), with `needs_account` only who
    is signed in can file.
    """

    hints = models.JSONField(default=dict)
    documents = models.JSONField(default=dict)
    may = models.JSONField(default=list)
    needs_proof = models.BooleanField(default=True)
    needs_account = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant", "code"], name="representation_kind_code"),
        )


class ConfidentialBy(models.TextChoices):
    """Who decides that the cases of a category are confidential."""

    POLICY = "policy"
    WISH = "wish"


class Category(_Named, _Editable):
    """A subject, in two levels; the second level names who is responsible.

    With a `confidentiality`, all its cases get this class, or those whose applicants wish it.
    """

    parent = TenantForeignKey("self", models.PROTECT, null=True, related_name="children")
    pillar = TenantForeignKey(Pillar, models.PROTECT, null=True)
    importance = TenantForeignKey(Importance, models.PROTECT, null=True)
    entity = TenantForeignKey(Entity, models.PROTECT, null=True)
    keywords = models.JSONField(default=dict)
    confidentiality = TenantForeignKey(Confidentiality, models.PROTECT, null=True)
    confidential_by = models.CharField(
        max_length=10, choices=ConfidentialBy.choices, default=ConfidentialBy.POLICY
    )

    class Meta:
        verbose_name_plural = "categories"
        constraints = (models.UniqueConstraint(fields=["tenant", "code"], name="category_code"),)


class ReplyKind(models.TextChoices):
    """What a reply template helps to write."""

    QUESTION = "question"
    ANSWER = "answer"


class ReplyTemplate(_Named, _Editable):
    """Words that staff begin a question or an answer with; replies.py says what stands in it.

    Without an entity it is for the whole tenant, without a category for every subject.
    """

    bodies = models.JSONField()
    kind = models.CharField(max_length=10, choices=ReplyKind.choices)
    entity = TenantForeignKey(Entity, models.PROTECT, null=True)
    category = TenantForeignKey(Category, models.PROTECT, null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant", "code"], name="reply_template_code"),
        )


class Text(_Editable):
    """A sentence of the portal that the tenant words itself."""

    key = models.SlugField(max_length=60)
    texts = models.JSONField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["tenant", "key"], name="text_key"),)

    def __str__(self) -> str:
        return self.key


class Theme(_Editable):
    """The tenant's colours: token → `#rrggbb`, for light and dark."""

    light = models.JSONField()
    dark = models.JSONField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["tenant"], name="theme_one"),)

    def __str__(self) -> str:
        return "theme"


class PublishedPage(TenantModel):
    """A page as the portal shows it; the CMS writes it when an editor publishes.

    `source_id` is the page's own in the CMS, so that a new address replaces the old one.
    `blocks`: what catalogue/blocks.py describes.
    """

    source_id = models.UUIDField()
    slug = models.SlugField(max_length=255)
    titles = models.JSONField()
    blocks = models.JSONField()
    published_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant", "slug"], name="page_slug"),
            models.UniqueConstraint(fields=["tenant", "source_id"], name="page_source"),
        )

    def __str__(self) -> str:
        return self.slug


class MenuPlace(models.TextChoices):
    """Where a link of the tenant's stands."""

    HEADER = "header"
    FOOTER = "footer"


class LinkKind(models.TextChoices):
    """What a link's target is: the name of a page of ours, a free page's slug, an address."""

    BUILT_IN = "built_in"
    PAGE = "page"
    OUTSIDE = "outside"


class MenuLink(TenantModel):
    """A link in the header or the footer of the portal."""

    place = models.CharField(max_length=10, choices=MenuPlace.choices)
    names = models.JSONField()
    kind = models.CharField(max_length=10, choices=LinkKind.choices)
    target = models.CharField(max_length=500)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = (models.Index(fields=["tenant", "place", "position"], name="menu_link_place"),)

    def __str__(self) -> str:
        return f"{self.place} {self.target}"


class NoticeTone(models.TextChoices):
    """How loud a notice is."""

    INFO = "info"
    OK = "ok"
    WARN = "warn"
    ERROR = "error"


class Notice(TenantModel):
    """A sentence on top of the portal's pages, from one instant until another or for good."""

    texts = models.JSONField()
    tone = models.CharField(max_length=10, choices=NoticeTone.choices)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["tenant", "-from_at"], name="notice_newest"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(until_at__isnull=True)
                | models.Q(until_at__gt=models.F("from_at")),
                name="notice_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return f"{self.tone} {self.from_at.isoformat()}"


class Edit(TenantModel):
    """Who changed which row when, with its values before and after; null: it was not there."""

    at = models.DateTimeField()
    editor = TenantForeignKey(Staff, models.PROTECT)
    table = models.CharField(max_length=20)
    row = models.CharField(max_length=60)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        indexes = (models.Index(fields=["tenant", "table", "row", "-at"], name="edit_of_row"),)

    def __str__(self) -> str:
        return f"{self.table} {self.row} {self.at.isoformat()}"
