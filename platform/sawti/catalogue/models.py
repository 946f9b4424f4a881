"""What a case can be about, and the words and colours a tenant shows."""

from django.db import models

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


class Category(_Named):
    """A subject, in two levels; the second level names who is responsible."""

    parent = TenantForeignKey("self", models.PROTECT, null=True, related_name="children")
    pillar = TenantForeignKey(Pillar, models.PROTECT, null=True)
    importance = TenantForeignKey(Importance, models.PROTECT, null=True)
    entity = TenantForeignKey(Entity, models.PROTECT, null=True)
    keywords = models.JSONField(default=dict)

    class Meta:
        verbose_name_plural = "categories"
        constraints = (models.UniqueConstraint(fields=["tenant", "code"], name="category_code"),)


class ReplyKind(models.TextChoices):
    """What a reply template helps to write."""

    QUESTION = "question"
    ANSWER = "answer"


class ReplyTemplate(_Named):
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


class Text(TenantModel):
    """A sentence of the portal that the tenant words itself."""

    key = models.SlugField(max_length=60)
    texts = models.JSONField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["tenant", "key"], name="text_key"),)

    def __str__(self) -> str:
        return self.key


class Theme(TenantModel):
    """The tenant's colours: token → `#rrggbb`, for light and dark."""

    light = models.JSONField()
    dark = models.JSONField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["tenant"], name="theme_one"),)

    def __str__(self) -> str:
        return "theme"


class PublishedPage(TenantModel):
    """A page as the portal shows it; the CMS writes it when an editor publishes."""

    slug = models.SlugField(max_length=80)
    titles = models.JSONField()
    bodies = models.JSONField()
    published_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["tenant", "slug"], name="page_slug"),)

    def __str__(self) -> str:
        return self.slug
