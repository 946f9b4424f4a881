"""Pages that an editor writes; publishing makes them live for the portal."""

from typing import ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import translation
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from sawti_ui.frame import page_for

FEATURES = ["h2", "h3", "bold", "ol", "ul", "link"]


class HomePage(Page):
    """The portal's first page, both languages side by side."""

    title_ar = models.CharField("العنوان (العربية)", max_length=120)
    title_en = models.CharField("Title (English)", max_length=120)
    body_ar = RichTextField("النص (العربية)", features=FEATURES, blank=True)
    body_en = RichTextField("Text (English)", features=FEATURES, blank=True)

    max_count_per_parent = 1
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = []

    content_panels: ClassVar[list[FieldPanel]] = [
        FieldPanel("title"),
        MultiFieldPanel([FieldPanel("title_ar"), FieldPanel("body_ar")], heading="العربية"),
        MultiFieldPanel([FieldPanel("title_en"), FieldPanel("body_en")], heading="English"),
    ]
    preview_modes: ClassVar[list[tuple[str, str]]] = [("ar", "العربية"), ("en", "English")]
    promote_panels: ClassVar[list[FieldPanel]] = []
    settings_panels: ClassVar[list[FieldPanel]] = []

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show the draft in one language, in the frame of the portal."""
        with translation.override(mode_name):
            title, body = (getattr(self, f"{field}_{mode_name}") for field in ("title", "body"))
            context = {"page": page_for(request, title), "title": title, "body": body}
            return TemplateResponse(request, "sawti_cms/home_page.html", context).render()
