"""The seals and keyed hashes of sign-in, under keys of their own."""

from functools import cache
from uuid import UUID

from django.conf import settings

from sawti.lib.sealing import Seal
from sawti.tenancy.context import current_tenant


@cache
def seal_of_factors() -> Seal:
    """Return the seal of second factors."""
    return Seal(settings.SAWTI_SEALING_KEY.encode(), "second factor")


def recovery_hash(staff_id: UUID, code: str) -> bytes:
    """Return what a recovery code is kept as: it counts for one account of one tenant."""
    tenant = str(current_tenant().id)
    return seal_of_factors().fingerprint("recovery", tenant, str(staff_id), code)


@cache
def seal_of_tries() -> Seal:
    """Return what accounts and networks are counted by."""
    return Seal(settings.SAWTI_SEALING_KEY.encode(), "sign-in try")


def account_hash(account: str) -> bytes:
    """Return what a typed address (or an account's id) is counted by, known or not."""
    return seal_of_tries().fingerprint("account", str(current_tenant().id), account)


def source_hash(source: str) -> bytes:
    """Return what a network is counted by; the address itself is not kept."""
    return seal_of_tries().fingerprint("source", source)


@cache
def seal_of_links() -> Seal:
    """Return the seal of mailed links."""
    return Seal(settings.SAWTI_SEALING_KEY.encode(), "staff link")


def link_hash(token: str) -> bytes:
    """Return what a link is found by."""
    return seal_of_links().fingerprint("token", token)


def stamp_hash(email: str, password: str) -> bytes:
    """Return what ends a link when the account's address or (hashed) password changes."""
    return seal_of_links().fingerprint("stamp", email, password)


@cache
def seal_of_providers() -> Seal:
    """Return the seal of our secrets at providers."""
    return Seal(settings.SAWTI_SEALING_KEY.encode(), "provider secret")


def opened_client_secret(sealed: bytes, provider_id: UUID) -> str:
    """Return our secret at a provider; "" where there is none."""
    plain = seal_of_providers().open(sealed, bound_to=provider_id.bytes)
    return plain.decode() if plain else ""


def subject_hash(issuer: str, subject: str) -> bytes:
    """Return what an identity of a person is found by: it counts in one tenant."""
    tenant = str(current_tenant().id)
    return seal_of_providers().fingerprint("identity", tenant, issuer, subject)
