"""The codes that a case is filed under, in the reader's language; answered with an ETag."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from sawti.catalogue.queries import catalogue
from sawti.consents.queries import current_versions
from sawti.entities.queries import entity_tree
from sawti.tenancy.context import current_tenant
from sawti_api import openapi
from sawti_api.resource import PublicResource
from sawti_api.v1.catalogue.serializers import (
    CategoriesOut,
    ConsentsOut,
    EntitiesOut,
    RepresentationsOut,
    TypesOut,
)

SECONDS = 60  # a change of the catalogue is everywhere after a minute
LANGUAGE = _("Names are in the language of Accept-Language. Send the ETag back in If-None-Match.")


class _Codes(PublicResource):
    """A list of codes; its ETag grows with the tenant's configuration."""

    def rows(self, language: str) -> list[dict[str, Any]]:
        raise NotImplementedError

    def answer(self, request: Request) -> HttpResponse:
        """Return the list, or 304 where the caller has it."""
        language = get_language() or "en"
        tag = f'"{current_tenant().config_version}-{language}"'
        headers = {"ETag": tag, "Cache-Control": f"public, max-age={SECONDS}"}
        known = HttpResponse(content_type="application/json", headers=headers)
        fresh = get_conditional_response(request._request, etag=tag, response=known)
        if fresh is None or fresh is known:
            known.content = JSONRenderer().render({"results": self.rows(language)})
            return known
        return fresh


class Types(_Codes):
    """GET lists the types of cases."""

    @extend_schema(
        operation_id="list_types",
        tags=["codes"],
        summary=_("Types of cases"),
        description=LANGUAGE,
        responses={200: openapi.answer(TypesOut, _("The types that a case can be filed as."))},
    )
    def get(self, request: Request) -> HttpResponse:
        return self.answer(request)

    def rows(self, language: str) -> list[dict[str, Any]]:
        return [
            {"code": row.code, "name": row.name(language), "hint": row.hint(language)}
            for row in catalogue().types.values()
            if row.is_active
        ]


class Categories(_Codes):
    """GET lists the categories."""

    @extend_schema(
        operation_id="list_categories",
        tags=["codes"],
        summary=_("Categories"),
        description=LANGUAGE,
        responses={200: openapi.answer(CategoriesOut, _("The subjects of cases, in two levels."))},
    )
    def get(self, request: Request) -> HttpResponse:
        return self.answer(request)

    def rows(self, language: str) -> list[dict[str, Any]]:
        known = catalogue()
        return [
            {
                "code": row.code,
                "name": row.name(language),
                "parent": _code(row.parent_id),
                "may_be_confidential": row.takes_a_wish,
            }
            for row in known.categories.values()
            if row.is_active
        ]


class Entities(_Codes):
    """GET lists the entities."""

    @extend_schema(
        operation_id="list_entities",
        tags=["codes"],
        summary=_("Entities"),
        description=LANGUAGE,
        responses={200: openapi.answer(EntitiesOut, _("The entities that handle cases."))},
    )
    def get(self, request: Request) -> HttpResponse:
        return self.answer(request)

    def rows(self, language: str) -> list[dict[str, Any]]:
        tree = entity_tree()
        sectors = {row.id: {"code": row.code, "name": row.name(language)} for row in tree.sectors}
        return [
            {
                "code": row.code,
                "name": row.name(language),
                "parent": tree.by_id[row.parent_id].code if row.parent_id else None,
                "sector": sectors[row.sector_id],
            }
            for row in tree.by_id.values()
            if row.is_active
        ]


class Representations(_Codes):
    """GET lists how people may act for others."""

    @extend_schema(
        operation_id="list_representations",
        tags=["codes"],
        summary=_("Kinds of representation"),
        description=LANGUAGE,
        responses={
            200: openapi.answer(RepresentationsOut, _("How somebody may act for an applicant."))
        },
    )
    def get(self, request: Request) -> HttpResponse:
        return self.answer(request)

    def rows(self, language: str) -> list[dict[str, Any]]:
        return [
            {
                "code": row.code,
                "name": row.name(language),
                "hint": row.hint(language),
                "may": sorted(row.may),
                "needs_proof": row.needs_proof,
                "document": row.document(language),
                "needs_account": row.needs_account,
            }
            for row in catalogue().representations.values()
            if row.is_active
        ]


class Consents(_Codes):
    """GET lists what people are told or agree to."""

    @extend_schema(
        operation_id="list_consents",
        tags=["codes"],
        summary=_("Consents"),
        description=LANGUAGE,
        responses={200: openapi.answer(ConsentsOut, _("The versions that count now."))},
    )
    def get(self, request: Request) -> HttpResponse:
        return self.answer(request)

    def rows(self, language: str) -> list[dict[str, Any]]:
        return [
            {
                "id": str(row.id),
                "code": row.code,
                "version": row.number,
                "title": row.title(language),
                "text": row.text(language),
                "withdrawal": row.withdrawal(language),
                "is_required": row.is_required,
                "sha256": row.digest,
            }
            for row in current_versions().values()
        ]


def _code(row_id: UUID | None) -> str | None:
    return catalogue().by_id[row_id].code if row_id else None
