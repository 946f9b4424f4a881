import re
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, resolve

from sawti.audit.models import Entry
from sawti_desk.urls import urlpatterns
from tests import people
from tests.cast import Cast
from tests.people import PASSWORD

OPEN_ROUTES = {
    "enter_support",
    "sign_in",
    "second_factor",
    "enrol",
    "forgotten",
    "link",
    "provider_leave",
    "provider_back",
}
QUEUE, SIGN_IN = "/desk/", "/desk/sign-in/"
REFUSED = "The e-mail address or the password is wrong. Check both and try again."


def sign_in(client: Client, **typed: str):
    return client.post(SIGN_IN, {"email": people.YUSUF.email, "password": PASSWORD, **typed})


def english(client: Client) -> Client:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def test_a_focal_point_signs_in_and_reads_the_desk_in_their_own_language(cast: Cast):
    client = cast.client()

    response = sign_in(client)

    assert (response.status_code, response.headers["Location"]) == (303, QUEUE)
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
    assert people.YUSUF.name in client.get(QUEUE).text


def test_an_unknown_address_and_a_wrong_password_get_the_same_answer(cast: Cast):
    unknown = sign_in(english(cast.client()), email="nobody@bahrain.example")
    wrong = sign_in(english(cast.client()), password="not the password")

    assert unknown.status_code == wrong.status_code == 403
    assert REFUSED in unknown.text
    assert REFUSED in wrong.text
    assert settings.SESSION_COOKIE_NAME not in unknown.cookies
    assert settings.SESSION_COOKIE_NAME not in wrong.cookies


def test_a_refused_sign_in_is_on_record(cast: Cast):
    sign_in(cast.client(), password="not the password")

    with cast.inside(cast.bahrain):
        events = list(Entry.objects.filter(actor_id=cast.yusuf.id).values_list("event", flat=True))
    assert events[-1:] == ["staff.sign_in_refused"]


def test_an_account_of_another_tenant_does_not_open_this_desk(cast: Cast):
    response = sign_in(cast.client(), email=people.OMAR.email)

    assert response.status_code == 403


def test_empty_fields_are_named_and_the_password_is_not_sent_back(cast: Cast):
    response = sign_in(english(cast.client()), email="", password="typed in vain")

    assert response.status_code == 422
    assert 'href="#id_email"' in response.text
    assert "Enter your e-mail address." in response.text
    assert "typed in vain" not in response.text


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/desk/?queue=all", "/desk/?queue=all"),
        ("/cms/pages/", "/cms/pages/"),
        ("https://elsewhere.example/", QUEUE),
        ("//elsewhere.example/", QUEUE),
        ("/\\elsewhere.example/", QUEUE),
        ("javascript:alert(1)", QUEUE),
        ("", QUEUE),
    ],
)
def test_signing_in_goes_on_to_paths_of_this_host_only(cast: Cast, wanted: str, reached: str):
    response = sign_in(cast.client(), next=wanted)

    assert response.headers["Location"] == reached


def test_a_session_of_one_tenant_does_nothing_at_the_host_of_the_other(cast: Cast):
    client = cast.client(people.FATIMA)
    assert client.get(QUEUE).status_code == 200

    response = client.get(QUEUE, headers={"host": "jordan.localhost:8000"})

    assert response.status_code == 303
    assert response.headers["Location"] == "/desk/sign-in/?next=%2Fdesk%2F"


def test_signing_out_ends_the_session(cast: Cast):
    client = cast.client(people.FATIMA)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value

    response = client.post("/desk/sign-out/")

    assert (response.status_code, response.headers["Location"]) == (303, SIGN_IN)
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    assert client.get(QUEUE).status_code == 303


def test_a_link_does_not_sign_anybody_out(cast: Cast):
    client = cast.client(people.FATIMA)

    assert client.get("/desk/sign-out/").status_code == 405
    assert client.get(QUEUE).status_code == 200


def test_the_sign_in_page_sends_whoever_is_signed_in_to_the_queue(cast: Cast):
    response = cast.client(people.FATIMA).get(SIGN_IN)

    assert (response.status_code, response.headers["Location"]) == (303, QUEUE)


def test_the_sign_in_page_does_not_bounce_whoever_may_not_enter_the_cms(cast: Cast):
    response = cast.client(people.FATIMA).get(f"{SIGN_IN}?next=/cms/")

    assert response.status_code == 200


# Plugins bring resolvers of their own; their pages have tests of their own.
OWN = [p for p in urlpatterns if isinstance(p, URLPattern)]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", sorted({p.name for p in OWN} - OPEN_ROUTES))
def test_every_route_of_the_desk_but_signing_in_needs_staff(cast: Cast, name: str, method: str):
    pattern = next(str(p.pattern) for p in OWN if p.name == name)
    path = re.sub("<uuid:[a-z_]+>", str(uuid4()), f"/desk/{pattern}")
    path = path.replace("<slug:code>", "ministry-of-interior")

    response = getattr(cast.client(), method)(path)

    assert resolve(path).func.needs_staff
    assert response.status_code in {303, 405}
    assert response.headers.get("Location", SIGN_IN).startswith(SIGN_IN)


def test_every_form_of_the_desk_is_protected_against_forgery(cast: Cast):
    client = Client(HTTP_HOST="bahrain.localhost:8000", enforce_csrf_checks=True)

    assert sign_in(client).status_code == 403


def test_the_language_changes_without_leaving_the_page(cast: Cast):
    client = cast.client(people.YUSUF)
    english(client)

    response = client.get("/desk/?queue=all&language=ar")

    assert (response.status_code, response.headers["Location"]) == (303, "/desk/?queue=all")
    assert '<html lang="ar" dir="rtl"' in client.get("/desk/?queue=all").text


def test_no_page_of_the_desk_is_kept_by_a_browser(cast: Cast):
    assert cast.client(people.FATIMA).get(QUEUE).headers["Cache-Control"] == "no-store"
    assert cast.client().get(SIGN_IN).headers["Cache-Control"] == "no-store"
