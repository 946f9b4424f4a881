"""A security key proves itself by a signature over our challenge, at our address."""

import hashlib
import json

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
)

from sawti.accounts.sessions import Proof
from sawti.signin.actions.keys import add_key, prove_key
from sawti.signin.errors import WrongCode
from sawti.signin.models import Factor
from sawti.signin.webauthn import begin_adding, begin_asking, keys_of
from sawti.tenancy.context import reading, tenant_context

ORIGIN, ELSEWHERE = "http://bahrain.localhost:8000", "http://bahrain.localhost.evil.example"
HERE = "203.0.113.7"


class SoftKey:
    """A key in software, as a browser would speak to it."""

    def __init__(self) -> None:
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.id = b"key of the tests"
        self.uses = 0

    def data(self, host: str, credential: AttestedCredentialData | None = None):
        self.uses += 1
        flags = 0x05 | (0x40 if credential else 0)
        party = hashlib.sha256(host.encode()).digest()
        return AuthenticatorData.create(party, flags, self.uses, credential or b"")

    def client(self, kind: str, options: dict, origin: str) -> bytes:
        challenge = options["publicKey"]["challenge"]
        return json.dumps({"type": kind, "challenge": challenge, "origin": origin}).encode()

    def make(self, options: dict, origin: str = ORIGIN) -> dict:
        public = ES256.from_cryptography_key(self.private.public_key())
        credential = AttestedCredentialData.create(b"\0" * 16, self.id, public)
        data = self.data("bahrain.localhost", credential)
        response = {
            "clientDataJSON": websafe_encode(self.client("webauthn.create", options, origin)),
            "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
        }
        return self.answer(response)

    def sign(self, options: dict, origin: str = ORIGIN) -> dict:
        said, data = self.client("webauthn.get", options, origin), self.data("bahrain.localhost")
        signature = self.private.sign(
            bytes(data) + hashlib.sha256(said).digest(), ec.ECDSA(SHA256())
        )
        response = {
            "clientDataJSON": websafe_encode(said),
            "authenticatorData": websafe_encode(data),
            "signature": websafe_encode(signature),
        }
        return self.answer(response)

    def answer(self, response: dict) -> dict:
        key = websafe_encode(self.id)
        return {"id": key, "rawId": key, "type": "public-key", "response": response}


@pytest.fixture(autouse=True)
def in_bahrain(cast):
    with tenant_context(cast.bahrain):
        yield


@pytest.fixture
def key(cast, at) -> SoftKey:
    """A key that Fatima added."""
    found = SoftKey()
    add(cast.fatima, found, at)
    return found


def add(staff, key: SoftKey, at, **changes) -> list[str]:
    with reading():
        options, state = begin_adding(staff, ORIGIN)
    given = {"state": state, "answer": key.make(options), **changes}
    return add_key(staff, name="blue key", origin=ORIGIN, at=at, **given)


def prove(staff, key: SoftKey, at, *, origin: str = ORIGIN, state: dict | None = None) -> Proof:
    with reading():
        options, asked = begin_asking(keys_of(staff), ORIGIN)
    return prove_key(
        staff,
        state=asked if state is None else state,
        answer=key.sign(options, origin),
        origin=ORIGIN,
        source=HERE,
        at=at,
    )


def test_a_key_finishes_a_sign_in(cast, key, at):
    assert prove(cast.fatima, key, at) == Proof.KEY


def test_the_first_key_comes_with_recovery_codes(cast, at):
    assert len(add(cast.fatima, SoftKey(), at)) == 10


def test_an_answer_at_another_address_is_refused(cast, key, at):
    with pytest.raises(WrongCode):
        prove(cast.fatima, key, at, origin=ELSEWHERE)


@pytest.mark.parametrize("state", [{}, {"challenge": "AAAA", "user_verification": None}])
def test_an_answer_to_another_challenge_is_refused(cast, key, at, state):
    with pytest.raises(WrongCode):
        prove(cast.fatima, key, at, state=state)


def test_a_key_that_was_copied_is_refused(cast, key, at):
    """Its counter does not grow."""
    prove(cast.fatima, key, at)
    key.uses -= 1

    with pytest.raises(WrongCode):
        prove(cast.fatima, key, at)


def test_the_key_of_a_colleague_is_refused(cast, key, at):
    other = SoftKey()
    other.id = b"key of Yusuf"
    add(cast.yusuf, other, at)

    with pytest.raises(WrongCode):
        prove(cast.fatima, other, at)


def test_a_key_is_added_once(cast, key, at):
    with pytest.raises(WrongCode):
        add(cast.yusuf, key, at)

    assert cast.count(Factor) == 1


@pytest.mark.parametrize("answer", [{}, {"id": "x"}, {"response": 1, "id": 1}])
def test_anything_else_adds_no_key(cast, at, answer):
    with pytest.raises(WrongCode):
        add(cast.fatima, SoftKey(), at, answer=answer)

    assert cast.count(Factor) == 0
