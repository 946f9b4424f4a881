"""Making an authenticator app known: at the first sign-in, and later in one's own account."""

from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext

from sawti.accounts.models import Staff
from sawti.lib import clock
from sawti.lib.text import localised
from sawti.signin.actions import factors
from sawti.signin.enrolment import AppSecret, opened_secret, sealed_new_secret, secret_for_app
from sawti.signin.errors import WrongCode
from sawti.tenancy.context import current_tenant, reading
from sawti_desk.door.forms import FirstCodeForm
from sawti_desk.door.qr import QrCode, qr_code
from sawti_desk.frame import desk_page
from sawti_ui.refusals import STATUS, sentence

SECRET_KEY = "new_app"  # noqa: S105 - the name of a place in the session


@dataclass(frozen=True)
class EnrolScreen:
    """What one needs to make an app known. `is_first`: nothing else opens before."""

    form: FirstCodeForm
    secret: AppSecret
    qr: QrCode
    is_first: bool


@dataclass(frozen=True)
class CodesScreen:
    """Recovery codes, shown once. `next`: where one goes on."""

    codes: tuple[str, ...]
    next: str


def offer_app(request: HttpRequest, staff: Staff) -> None:
    """Put a new secret into the session, sealed; a GET then shows it."""
    request.session[SECRET_KEY] = sealed_new_secret(staff.pk)


def is_offered(request: HttpRequest) -> bool:
    """Tell whether a secret waits to be confirmed."""
    return SECRET_KEY in request.session


def enrol_page(request: HttpRequest, staff: Staff, *, is_first: bool) -> HttpResponse:
    """Show the secret and ask for the first code."""
    return _page(request, staff, FirstCodeForm(), is_first=is_first, status=HTTPStatus.OK)


def take_app(request: HttpRequest, staff: Staff, *, is_first: bool) -> HttpResponse | list[str]:
    """Keep the app if its code is right, and return new recovery codes; else the page again."""
    form = FirstCodeForm(request.POST)
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return _page(request, staff, form, is_first=is_first, status=status)
    try:
        codes = factors.add_app(
            staff.pk,
            sealed=request.session[SECRET_KEY],
            typed=form.cleaned_data["code"],
            at=clock.now(),
        )
    except WrongCode as refusal:
        form.add_error("code", sentence(refusal))
        return _page(request, staff, form, is_first=is_first, status=STATUS[refusal.kind])
    del request.session[SECRET_KEY]
    return codes


def codes_page(request: HttpRequest, codes: list[str], *, onward: str) -> HttpResponse:
    """Show new recovery codes, this once."""
    with reading():
        page = desk_page(request, gettext("Your recovery codes"))
        facts = {"page": page, "screen": CodesScreen(tuple(codes), onward)}
        return render(request, "sawti_desk/door/codes.html", facts)


def _page(
    request: HttpRequest, staff: Staff, form: FirstCodeForm, *, is_first: bool, status: HTTPStatus
) -> HttpResponse:
    secret = opened_secret(request.session[SECRET_KEY], staff.pk)
    issuer = localised(current_tenant().names, get_language() or "en")
    in_app = secret_for_app(secret or b"", account=staff.email, issuer=issuer)
    with reading():
        page = desk_page(request, gettext("Set up your authenticator app"), error=form.is_bound)
        screen = EnrolScreen(form, in_app, qr_code(in_app.address), is_first)
        facts = {"page": page, "screen": screen}
        return render(request, "sawti_desk/door/enrol.html", facts, status=status)
