"""What a provider says counts only if it is signed, for us, for this attempt, and of now."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

import jwt
import pytest

from sawti.lib import clock, openid
from sawti.lib.openid import Client, OpenIDRefused
from sawti.lib.outgoing import Caller
from tests.provider import Provider, start_provider

BACK = "http://bahrain.localhost:8000/desk/sign-in/provider/back/"
HERE = Caller(may_use_loopback=True)


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    running = start_provider()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def other() -> Iterator[Provider]:
    running = start_provider()
    yield running
    running.stop()


@pytest.fixture
def client(provider: Provider) -> Client:
    return Client(provider.issuer, "sawti", "a secret", HERE)


@pytest.fixture
def now() -> datetime:
    return clock.now()


def went(client: Client, provider: Provider, now: datetime, subject: str = "u-1"):
    """Begin and sign in at the provider; return the attempt and what came back."""
    attempt, address = openid.begin(client, redirect=BACK, at=now)
    return attempt, provider.consent(address, subject)


def token_of(client: Client, provider: Provider, now: datetime):
    """Return an ID token that the provider signed, the attempt, and its keys."""
    attempt, query = went(client, provider, now)
    where = openid.endpoints_of(client)
    token = openid._id_token(client, where, attempt, query["code"])
    return token, attempt, openid._keys(client, where.keys)


def refusal(client, attempt, now, **query) -> str:
    with pytest.raises(OpenIDRefused) as caught:
        openid.finish(client, attempt, at=now, **query)
    return caught.value.reason


def test_who_comes_back_is_issuer_and_subject(client, provider, now):
    attempt, query = went(client, provider, now, "strong")

    claims = openid.finish(client, attempt, state=query["state"], code=query["code"], at=now)

    assert (claims.issuer, claims.subject) == (provider.issuer, "strong")
    assert claims.methods == {"pwd", "mfa"}


def test_the_browser_leaves_with_state_nonce_and_a_challenge(client, now):
    attempt, address = openid.begin(client, redirect=BACK, at=now)

    sent = dict(parse_qsl(urlsplit(address).query))
    assert sent["response_type"] == "code"
    assert (sent["state"], sent["nonce"]) == (attempt.state, attempt.nonce)
    assert sent["code_challenge_method"] == "S256"
    assert attempt.verifier not in address
    assert len({attempt.state, attempt.nonce, attempt.verifier}) == 3
    assert min(map(len, (attempt.state, attempt.nonce, attempt.verifier))) >= 43


def test_a_challenge_is_that_of_the_rfc():
    """RFC 7636, appendix B."""
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"

    assert openid.challenge_of(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def test_another_state_is_refused_before_the_provider_is_asked(client, provider, now):
    attempt, query = went(client, provider, now)

    assert refusal(client, attempt, now, state="other", code=query["code"]) == "state"


def test_another_nonce_is_refused(client, provider, now):
    attempt, query = went(client, provider, now)
    wrong = replace(attempt, nonce="of another attempt")

    assert refusal(client, wrong, now, state=query["state"], code=query["code"]) == "nonce"


def test_a_code_counts_once(client, provider, now):
    attempt, query = went(client, provider, now)
    openid.finish(client, attempt, state=query["state"], code=query["code"], at=now)

    assert refusal(client, attempt, now, state=query["state"], code=query["code"]) == "code"


def test_an_attempt_is_good_for_ten_minutes(client, provider, now):
    attempt, query = went(client, provider, now)
    later = now + openid.LIFE

    assert refusal(client, attempt, later, state=query["state"], code=query["code"]) == "too_late"


def test_a_code_of_another_provider_proves_nothing(client, provider, other, now):
    elsewhere = replace(client, issuer=other.issuer)
    attempt, query = went(elsewhere, other, now)

    given = {"state": query["state"], "code": query["code"]}
    assert refusal(client, attempt, now, **given) == "other_issuer"
    assert refusal(client, replace(attempt, issuer=client.issuer), now, **given) == "code"


def test_a_token_for_another_client_is_refused(client, provider, now):
    token, attempt, keys = token_of(replace(client, client_id="another"), provider, now)

    with pytest.raises(OpenIDRefused, match="audience"):
        openid.verified(token, client=client, keys=keys, attempt=attempt, at=now)


def test_a_token_that_another_key_signed_is_refused(client, provider, other, now):
    token, attempt, _ = token_of(client, provider, now)
    _, _, keys = token_of(replace(client, issuer=other.issuer), other, now)
    keys["keys"][0]["kid"] = jwt.get_unverified_header(token).get("kid")

    with pytest.raises(OpenIDRefused, match="signature"):
        openid.verified(token, client=client, keys=keys, attempt=attempt, at=now)


@pytest.mark.parametrize(("algorithm", "key"), [("none", ""), ("HS256", "k" * 64)])
def test_a_token_without_the_providers_own_key_is_refused(client, provider, now, algorithm, key):
    token, attempt, keys = token_of(client, provider, now)
    said = jwt.decode(token, options={"verify_signature": False})
    forged = jwt.encode(said, key, algorithm=algorithm)

    with pytest.raises(OpenIDRefused, match="algorithm"):
        openid.verified(forged, client=client, keys=keys, attempt=attempt, at=now)


@pytest.mark.parametrize("later", [timedelta(hours=2), -timedelta(hours=2)])
def test_a_token_of_another_time_is_refused(client, provider, now, later):
    token, attempt, keys = token_of(client, provider, now)

    with pytest.raises(OpenIDRefused, match="too_late"):
        openid.verified(token, client=client, keys=keys, attempt=attempt, at=now + later)


def test_a_provider_that_calls_itself_otherwise_is_refused(client, provider):
    with pytest.raises(OpenIDRefused, match="other_issuer"):
        openid.check_provider(replace(client, issuer=f"{provider.issuer}/"))
