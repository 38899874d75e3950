"""Signed requests: where the app has a request URL, everything is posted there instead of going
through sockets.

The signature is made over the raw body, as Slack does; an answer of 200 within three seconds is the
acknowledgement, and its body the answer.
"""

import hashlib
import hmac
import json
from urllib.parse import urlencode

import aiohttp

from playground.platform import Refused
from playground.slack.facts import ACK_SECONDS, VERIFICATION_TOKEN, Json
from playground.slack.faults import Faults
from playground.world import World

AGENT = "Slackbot 1.0 (+https://api.slack.com/robots)"
RETRY_REASONS = {"timeout": "http_timeout", "connection_failed": "connection_failed"}


class Signed:
    """The app's request URL and its signing secret, both set like any other fault."""

    def __init__(self, world: World, faults: Faults) -> None:
        self.world = world
        self.faults = faults
        self._session: aiohttp.ClientSession | None = None

    async def stop(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def verify(self) -> None:
        """What Slack does when a request URL is entered: it must say the challenge back."""
        challenge = self.world.clock.token(32)
        asked = {"token": VERIFICATION_TOKEN, "challenge": challenge, "type": "url_verification"}
        _acked, said, _reason = await self.post("events_api", asked, 0, "")
        if challenge not in said:
            raise Refused("Your URL didn't respond with the value of the challenge parameter.")

    async def post(
        self, kind: str, payload: Json, attempt: int, reason: str
    ) -> tuple[bool, str, str]:
        """One request: whether it was acknowledged, what was answered, and why it was not."""
        body, content = encoded(kind, payload)
        at = str(int(self.world.clock.now()))
        headers = {
            "Content-Type": content,
            "User-Agent": AGENT,
            "X-Slack-Request-Timestamp": at,
            "X-Slack-Signature": signature(self.faults.signing_secret, at, body),
        }
        if attempt:
            headers["X-Slack-Retry-Num"] = str(attempt)
            headers["X-Slack-Retry-Reason"] = RETRY_REASONS.get(reason, "http_error")
        if self._session is None:
            self._session = aiohttp.ClientSession()
        limit = aiohttp.ClientTimeout(total=ACK_SECONDS)
        try:
            async with self._session.post(
                self.faults.request_url, data=body, headers=headers, timeout=limit
            ) as answer:
                said = await answer.text()
                return answer.status == 200, said, "" if answer.status == 200 else "http_error"
        except TimeoutError:
            return False, "", "timeout"
        except aiohttp.ClientError:
            return False, "", "connection_failed"


def encoded(kind: str, payload: Json) -> tuple[bytes, str]:
    """Events are JSON, interactions a form with one field, commands a form of their own."""
    if kind == "events_api":
        return json.dumps(payload).encode(), "application/json"
    fields = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return urlencode(fields).encode(), "application/x-www-form-urlencoded"


def signature(secret: str, at: str, body: bytes) -> str:
    whole = f"v0:{at}:".encode() + body
    return "v0=" + hmac.new(secret.encode(), whole, hashlib.sha256).hexdigest()


def answered(kind: str, said: str) -> Json | None:
    """What an acknowledgement's body says; a command may be answered in plain words."""
    if not said.strip():
        return None
    try:
        found = json.loads(said)
    except ValueError:
        return {"text": said} if kind == "slash_commands" else None
    return found if isinstance(found, dict) else None
