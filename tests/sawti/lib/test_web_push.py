"""Encryption and signature of web push, against the example of RFC 8291 and an own verifier."""

import base64
from datetime import UTC, datetime

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec

from sawti.lib import web_push
from tests.push_service import Browser, PushService, claims_in, raw, text_of

# RFC 8291, 5 and appendix A.
EXAMPLE_SENDER = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
EXAMPLE_POINT = (
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
)
EXAMPLE_AUTH, EXAMPLE_SALT = "BTBZMqHH6r4Tts7J_aSIgg", "DGv6ra1nlYgDCS1FRnbzlw"
EXAMPLE_BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS"
    "6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qu"
    "lcy4a-fN"
)
AT = datetime(2026, 3, 1, 8, tzinfo=UTC)


@pytest.fixture
def browser() -> Browser:
    key = web_push.public_key(web_push.new_key())
    return Browser(PushService("http://push.example", None), key)  # type: ignore[arg-type]


def keys_of(browser: Browser) -> web_push.BrowserKeys:
    return web_push.browser_keys(text_of(browser.point), text_of(browser.secret))


def test_the_example_of_the_rfc_comes_out_byte_for_byte() -> None:
    number = int.from_bytes(raw(EXAMPLE_SENDER), "big")

    body = web_push.encrypted(
        b"When I grow up, I want to be a watermelon",
        web_push.browser_keys(EXAMPLE_POINT, EXAMPLE_AUTH),
        once=ec.derive_private_key(number, ec.SECP256R1()),
        salt=raw(EXAMPLE_SALT),
    )

    assert text_of(body) == EXAMPLE_BODY


def test_only_the_browser_opens_it_and_no_two_messages_are_alike(browser: Browser) -> None:
    plain = '{"title": "أخبار"}'.encode()

    one, two = (web_push.encrypted(plain, keys_of(browser)) for _ in range(2))

    assert browser.opened(one) == browser.opened(two) == {"title": "أخبار"}
    assert (one[:16], one[21:86]) != (two[:16], two[21:86])
    stranger = Browser(browser.service, browser.server_key)
    with pytest.raises(InvalidTag):
        stranger.opened(one)


def test_one_record_holds_the_longest_text_and_no_more(browser: Browser) -> None:
    longest = b"1" * web_push.LONGEST_TEXT

    assert len(web_push.encrypted(longest, keys_of(browser))) == 4096
    with pytest.raises(ValueError, match="too long"):
        web_push.encrypted(longest + b"1", keys_of(browser))


def test_the_signature_names_the_service_the_end_and_the_sender() -> None:
    private = web_push.new_key()
    public = web_push.public_key(private)

    header = web_push.authorization(
        "https://push.example:8443/send/abc", private, contact="mailto:we@example.com", at=AT
    )

    assert claims_in(header, key=public) == {
        "aud": "https://push.example:8443",
        "exp": int(AT.timestamp()) + 12 * 3600,
        "sub": "mailto:we@example.com",
    }
    with pytest.raises(ValueError, match="wrong signature"):
        claims_in(header.replace(".", "A.", 1), key=public)
    with pytest.raises(ValueError, match="not signed by the key"):
        claims_in(header, key=web_push.public_key(web_push.new_key()))


@pytest.mark.parametrize(
    ("p256dh", "auth"),
    [
        ("", EXAMPLE_AUTH),
        ("x", EXAMPLE_AUTH),
        ("é", EXAMPLE_AUTH),
        (base64.urlsafe_b64encode(b"\x04" + b"1" * 64).decode(), EXAMPLE_AUTH),
        (EXAMPLE_POINT, ""),
        (EXAMPLE_POINT, "c2hvcnQ"),
    ],
)
def test_what_are_no_keys_is_refused(p256dh: str, auth: str) -> None:
    with pytest.raises(web_push.KeysRefused):
        web_push.browser_keys(p256dh, auth)
