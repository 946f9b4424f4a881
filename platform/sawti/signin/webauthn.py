"""Security keys and passkeys (W3C WebAuthn, level 2), on fido2.

The origin is the tenant's configured address, so a key works there alone: a page that looks like
ours elsewhere gets nothing. A caller keeps the state in the session of the browser that began.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from sawti.accounts.models import Staff
from sawti.signin.models import Factor, Kind

Options = dict[str, Any]


def keys_of(staff: Staff) -> list[AttestedCredentialData]:
    """Return the public halves of somebody's keys."""
    rows = Factor.objects.filter(staff_id=staff.pk, kind=Kind.KEY).order_by("added_at")
    return [AttestedCredentialData(bytes(row.credential)) for row in rows]


def begin_adding(staff: Staff, origin: str) -> tuple[Options, Options]:
    """Return what a browser needs to make a key, and the state to keep."""
    user = PublicKeyCredentialUserEntity(
        name=staff.email, id=staff.pk.bytes, display_name=staff.name
    )
    options, state = _server(origin).register_begin(
        user,
        credentials=keys_of(staff),
        resident_key_requirement=ResidentKeyRequirement.DISCOURAGED,
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return dict(options), dict(state)


def added_key(
    state: Options, answer: Mapping[str, Any], origin: str
) -> tuple[AttestedCredentialData, int] | None:
    """Return the public half of a new key and its counter, or None for an answer of no use."""
    try:
        found = _server(origin).register_complete(state, answer)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    return (found.credential_data, found.counter) if found.credential_data else None


def begin_asking(keys: Sequence[AttestedCredentialData], origin: str) -> tuple[Options, Options]:
    """Return what a browser needs to prove one of the keys, and the state to keep."""
    options, state = _server(origin).authenticate_begin(
        keys, user_verification=UserVerificationRequirement.PREFERRED
    )
    return dict(options), dict(state)


def proved_key(
    keys: Sequence[AttestedCredentialData], state: Options, answer: Mapping[str, Any], origin: str
) -> tuple[bytes, int] | None:
    """Return which key signed the challenge and its counter, or None."""
    try:
        found = _server(origin).authenticate_complete(state, keys, answer)
        counter = AuthenticationResponse.from_dict(answer).response.authenticator_data.counter
    except (ValueError, TypeError, KeyError, AttributeError, InvalidSignature):
        return None
    return found.credential_id, counter


def _server(origin: str) -> Fido2Server:
    host = str(urlsplit(origin).hostname)
    party = PublicKeyCredentialRpEntity(name=host, id=host)
    return Fido2Server(party, verify_origin=lambda seen: seen == origin)
