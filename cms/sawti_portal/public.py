"""What a plugin's public pages may use; the rest of this package may change at any time."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from sawti_portal.forms import WrittenField, entity_choices
from sawti_portal.rendering import SeeOther, language, page_response
from sawti_ui.forms import CaseNumberField, PhoneField, ReceiptField, SawtiForm, Tiles
from sawti_ui.refusals import sentence

__all__ = (
    "CaseNumberField",
    "PhoneField",
    "ReceiptField",
    "SawtiForm",
    "SeeOther",
    "Tiles",
    "WrittenField",
    "entity_choices",
    "language",
    "portal_page",
    "sentence",
)


def portal_page(
    request: HttpRequest,
    template: str,
    title: str,
    content: object,
    *,
    is_refused: bool = False,
    is_shown_once: bool = False,
) -> HttpResponse:
    """Render a template of the plugin with `page` and `content` in the portal's frame.

    `is_refused`: a form on it was refused (422). `is_shown_once`: no link leads here again.
    """
    return page_response(
        request,
        template,
        title,
        content,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if is_refused else HTTPStatus.OK,
        is_shown_once=is_shown_once,
    )
