"""Somebody's own account for a program of theirs: a code, a session, the profile."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.request import Request
from rest_framework.response import Response

from sawti.accounts.actions.persons import (
    TOKEN_LIFE,
    Device,
    ask_code_at,
    sign_in_program,
    sign_out_person,
)
from sawti.accounts.contacts import checked_phone, is_email
from sawti.accounts.models import Person
from sawti.accounts.particulars import Hearing, Particulars
from sawti.accounts.steps import CODE_LIFE
from sawti.consents.actions import save_profile
from sawti.lib import clock
from sawti.lib.errors import N_, Invalid
from sawti.tenancy.context import current_tenant, reading
from sawti_api import openapi
from sawti_api.authentication import PersonSession
from sawti_api.parsing import members_of
from sawti_api.permissions import Anyone, PersonOnly
from sawti_api.resource import PublicResource, Resource
from sawti_api.v1.person.serializers import (
    CodeIn,
    CodeOut,
    ProfileIn,
    ProfileOut,
    SessionIn,
    SessionOut,
)
from sawti_ui.devices import device_in_words
from sawti_ui.network import rough_place_of, source_of

NO_STORE = {"Cache-Control": "no-store"}
CURSOR = OpenApiParameter("cursor", str, description=_("The next_cursor of the page before."))


class PersonResource(Resource):
    """For whoever signed in by a code, with the header Sawti-Session; no cookie counts."""

    authentication_classes = (PersonSession,)
    permission_classes = (PersonOnly,)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse a method that is not there before asking who calls."""
        if not hasattr(self, (request.method or "").lower()):
            raise MethodNotAllowed(request.method or "")
        super().initial(request, *args, **kwargs)


class Codes(PublicResource):
    """POST has a one-time code sent."""

    @extend_schema(
        operation_id="ask_code",
        tags=["person"],
        summary=_("Have a one-time code sent"),
        description=_(
            "Sends six digits by e-mail, or by SMS to a phone that somebody verified. The answer "
            "is the same whether or not anybody has this contact."
        ),
        request=CodeIn,
        responses={
            202: openapi.answer(
                CodeOut, _("If there is somebody to send it to, it is on its way.")
            ),
            **openapi.problems(400, 413, 415, 422, 429),
        },
    )
    def post(self, request: Request) -> Response:
        body = members_of(request, CodeIn)
        language = body.get("language") or get_language() or "en"
        attempt = ask_code_at(
            contact=_contact(body["contact"]),
            language=_spoken(language),
            source=source_of(request),
            at=clock.now(),
        )
        answer = {"attempt": attempt, "expires_in": int(CODE_LIFE.total_seconds())}
        return Response(answer, status=202, headers=NO_STORE)


class Session(PersonResource):
    """POST gives a session for the right code, DELETE signs out."""

    @property
    def _signs_in(self) -> bool:
        return self.request is not None and self.request.method == "POST"

    def get_permissions(self) -> list[Any]:
        """Let anybody sign in."""
        return [Anyone()] if self._signs_in else list(super().get_permissions())

    def get_authenticators(self) -> list[Any]:
        """Look at no session where one is asked for."""
        return [] if self._signs_in else super().get_authenticators()

    @extend_schema(
        operation_id="sign_in",
        tags=["person"],
        summary=_("Sign in with a code"),
        description=_(
            "A code counts once, for ten minutes and five tries. The session lives for an hour; "
            "its person sees it in the profile, and can end it there."
        ),
        request=SessionIn,
        responses={
            201: openapi.answer(SessionOut, _("The session.")),
            **openapi.problems(400, 413, 415, 422, 429),
        },
    )
    def post(self, request: Request) -> Response:
        body = members_of(request, SessionIn)
        agent = request.headers.get("User-Agent", "")
        session = sign_in_program(
            token=body["attempt"],
            code=body["code"].strip(),
            language=_spoken(get_language() or "en"),
            device=Device(device_in_words(agent), rough_place_of(request)),
            at=clock.now(),
        )
        answer = {"session": session, "expires_in": int(TOKEN_LIFE.total_seconds())}
        return Response(answer, status=201, headers=NO_STORE)

    @extend_schema(
        operation_id="sign_out",
        tags=["person"],
        summary=_("Sign out"),
        description=_("Ends the session whose token is sent; it opens nothing any more."),
        request=None,
        responses={
            204: OpenApiResponse(description=_("The session is over.")),
            **openapi.problems(401),
        },
    )
    def delete(self, request: Request) -> Response:
        sign_out_person(person_of(request).id, token_id=request.auth.pk, at=clock.now())
        return Response(status=204)


class Profile(PersonResource):
    """GET shows the profile, PATCH changes it."""

    @extend_schema(
        operation_id="get_profile",
        tags=["person"],
        summary=_("Read one's profile"),
        description=_("What the person told us about themself; what is not known is empty."),
        responses={200: openapi.answer(ProfileOut, _("The profile.")), **openapi.problems(401)},
    )
    def get(self, request: Request) -> Response:
        return Response(_profile(person_of(request)), headers=NO_STORE)

    @extend_schema(
        operation_id="change_profile",
        tags=["person"],
        summary=_("Change one's profile"),
        description=_("Changes what is named and leaves the rest; addresses change by a code."),
        request=ProfileIn,
        responses={
            200: openapi.answer(ProfileOut, _("The profile as it is now.")),
            **openapi.problems(400, 401, 413, 415, 422),
        },
    )
    def patch(self, request: Request) -> Response:
        person, body = person_of(request), members_of(request, ProfileIn)
        given = {name: getattr(person, name) for name in vars(Particulars())} | body
        hearing = {name: given.pop(name, getattr(person, name)) for name in vars(Hearing())}
        save_profile(
            person.id,
            language=given.pop("language", person.language),
            particulars=Particulars(**given),
            hearing=Hearing(**hearing),
            at=clock.now(),
        )
        with reading():
            person = Person.objects.get(pk=person.pk)
        return Response(_profile(person), headers=NO_STORE)


def person_of(request: Request) -> Person:
    """Return who signed in; the permission has let nobody else through."""
    assert isinstance(request.user, Person)
    return request.user


def _contact(typed: str) -> str:
    if is_email(typed.strip()):
        return typed.strip().lower()
    try:
        phone = checked_phone("contact", typed)
    except Invalid:
        phone = ""
    if not phone:
        raise Invalid("contact", N_("Write an e-mail address or a phone number."))
    return phone


def _spoken(language: str) -> str:
    tenant = current_tenant()
    return language if language in tenant.languages else tenant.default_language


def _profile(person: Person) -> dict[str, Any]:
    shown = ("email", "phone", "name", "national_id", "address", "language", "told_by")
    return {
        **{name: getattr(person, name) for name in shown},
        "phone_verified": person.phone_verified_at is not None,
    }
