"""The base of every form, and fields that understand how people type numbers.

A person may type digits of any of our scripts, with spaces, dashes and the invisible direction
marks that come along when a number is copied; the form keeps what was meant.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from sawti.lib.ids import canonical_case_number, canonical_receipt
from sawti.lib.text import canonical_phone, has_controls, western_digits, without_bidi_controls

# Zero-width characters and the byte order mark, which come along with copied text.
ZERO_WIDTH = re.compile("[\u200b-\u200d\u2060\ufeff]")
# Hyphen to horizontal bar, minus, small and full-width hyphens, tatweel.
DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d\u0640]")

# Widgets whose value is read from the left whatever the page's language.
LEFT_TO_RIGHT = (
    forms.NumberInput,
    forms.EmailInput,
    forms.URLInput,
    forms.PasswordInput,
    forms.DateInput,
    forms.TimeInput,
    forms.DateTimeInput,
)


def refuse_controls(text: str) -> None:
    """Refuse NUL and other control characters, which no one types and no database keeps."""
    if has_controls(text):
        raise ValidationError(
            _(
                "This text has a character that cannot be stored. "
                "Delete the text and type it again."
            ),
            code="control_characters",
        )


def typed_characters(text: str) -> str:
    """Return what was typed: Western digits, each dash as "-", nothing invisible, single spaces."""
    refuse_controls(text)
    visible = ZERO_WIDTH.sub("", without_bidi_controls(western_digits(text)))
    return " ".join(DASHES.sub("-", visible).split())


class PhoneInput(forms.TextInput):
    """An input that brings up the keyboard for phone numbers."""

    input_type = "tel"


class PhoneField(forms.CharField):
    """A phone number in E.164 form: +97336123456.

    `country_code` such as "+973" is put before a number without one; a form may set it after it is
    made: `form.fields["phone"].country_code = tenant.phone_prefix`.
    """

    widget = PhoneInput(
        attrs={"dir": "ltr", "inputmode": "tel", "autocomplete": "tel", "class": "sw-short"}
    )
    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": _("Enter a phone number."),
        "invalid": _("Enter a full phone number, such as %(example)s."),
    }

    def __init__(self, *, country_code: str = "", **options: Any) -> None:
        self.country_code = country_code
        super().__init__(**{"max_length": 40, **options})

    def to_python(self, value: Any) -> str:
        typed = typed_characters(super().to_python(value) or "")
        number = canonical_phone(typed, self.country_code) if typed else ""
        if number is None:
            example = f"{self.country_code or '+973'} 36123456"
            raise ValidationError(
                self.error_messages["invalid"], code="invalid", params={"example": example}
            )
        return number


class NumberField(forms.IntegerField):
    """A whole number; thousands may be parted by spaces, commas or the Arabic separator."""

    widget = forms.TextInput(attrs={"dir": "ltr", "inputmode": "numeric", "class": "sw-short"})
    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": _("Enter a number."),
        "invalid": _("Enter a whole number, such as 25."),
    }

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, str):
            value = re.sub(r"[ ,\u066c]", "", typed_characters(value))
        return super().to_python(value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}  # min and max belong to number inputs; the server checks them


class CodeInput(forms.TextInput):
    """An input for a code that is copied from a message or from paper."""

    def __init__(self) -> None:
        super().__init__(
            {
                "dir": "ltr",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "sw-short",
            }
        )


class CaseNumberField(forms.CharField):
    """The number of a case as we write it, BH-4K7M-Q2XA-S; its check character must be right."""

    widget = CodeInput
    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": _("Enter the case number."),
        "invalid": _("Enter the case number as it stands in our message, such as BH-4K7M-Q2XA-S."),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 60, **options})

    def to_python(self, value: Any) -> str:
        typed = typed_characters(super().to_python(value) or "")
        number = canonical_case_number(typed) if typed else ""
        if number is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return number


class ReceiptField(forms.CharField):
    """The receipt of a case as its 16 characters, without the dashes people read it with."""

    widget = CodeInput
    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": _("Enter the receipt code."),
        "invalid": _("Enter the receipt code: 16 letters and digits, as you were shown."),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 60, **options})

    def to_python(self, value: Any) -> str:
        typed = typed_characters(super().to_python(value) or "")
        receipt = canonical_receipt(typed) if typed else ""
        if receipt is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return receipt


class HintedChoices:
    """Choices of which each may have a hint; `hints` maps a choice's value to its sentence."""

    hints: Mapping[str, str] = {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)  # type: ignore[misc]
        option["hint"] = self.hints.get(str(value), "")
        if option["hint"] and "id" in option["attrs"]:
            option["attrs"]["aria-describedby"] = f"{option['attrs']['id']}_hint"
        return option


class Tiles(HintedChoices, forms.RadioSelect):
    """One of several choices, as tiles."""


class CheckTiles(HintedChoices, forms.CheckboxSelectMultiple):
    """Any of several choices, as tiles."""


@dataclass(frozen=True)
class SummaryError:
    """A line of the error summary. `target` is the id of the input to mend, or ""."""

    message: str
    target: str


class SawtiForm(forms.Form):
    """A form as all our pages show it.

    Browsers' own messages are off (they speak the browser's language); our errors stand in the
    summary and at the field, in the order of the fields.
    """

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dress()

    def dress(self) -> None:
        """Give every field our looks and checks; again after fields were added."""
        for field in self.fields.values():
            _dress(field.widget)
            _refuse_controls_clearly(field)

    def summary(self) -> tuple[SummaryError, ...]:
        """Return the errors from top to bottom; those of the whole form come first."""
        whole = (SummaryError(str(message), "") for message in self.non_field_errors())
        per_field = (
            SummaryError(str(message), first_input_id(field))
            for field in self
            for message in field.errors
        )
        return (*whole, *per_field)


def first_input_id(field: BoundField) -> str:
    """Return the id a link must have to reach a field; of a group, that of its first input."""
    widget = field.field.widget
    if isinstance(widget, forms.RadioSelect):
        return widget.id_for_label(field.auto_id, index="0")
    return field.id_for_label or field.auto_id


def _dress(widget: forms.Widget) -> None:
    """Give a text-like widget the class of our inputs and a direction."""
    if isinstance(widget, forms.CheckboxInput | forms.RadioSelect) or widget.is_hidden:
        return
    widget.attrs["class"] = f"sw-input {widget.attrs.get('class', '')}".strip()
    if isinstance(widget, LEFT_TO_RIGHT):
        widget.attrs.setdefault("dir", "ltr")
    elif widget.attrs.get("dir", "auto") == "auto" and isinstance(
        widget, forms.TextInput | forms.Textarea
    ):
        widget.attrs.setdefault("dir", "auto")
        widget.attrs.setdefault("placeholder", " ")  # lets the style sheet see an empty input


def _refuse_controls_clearly(field: forms.Field) -> None:
    """Put our check, with its clearer words, in the place of Django's for NUL."""
    if isinstance(field, forms.CharField):
        others = (v for v in field.validators if not isinstance(v, ProhibitNullCharactersValidator))
        field.validators = [refuse_controls, *others]
