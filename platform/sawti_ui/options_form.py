"""From an options model (a plugin's, a provider's) to a form, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sawti.lib.text import localised
from sawti.plugins.manifest import Options
from sawti_ui.forms import NumberField, SawtiForm

LONG = 2000  # characters: such a text gets several lines
REQUIRED = _("Fill this in.")
TOO_LOW = _("Enter %(limit_value)s or more.")
TOO_HIGH = _("Enter %(limit_value)s or less.")
TOO_LONG = _("Shorten the text to %(limit_value)s characters; it has %(show_value)s.")


class OptionsForm(SawtiForm):
    """The options of one plugin or provider; fields come from the model's JSON schema."""

    def __init__(self, kind: type[Options], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, schema in kind.model_json_schema().get("properties", {}).items():
            self.fields[name] = _field(schema)
        self.dress()


def _field(schema: Mapping[str, Any]) -> forms.Field:
    language = get_language() or "en"
    words: dict[str, Any] = {
        "label": localised(schema["labels"], language),
        "help_text": localised(schema["hints"], language),
        "error_messages": {"required": REQUIRED},
    }
    if schema["type"] == "boolean":
        return forms.BooleanField(**{**words, "required": False})
    if schema["type"] == "integer":
        return NumberField(**words, validators=_limits(schema))
    if schema["choices"]:
        choices = [(code, localised(text, language)) for code, text in schema["choices"].items()]
        return forms.ChoiceField(**words, choices=choices)
    longest = schema.get("maxLength")
    validators = [MaxLengthValidator(longest, TOO_LONG)] if longest else []
    if (longest or 0) >= LONG:
        rows = 3 if longest == LONG else 8
        words["widget"] = forms.Textarea({"rows": rows, "dir": "ltr", "spellcheck": "false"})
    return forms.CharField(**{**words, "required": False}, validators=validators)


def _limits(schema: Mapping[str, Any]) -> list[Any]:
    found: list[Any] = []
    if "minimum" in schema:
        found.append(MinValueValidator(schema["minimum"], TOO_LOW))
    if "maximum" in schema:
        found.append(MaxValueValidator(schema["maximum"], TOO_HIGH))
    return found
