"""The documents of the API: for programs as OpenAPI, for people as a page."""

from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language, gettext, override
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from sawti.enabling.queries import enabled_plugins
from sawti.tenancy.context import current_tenant
from sawti_api.openapi import document
from sawti_api.resource import PublicResource
from sawti_api.v1.docs.outline import outline
from sawti_ui.frame import page_for


class OpenApi(PublicResource):
    """GET returns the OpenAPI 3.1 document in the reader's language."""

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        return Response(_document(get_language() or "en"))


class Docs(PublicResource):
    """GET shows the document as a page; `?language=` shows it in another language."""

    @extend_schema(exclude=True)
    def get(self, request: Request) -> HttpResponse:
        chosen: Any = request.query_params.get("language")
        known = current_tenant().languages
        language = chosen if chosen in known else get_language() or "en"
        with override(language):
            page = page_for(
                request._request, gettext("API for programs"), languages_url=request.path
            )
            context = {"page": page, "docs": outline(_document(language))}
            html = render_to_string("sawti_api/docs.html", context, request._request)
        return HttpResponse(html, headers={"Content-Language": language})


def _document(language: str) -> dict[str, Any]:
    return document(language, frozenset(enabled_plugins()))
