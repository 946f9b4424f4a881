"""What editors build pages from; each block has Arabic and English side by side."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.rich_text import get_text_for_indexing

from sawti.catalogue.links import BUILT_IN, LONGEST_ADDRESS, check_address
from sawti.catalogue.models import NoticeTone
from sawti.lib.errors import Invalid
from sawti_cms.words import BUILT_IN_NAMES, TONE_NAMES
from sawti_ui.refusals import sentence

FEATURES = ["h3", "bold", "ol", "ul", "link"]
LONGEST_LINE, LONGEST_TEXT = 200, 1000
IN_ARABIC, IN_ENGLISH = "العربية", "English"  # each language's own name, never translated
NEEDED: dict[str, Promise] = {
    "ar": _("Write this in Arabic too: a page is published in both languages."),
    "en": _("Write this in English too: a page is published in both languages."),
}


class InBothLanguages(blocks.StructBlock):
    """A draft may lack a language, a published page may not.

    `needed`: names of fields that end in `_ar` and `_en`.
    """

    needed: ClassVar[tuple[str, ...]] = ()

    def clean(self, value: Any) -> Any:
        """Refuse what is not there in both languages, unless only a draft is saved."""
        cleaned = super().clean(value)
        if not self.is_deferred_validation:
            errors = {
                f"{name}_{language}": ValidationError(str(text))
                for name in self.needed
                for language, text in NEEDED.items()
                if not _is_written(cleaned[f"{name}_{language}"])
            }
            errors |= self.more_errors(cleaned)
            if errors:
                raise blocks.StructBlockValidationError(errors)
        return cleaned

    def more_errors(self, value: Mapping[str, Any]) -> dict[str, ValidationError]:
        """Return what else is wrong, by field."""
        return {}


def _is_written(value: Any) -> bool:
    text = get_text_for_indexing(value.source) if hasattr(value, "source") else str(value or "")
    return bool(text.strip())


def line(label: str, help_text: Promise) -> blocks.CharBlock:
    """Return a field for a text on one line."""
    return blocks.CharBlock(
        label=label, help_text=help_text, max_length=LONGEST_LINE, required=False
    )


def paragraph(label: str, help_text: Promise) -> blocks.TextBlock:
    """Return a field for a plain text."""
    return blocks.TextBlock(
        label=label, help_text=help_text, max_length=LONGEST_TEXT, required=False, rows=3
    )


def rich(label: str, help_text: Promise) -> blocks.RichTextBlock:
    """Return a field for a text with lists and links."""
    return blocks.RichTextBlock(label=label, help_text=help_text, features=FEATURES, required=False)


_HEADING = _("A short title inside the page, not a sentence.")
_TEXT = _("Short paragraphs. Mark links and lists with the tools above the text.")
_ACTION = _("What happens when somebody presses it, for example: File a case.")
_QUESTION = _("As a person would ask it.")
_ANSWER = _("Answer in the first sentence, explain after it.")
_NOTICE = _("One or two sentences that must not be missed.")
_FIGURE = _("The figure as it is to be read, for example 14 or 9 of 10.")
_COUNTS = _("What the figure counts, in a few words.")


class HeadingBlock(InBothLanguages):
    needed = ("text",)

    text_ar = line(IN_ARABIC, _HEADING)
    text_en = line(IN_ENGLISH, _HEADING)

    class Meta:
        icon = "title"
        label = _("Heading")


class RichBlock(InBothLanguages):
    needed = ("html",)

    html_ar = rich(IN_ARABIC, _TEXT)
    html_en = rich(IN_ENGLISH, _TEXT)

    class Meta:
        icon = "pilcrow"
        label = _("Text")


class ActionBlock(InBothLanguages):
    """A link that looks like a button; one of the three targets."""

    needed = ("label",)

    label_ar = line(IN_ARABIC, _ACTION)
    label_en = line(IN_ENGLISH, _ACTION)
    built_in = blocks.ChoiceBlock(
        label=_("Page of the portal"),
        help_text=_("Choose a page of the portal, or fill in one of the next two fields."),
        choices=[(name, BUILT_IN_NAMES[name]) for name in BUILT_IN],
        required=False,
    )
    page = blocks.PageChooserBlock(
        label=_("Page of yours"),
        help_text=_("A free page; as long as it is not published, the button is left out."),
        page_type="sawti_cms.FreePage",
        required=False,
    )
    outside = blocks.CharBlock(
        label=_("Address of another site"),
        help_text=_("It begins with https://"),
        max_length=LONGEST_ADDRESS,
        required=False,
    )

    def more_errors(self, value: Mapping[str, Any]) -> dict[str, ValidationError]:
        """Refuse none or several targets, and an address that is none."""
        given = [name for name in ("built_in", "page", "outside") if value[name]]
        if len(given) != 1:
            return {"built_in": ValidationError(_("Fill in exactly one of the three targets."))}
        try:
            if given == ["outside"]:
                check_address("outside", value["outside"])
        except Invalid as fault:
            return {"outside": ValidationError(sentence(fault))}
        return {}

    class Meta:
        icon = "link"
        label = _("Button")


class QuestionBlock(InBothLanguages):
    needed = ("question", "html")

    question_ar = line(f"{IN_ARABIC}: السؤال", _QUESTION)
    html_ar = rich(f"{IN_ARABIC}: الجواب", _ANSWER)
    question_en = line(f"{IN_ENGLISH}: question", _QUESTION)
    html_en = rich(f"{IN_ENGLISH}: answer", _ANSWER)


class NoticeBlock(InBothLanguages):
    needed = ("text",)

    tone = blocks.ChoiceBlock(
        label=_("How it looks"),
        help_text=_("The colour does not say it alone: write it in words too."),
        choices=[(tone, TONE_NAMES[tone]) for tone in NoticeTone.values],
        default=NoticeTone.INFO,
    )
    text_ar = paragraph(IN_ARABIC, _NOTICE)
    text_en = paragraph(IN_ENGLISH, _NOTICE)

    class Meta:
        icon = "warning"
        label = _("Notice")


class FigureBlock(InBothLanguages):
    needed = ("value", "label")

    value_ar = line(f"{IN_ARABIC}: الرقم", _FIGURE)
    label_ar = line(f"{IN_ARABIC}: ما يعدّه", _COUNTS)
    value_en = line(f"{IN_ENGLISH}: figure", _FIGURE)
    label_en = line(f"{IN_ENGLISH}: what it counts", _COUNTS)


def body_blocks() -> list[tuple[str, blocks.Block]]:
    """Return the blocks that a page may have; the names are those of catalogue/blocks.py."""
    return [
        ("heading", HeadingBlock()),
        ("text", RichBlock()),
        ("action", ActionBlock()),
        (
            "questions",
            blocks.ListBlock(QuestionBlock(), icon="help", label=_("Questions and answers")),
        ),
        ("notice", NoticeBlock()),
        ("figures", blocks.ListBlock(FigureBlock(), icon="order", label=_("Figures"))),
    ]
