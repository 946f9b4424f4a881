"""The cases of somebody who uses their own account from a program: list, read, file; companies."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from sawti.accounts.models import Person
from sawti.acting.facts import Right
from sawti.businesses.queries import businesses_of
from sawti.cases.actions.filing import file_case
from sawti.cases.errors import CaseNotFound
from sawti.cases.facts import Contact, Filing
from sawti.cases.labels import state_label_for_applicant
from sawti.cases.own_cases import OwnCase, business_cases_page, own_case_id, own_cases_page
from sawti.lib import clock
from sawti.lib.errors import N_, Invalid
from sawti.tenancy.context import reading
from sawti_api import openapi
from sawti_api.idempotency import key_of
from sawti_api.parsing import members_of
from sawti_api.resource import moment_writer
from sawti_api.v1.cases.serializers import CaseOut, FiledOut
from sawti_api.v1.cases.views import filed_response, filing_in, opened
from sawti_api.v1.person.serializers import BusinessesOut, OwnCaseIn, OwnCasesOut
from sawti_api.v1.person.views import CURSOR, NO_STORE, PersonResource, person_of


class OwnCases(PersonResource):
    """GET lists one's cases, POST files one."""

    @extend_schema(
        operation_id="list_own_cases",
        tags=["person"],
        summary=_("List one's cases"),
        description=_(
            "The person's own cases, those of whom they represent and those of companies for which "
            "they act: what waits for them first, then the latest."
        ),
        parameters=[CURSOR],
        responses={
            200: openapi.answer(OwnCasesOut, _("A page of them.")),
            **openapi.problems(401, 422),
        },
    )
    def get(self, request: Request) -> Response:
        with reading():
            page = own_cases_page(
                person_of(request).id,
                language=get_language() or "en",
                at=clock.now(),
                cursor=request.query_params.get("cursor", ""),
            )
            results = [_line(case) for case in page.rows]
        return Response({"results": results, "next_cursor": page.next_cursor}, headers=NO_STORE)

    @extend_schema(
        operation_id="file_own_case",
        tags=["person"],
        summary=_("File a case of one's own, or of a company"),
        description=_(
            "Files a case as POST /api/v1/cases does; it is among the person's own. With business "
            "it is that company's case: every member follows it. Without a contact the profile's "
            "name and e-mail address are taken."
        ),
        parameters=[openapi.IDEMPOTENCY_KEY],
        request=OwnCaseIn,
        responses={
            201: openapi.answer(FiledOut, _("The case is filed.")),
            **openapi.problems(400, 401, 409, 413, 415, 422),
        },
    )
    def post(self, request: Request) -> Response:
        person, body, key = person_of(request), members_of(request, OwnCaseIn), key_of(request)
        filing = _filing_of(person, body)
        case = file_case(
            filing,
            at=clock.now(),
            key=f"{person.id} {key}" if key else "",  # a key counts for its person alone
            person_id=person.id,
        )
        return filed_response(case, filing.language)


class OwnCaseView(PersonResource):
    """GET shows one of them."""

    @extend_schema(
        operation_id="get_own_case",
        tags=["person"],
        summary=_("Read a case of one's own"),
        description=_("One case as its applicant may read it; any other equals a missing one."),
        parameters=[openapi.NUMBER],
        responses={200: openapi.answer(CaseOut, _("The case.")), **openapi.problems(401, 404)},
    )
    def get(self, request: Request, number: str) -> Response:
        person, at = person_of(request), clock.now()
        with reading():
            case_id = own_case_id(person.id, number, right=Right.FOLLOW, at=at)
        if case_id is None:
            raise CaseNotFound
        return opened(case_id, at)


class Businesses(PersonResource):
    """GET lists the companies for which one acts."""

    @extend_schema(
        operation_id="list_businesses",
        tags=["person"],
        summary=_("List the companies for which one acts"),
        description=_("The companies of which the person is an owner or an agent now."),
        responses={200: openapi.answer(BusinessesOut, _("All of them.")), **openapi.problems(401)},
    )
    def get(self, request: Request) -> Response:
        with reading():
            found = businesses_of(person_of(request).id)
        write = moment_writer()
        results = [
            {**vars(each), "id": str(each.id), "since_at": write(each.since_at)} for each in found
        ]
        for each in results:
            del each["reason"]
        return Response({"results": results}, headers=NO_STORE)


class BusinessCases(PersonResource):
    """GET lists the cases of one of them."""

    @extend_schema(
        operation_id="list_business_cases",
        tags=["person"],
        summary=_("List the cases of a company"),
        description=_(
            "For whoever acts for the company now; any other company equals a missing one."
        ),
        parameters=[CURSOR],
        responses={
            200: openapi.answer(OwnCasesOut, _("A page of them.")),
            **openapi.problems(401, 404, 422),
        },
    )
    def get(self, request: Request, business_id: UUID) -> Response:
        with reading():
            page = business_cases_page(
                business_id,
                person_id=person_of(request).id,
                language=get_language() or "en",
                at=clock.now(),
                cursor=request.query_params.get("cursor", ""),
            )
            results = [_line(case) for case in page.rows]
        return Response({"results": results, "next_cursor": page.next_cursor}, headers=NO_STORE)


def _filing_of(person: Person, body: dict[str, Any]) -> Filing:
    filing = filing_in(body)
    contact = filing.contact or Contact(name=person.name, email=person.email)
    return replace(filing, contact=contact, business_id=_business_in(body))


def _business_in(body: dict[str, Any]) -> UUID | None:
    try:
        return UUID(body["business"]) if "business" in body else None
    except ValueError:
        raise Invalid("business", N_("Write the id of a company.")) from None


def _line(case: OwnCase) -> dict[str, Any]:
    write = moment_writer()
    return {
        "number": case.number,
        "state": case.state,
        "state_name": state_label_for_applicant(case.state),
        "type": case.type_name,
        "category": case.category_name,
        "entity": case.entity_name,
        "received_at": write(case.received_at),
        "due_at": write(case.due_at),
        "is_overdue": case.is_overdue,
        "company": case.company,
    }
