"""Push messages in a browser that a program of one's own runs in (RFC 8030, VAPID)."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from sawti.lib import clock
from sawti.notifications.actions.subscriptions import BrowserInput, subscribe, unsubscribe
from sawti.notifications.queries import browsers_of, web_push_key
from sawti.tenancy.context import reading
from sawti_api import openapi
from sawti_api.openapi import Shape
from sawti_api.parsing import members_of
from sawti_api.resource import moment_writer
from sawti_api.v1.person.views import NO_STORE, PersonResource, person_of
from sawti_ui.devices import device_in_words


class PushSubscriptionOut(Shape):
    """A browser in which the person is told. Its address and keys are never shown."""

    id = serializers.UUIDField()
    device = serializers.CharField(allow_blank=True, help_text=_("The browser in words."))
    since = serializers.DateTimeField()


class PushOut(Shape):
    """What a browser needs to subscribe, and where messages are on."""

    server_key = serializers.CharField(
        allow_blank=True,
        help_text=_("The applicationServerKey, in base64url; empty where push is switched off."),
    )
    subscriptions = PushSubscriptionOut(many=True)


class PushSubscriptionIn(Shape):
    """What the browser's PushSubscription says."""

    endpoint = serializers.CharField(max_length=1000)
    p256dh = serializers.CharField(max_length=100, help_text=_("In base64url."))
    auth = serializers.CharField(max_length=50, help_text=_("In base64url."))


class PushSubscriptionMade(Shape):
    """The subscription that was made."""

    id = serializers.UUIDField()


class Push(PersonResource):
    """GET says where push messages are on, POST switches them on in one more browser."""

    @extend_schema(
        operation_id="get_push",
        tags=["person"],
        summary=_("Read in which browsers one is told"),
        description=_(
            "The key for which a browser subscribes, and the browsers of the person that do."
        ),
        responses={200: openapi.answer(PushOut, _("Both.")), **openapi.problems(401)},
    )
    def get(self, request: Request) -> Response:
        with reading():
            found = browsers_of(person_id=person_of(request).id)
            server_key = web_push_key()
        write = moment_writer()
        rows: list[dict[str, Any]] = [
            {"id": str(each.id), "device": each.device, "since": write(each.made_at)}
            for each in found
        ]
        return Response({"server_key": server_key, "subscriptions": rows}, headers=NO_STORE)

    @extend_schema(
        operation_id="subscribe_push",
        tags=["person"],
        summary=_("Be told in a browser"),
        description=_(
            "Sends news of one's cases to this browser too, until the person signs out of the "
            "session that made it, removes it, or the browser is gone. The same browser again "
            "takes the place of what there was. At most five; the one that was used longest ago "
            "goes."
        ),
        request=PushSubscriptionIn,
        responses={
            201: openapi.answer(PushSubscriptionMade, _("It is on.")),
            **openapi.problems(400, 401, 409, 413, 415, 422),
        },
    )
    def post(self, request: Request) -> Response:
        body = members_of(request, PushSubscriptionIn)
        given = BrowserInput(
            endpoint=body["endpoint"],
            p256dh=body["p256dh"],
            auth=body["auth"],
            device=device_in_words(request.headers.get("User-Agent", "")),
            session=str(request.auth.pk),
        )
        made = subscribe(person_of(request), given, at=clock.now())
        return Response({"id": str(made)}, status=201, headers=NO_STORE)


class OnePush(PersonResource):
    """DELETE switches them off in one browser."""

    @extend_schema(
        operation_id="unsubscribe_push",
        tags=["person"],
        summary=_("Be told in a browser no longer"),
        description=_("Forgets one browser of the person; another's equals a missing one."),
        parameters=[
            OpenApiParameter(
                "subscription_id", UUID, OpenApiParameter.PATH, description=_("Its id.")
            )
        ],
        request=None,
        responses={
            204: OpenApiResponse(description=_("It is forgotten.")),
            **openapi.problems(401, 404),
        },
    )
    def delete(self, request: Request, subscription_id: UUID) -> Response:
        unsubscribe(person_of(request), subscription_id, at=clock.now())
        return Response(status=204)
