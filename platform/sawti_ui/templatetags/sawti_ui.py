"""Tags of every page: values in their own direction, dates in words, fields of a form."""

from datetime import date, datetime

from django import forms, template
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from sawti_ui.files import FilesInput

register = template.Library()


@register.simple_tag
def isolate(value: object) -> SafeString:
    """Show a left-to-right value (number, phone, file name) inside a sentence of any direction."""
    return format_html('<bdi class="sw-ltr">{}</bdi>', value)


@register.filter
def date_in_words(at: date | datetime | None) -> str:
    """Show a day in the current time zone: Thursday 26 November 2026; nothing for None."""
    if at is None:
        return ""
    # Translators: day of the week, day, month, year; letters as in Django's `date` filter
    pattern = pgettext("date format", "l j F Y")
    day = _local(at) if isinstance(at, datetime) else at
    return format_html(
        '<time datetime="{}">{}</time>', day.strftime("%Y-%m-%d"), date_format(day, pattern)
    )


@register.filter
def moment_in_words(at: datetime | None) -> str:
    """Show an instant in the current time zone: Thursday 26 November 2026, 14:05."""
    if at is None:
        return ""
    # Translators: day of the week, day, month, year, hour of 24, minute
    pattern = pgettext("date format", "l j F Y, H:i")
    moment = _local(at)
    return format_html(
        '<time datetime="{}">{}</time>',
        moment.isoformat(timespec="minutes"),
        date_format(moment, pattern),
    )


@register.simple_tag
def field_part(field: BoundField) -> SafeString:
    """Render a field of a form with its label, hint and error; radio buttons become tiles."""
    return render_to_string(f"sawti_ui/parts/{_part(field)}.html", {"field": field})


def _part(field: BoundField) -> str:
    widget = field.field.widget
    if isinstance(widget, FilesInput):
        return "files"
    if isinstance(widget, forms.RadioSelect):  # CheckboxSelectMultiple is one too
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    return "field"


def _local(at: datetime) -> datetime:
    return timezone.localtime(at)
