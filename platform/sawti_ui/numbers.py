"""The field for a national identity number, in the words of the tenant's country."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language

from sawti.accounts.contacts import checked_national_id
from sawti.lib.errors import Invalid
from sawti.lib.text import localised
from sawti.tenancy.context import current_tenant
from sawti_ui.forms import CodeInput, typed_characters
from sawti_ui.refusals import sentence

LONGEST_TYPED = 40


def national_id_name(language: str) -> str:
    """Return what the tenant's country calls the number."""
    return localised(current_tenant().national_id.get("name", {}), language)


class NationalIdField(forms.CharField):
    """A number of the tenant's country; the form calls `name_national_id`."""

    widget = CodeInput

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": LONGEST_TYPED, "required": False, **options})

    def to_python(self, value: Any) -> str:
        try:
            return checked_national_id(
                "national_id", typed_characters(super().to_python(value) or "")
            )
        except Invalid as refusal:
            raise ValidationError(sentence(refusal), code="invalid") from refusal


def name_national_id(form: forms.Form) -> None:
    """Call the form's field what the country calls it; take it away where nobody is asked."""
    if current_tenant().national_id:
        form.fields["national_id"].label = national_id_name(get_language() or "en")
    else:
        del form.fields["national_id"]
