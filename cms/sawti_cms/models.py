"""Pages that an editor writes; publishing makes them live for the portal."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PublishingPanel, TitleFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from sawti.catalogue.links import HOME
from sawti.tenancy.context import current_tenant
from sawti.tenancy.queries import address_of
from sawti_cms.blocks import NEEDED, body_blocks
from sawti_ui.blocks import WrittenContent, blocks_in
from sawti_ui.frame import page_for

LONGEST_TITLE = 120


BODY = (
    MultiFieldPanel([FieldPanel("title_ar"), FieldPanel("title_en")], heading=_("Heading")),
    FieldPanel("blocks"),
)


class WrittenPageForm(WagtailAdminPageForm):
    """Says in words why a page without one of its titles is not published."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for language, text in NEEDED.items():
            self.fields[f"title_{language}"].error_messages["required"] = text


class WrittenPage(Page):
    """What our pages share: a title and blocks, both languages side by side."""

    title_ar = models.CharField(
        "العنوان (العربية)",
        max_length=LONGEST_TITLE,
        help_text=_("The heading on top of the page, in Arabic."),
    )
    title_en = models.CharField(
        "Title (English)",
        max_length=LONGEST_TITLE,
        help_text=_("The heading on top of the page, in English."),
    )
    blocks = StreamField(
        body_blocks(),
        blank=True,
        verbose_name=_("Content"),
        help_text=_("Add a block, then write it in both languages."),
    )

    class Meta:
        abstract = True

    base_form_class = WrittenPageForm
    content_panels: ClassVar[list[Any]] = [
        FieldPanel("title", help_text=_("The name of the page in this editor only.")),
        *BODY,
    ]
    preview_modes: ClassVar[list[tuple[str, str]]] = [("ar", "العربية"), ("en", "English")]
    promote_panels: ClassVar[list[Any]] = []
    settings_panels: ClassVar[list[Any]] = [PublishingPanel()]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show the draft in one language, in the frame of the portal."""
        from sawti_cms.publishing import compiled  # noqa: PLC0415 - it publishes these models

        with translation.override(mode_name):
            title = getattr(self, f"title_{mode_name}")
            content = WrittenContent(title, blocks_in(compiled(self.blocks), mode_name))
            context = {"page": page_for(request, title), "content": content}
            return TemplateResponse(request, "sawti_ui/written_page.html", context).render()

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str]:
        """Return host and path of the page on the portal, in the active language."""
        return 0, address_of(current_tenant()), self.address()

    def get_url(self, request: HttpRequest | None = None, current_site: Any = None) -> str:
        """Return the address without a host: the editor is at the tenant's own."""
        return self.address()

    url = property(get_url)

    def address(self) -> str:
        """Return where the portal shows the page."""
        return reverse("portal:page", args=[self.slug])


class HomePage(WrittenPage):
    """The portal's first page."""

    max_count_per_parent = 1
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = ["sawti_cms.FreePage"]

    class Meta:
        verbose_name = _("first page")

    def address(self) -> str:
        """Return the address of the first page."""
        return reverse("portal:home")


class FreePage(WrittenPage):
    """A page of the tenant's own, below the first one."""

    parent_page_types: ClassVar[list[str]] = ["sawti_cms.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Any]] = [
        TitleFieldPanel(
            "title",
            help_text=_("The name of the page in this editor; its address is made from it."),
        ),
        *BODY,
    ]
    promote_panels: ClassVar[list[Any]] = [
        FieldPanel(
            "slug",
            help_text=_(
                "The end of the page's address: small letters, digits and hyphens. "
                "If you change it, the old address leads nowhere."
            ),
        )
    ]

    class Meta:
        verbose_name = _("free page")

    def clean(self) -> None:
        """Keep the name under which the first page is published."""
        super().clean()
        if self.slug == HOME:
            raise ValidationError({"slug": _("This name is kept for the first page.")})
