"""OpenID Connect with an authorisation code: what is sent to a provider, what it answers is worth.

For staff and for applicants alike; nobody's account is known here. A caller keeps the `Attempt`
in the session of the browser that began, calls no function of this module inside a transaction of
the database, and finds an account by issuer and subject, never by an e-mail address.

Sources: OpenID Connect Core 1.0 (3.1.2 and 3.1.3.7), Discovery 1.0 (4.3), RFC 7636, RFC 9700.
"""

import base64
import hmac
import secrets
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Self
from urllib.parse import urlencode, urlsplit

import jwt

from sawti.lib.outgoing import Caller, OutgoingRefused

# Signed with a key of the provider's alone: no shared secret, and never "none" (RFC 8725, 3.1).
ALGORITHMS = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "EdDSA"})
LIFE = timedelta(minutes=10)
_CLOCKS_DIFFER = timedelta(minutes=1)


class OpenIDRefused(Exception):
    """The provider could not be asked, or what came back proves nothing; `reason` is a code."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True)
class Client:
    """We, as a provider knows us."""

    issuer: str
    client_id: str
    secret: str = field(repr=False)
    caller: Caller = field(default_factory=Caller)


@dataclass(frozen=True)
class Endpoints:
    """Where a provider answers. `posts_secret`: it takes our secret in a form only."""

    authorization: str
    token: str
    keys: str
    posts_secret: bool


@dataclass(frozen=True)
class Attempt:
    """What a browser's session keeps between leaving for the provider and coming back."""

    issuer: str
    state: str
    nonce: str
    verifier: str
    redirect: str
    began_at: str
    must_be_fresh: bool

    def as_dict(self) -> dict[str, Any]:
        """Return it as a session keeps it."""
        return asdict(self)

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Self:
        """Return what a session kept."""
        return cls(**kept)


@dataclass(frozen=True)
class Claims:
    """Who the provider says it is. `issuer` and `subject` together are the identity.

    `methods` is how they proved it there: the values of `amr`, and `acr`. Address and name are for
    reading only, even where the provider says that it verified the address.
    """

    issuer: str
    subject: str
    email: str
    name: str
    methods: frozenset[str]
    email_is_verified: bool = False


def endpoints_of(client: Client) -> Endpoints:
    """Ask the provider where it answers; its document must be about the issuer that we know."""
    address = f"{client.issuer.rstrip('/')}/.well-known/openid-configuration"
    found = _json(client, address)
    if found.get("issuer") != client.issuer:
        raise OpenIDRefused("other_issuer")
    try:
        names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        authorization, token, keys = (str(found[name]) for name in names)
        for each in (authorization, token, keys):
            client.caller.checked(each)
    except (KeyError, OutgoingRefused) as error:
        raise OpenIDRefused("bad_endpoints") from error
    methods = found.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    return Endpoints(authorization, token, keys, "client_secret_basic" not in methods)


def check_provider(client: Client) -> None:
    """Raise OpenIDRefused unless the provider answers and publishes keys that we accept."""
    _keys(client, endpoints_of(client).keys)


def begin(
    client: Client, *, redirect: str, at: datetime, must_be_fresh: bool = False
) -> tuple[Attempt, str]:
    """Return what to keep in the session, and the address to send the browser to.

    `must_be_fresh`: the person has to sign in there anew, however lately they did.
    """
    where = endpoints_of(client)
    attempt = Attempt(
        issuer=client.issuer,
        state=secrets.token_urlsafe(32),
        nonce=secrets.token_urlsafe(32),
        verifier=secrets.token_urlsafe(48),
        redirect=redirect,
        began_at=at.isoformat(),
        must_be_fresh=must_be_fresh,
    )
    query = {
        "response_type": "code",
        "scope": "openid email profile",
        "client_id": client.client_id,
        "redirect_uri": redirect,
        "state": attempt.state,
        "nonce": attempt.nonce,
        "code_challenge": challenge_of(attempt.verifier),
        "code_challenge_method": "S256",
        **({"prompt": "login", "max_age": "0"} if must_be_fresh else {}),
    }
    joint = "&" if urlsplit(where.authorization).query else "?"
    return attempt, f"{where.authorization}{joint}{urlencode(query)}"


