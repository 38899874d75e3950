"""Whether Slack signed it, on raw bytes; and the one object a signed request carries."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote_plus, unquote_to_bytes, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.port import Knock, Unreadable
from adapters.slack.signature import payload, signature, signed, unquoted

SECRET = b"8f742231b10e8888abcd99yyyzzz85a5"
BODY = (
    b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
    b"&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner"
    b"&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands"
    b"%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
    b"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
)
AT = "1531420618"
WRITTEN = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
"""Slack's own example (docs.slack.dev/authentication/verifying-requests-from-slack)."""
NOW = datetime.fromtimestamp(int(AT), UTC)
FORM = "application/x-www-form-urlencoded"


def knock(body: bytes = BODY, **headers: str) -> Knock:
    named = {name.replace("_", "-"): (value,) for name, value in headers.items()}
    return Knock(named, body)


def with_signature(at: str = AT, written: str = WRITTEN, body: bytes = BODY) -> Knock:
    return knock(body, x_slack_request_timestamp=at, x_slack_signature=written)


def test_slack_s_own_example() -> None:
    assert signature(SECRET, AT, BODY) == WRITTEN
    assert signed(SECRET, with_signature(), NOW)


@pytest.mark.parametrize(
    ("seconds", "good"), [(300, True), (-300, True), (301, False), (-301, False)]
)
def test_five_minutes_either_way(seconds: int, good: bool) -> None:
    assert signed(SECRET, with_signature(), NOW + timedelta(seconds=seconds)) is good


@pytest.mark.parametrize(
    "bad",
    [
        with_signature(body=BODY + b" "),
        with_signature(written=WRITTEN[:-1]),
        with_signature(written=WRITTEN.upper()),
        with_signature(written="v0=é"),
        with_signature(written=""),
        with_signature(at=""),
        with_signature(at="-1531420618"),
        with_signature(at="1531420618.0"),
        with_signature(at="1e9"),
        with_signature(at="١٥٣١٤٢٠٦١٨"),
        with_signature(at="9" * 5000),
        knock(x_slack_signature=WRITTEN),
        Knock({"x-slack-signature": (WRITTEN,) * 2, "x-slack-request-timestamp": (AT,)}, BODY),
        Knock({"x-slack-signature": (WRITTEN,), "x-slack-request-timestamp": (AT,) * 2}, BODY),
    ],
)
def test_anything_else_is_not_signed(bad: Knock) -> None:
    assert not signed(SECRET, bad, NOW)
    assert not signed(b"another secret", with_signature(), NOW)


@pytest.mark.parametrize("said", [{"a": "é+ &=%41 \\u0000 😀"}, {}, {"deep": [[1]]}])
def test_every_form_of_request_carries_its_object(said: dict[str, Any]) -> None:
    told = json.dumps(said, ensure_ascii=False)
    form = urlencode({"payload": told}).encode()
    for body, kind in (
        (told.encode(), "application/json"),
        (form, FORM),
        (f"payload={quote_plus(told)}&x=1".encode(), f"{FORM}; charset=utf-8"),
    ):
        assert payload(knock(body, content_type=kind)) == said


def test_a_command_is_its_fields() -> None:
    found = payload(knock(content_type=FORM))
    assert found["command"] == "/webhook-collect" and found["text"] == ""


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "application/json"),
        (b"[]", "application/json"),
        (b"null", "application/json"),
        (b"{", "application/json"),
        (b"\xff{}", "application/json"),
        (b"[" * 100_000, "application/json"),
        (b"payload=%5B%5D", FORM),
        (b"payload=%FF", FORM),
        (b"payload=", FORM),
        (b"payload=" + b"%5B" * 100_000, FORM),
    ],
)
def test_what_is_no_object_is_unreadable(body: bytes, kind: str) -> None:
    with pytest.raises(Unreadable, match="no object"):
        payload(knock(body, content_type=kind))


PIECES = (b"%", b"%22", b"%25", b"%3D", b"%c3%A9", b"+", b"=", b"_", b"2", b"F", b"x", b"\r", b"\n")


@given(st.lists(st.sampled_from(PIECES)).map(b"".join) | st.binary())
def test_a_field_is_unquoted_as_urllib_does_it(field: bytes) -> None:
    assert unquoted(field) == unquote_to_bytes(field.replace(b"+", b" "))