def challenge_of(verifier: str) -> str:
    """Return what a provider learns of a verifier before it sees it (RFC 7636, 4.2, S256)."""
    return base64.urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def finish(client: Client, attempt: Attempt, *, state: str, code: str, at: datetime) -> Claims:
    """Return who came back with `code`; raises OpenIDRefused for whatever proves nothing."""
    if not hmac.compare_digest(attempt.state.encode(), state.encode()):
        raise OpenIDRefused("state")
    if attempt.issuer != client.issuer:
        raise OpenIDRefused("other_issuer")
    if at - datetime.fromisoformat(attempt.began_at) >= LIFE or not code:
        raise OpenIDRefused("too_late")
    where = endpoints_of(client)
    token = _id_token(client, where, attempt, code)
    return verified(token, client=client, keys=_keys(client, where.keys), attempt=attempt, at=at)


def verified(
    token: str, *, client: Client, keys: dict[str, Any], attempt: Attempt, at: datetime
) -> Claims:
    """Return what an ID token says if it is signed, for us, for this attempt, and of now."""
    said = _signed(token, client, keys)
    if said.get("nonce") != attempt.nonce:
        raise OpenIDRefused("nonce")
    audience = said["aud"]
    others = isinstance(audience, list) and len(audience) > 1
    if (others or "azp" in said) and said.get("azp") != client.client_id:
        raise OpenIDRefused("audience")
    _check_times(said, attempt, at)
    subject = said.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= 255:
        raise OpenIDRefused("subject")
    amr = said.get("amr")
    methods = [*(amr if isinstance(amr, list) else []), said.get("acr")]
    return Claims(
        issuer=client.issuer,
        subject=subject,
        email=str(said.get("email") or ""),
        name=str(said.get("name") or ""),
        methods=frozenset(method for method in methods if isinstance(method, str)),
        email_is_verified=said.get("email_verified") is True,
    )


def _signed(token: str, client: Client, keys: dict[str, Any]) -> dict[str, Any]:
    try:
        header = jwt.get_unverified_header(token)
        algorithm = header.get("alg")
        if algorithm not in ALGORITHMS:
            raise OpenIDRefused("algorithm")
        return jwt.decode(
            token,
            key=_key(keys, header.get("kid")),
            algorithms=[algorithm],
            audience=client.client_id,
            issuer=client.issuer,
            options={
                "require": ["iss", "aud", "sub", "exp", "iat"],
                # Times are ours to compare: the caller says what time it is.
                "verify_exp": False,
                "verify_iat": False,
                "verify_nbf": False,
            },
        )
    except jwt.InvalidAudienceError as error:
        raise OpenIDRefused("audience") from error
    except jwt.InvalidIssuerError as error:
        raise OpenIDRefused("other_issuer") from error
    except (jwt.PyJWTError, ValueError, TypeError) as error:
        raise OpenIDRefused("signature") from error


def _key(keys: dict[str, Any], kid: str | None) -> Any:
    """Return the key that the token names, or the only one there is."""
    found = [each for each in jwt.PyJWKSet.from_dict(keys).keys if kid in (None, each.key_id)]
    if len(found) != 1:
        raise OpenIDRefused("signature")
    return found[0].key


def _check_times(said: dict[str, Any], attempt: Attempt, at: datetime) -> None:
    now, leeway = at.timestamp(), _CLOCKS_DIFFER.total_seconds()
    began = datetime.fromisoformat(attempt.began_at).timestamp()
    try:
        if float(said["exp"]) <= now - leeway or float(said["iat"]) > now + leeway:
            raise OpenIDRefused("too_late")
        if attempt.must_be_fresh and float(said["auth_time"]) < began - leeway:
            raise OpenIDRefused("not_fresh")
    except (KeyError, TypeError, ValueError) as error:
        raise OpenIDRefused("times") from error


def _id_token(client: Client, where: Endpoints, attempt: Attempt, code: str) -> str:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": attempt.redirect,
        "code_verifier": attempt.verifier,
        "client_id": client.client_id,
    }
    if where.posts_secret:
        form["client_secret"] = client.secret
    basic = None if where.posts_secret else (client.client_id, client.secret)
    try:
        return str(client.caller.json(where.token, form=form, basic=basic)["id_token"])
    except (OutgoingRefused, KeyError) as error:
        raise OpenIDRefused("code") from error


def _keys(client: Client, address: str) -> dict[str, Any]:
    found = _json(client, address)
    try:
        jwt.PyJWKSet.from_dict(found)
    except (jwt.PyJWTError, ValueError, TypeError, AttributeError) as error:
        raise OpenIDRefused("keys") from error
    return found


def _json(client: Client, address: str) -> dict[str, Any]:
    try:
        return client.caller.json(address)
    except OutgoingRefused as refusal:
        raise OpenIDRefused(refusal.reason) from refusal
