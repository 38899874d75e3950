"""The Web API and the addresses of presses: each call is made once, and nothing is retried here.

One connection pool for the process; the clients are Slack's own, so that what leaves us looks as
Slack expects it.
"""

import json
import logging
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit
from urllib.request import proxy_bypass

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.port import Call, Where
from adapters.slack import limits
from adapters.slack.manifest import FORMS, METHODS, QUERIES
from store import points

log = logging.getLogger(__name__)

CALL_SECONDS = 8.0
CONNECT_SECONDS = 4.0
"""Time for a call, below the pump's own limit of ten seconds, so that the cause is told."""

IDLE_SECONDS = 15.0
"""How long an idle connection is kept: shorter than servers do, so that none dies under a call."""

CONNECTIONS = 32

UPLOAD = "upload"
"""Not a method of the Web API: the address that an announced file's bytes go to."""

LOOPBACK = ("127.0.0.1", "::1", "localhost")


class Web:
    """The client of one workspace. `start` opens its pool, `close` closes it; then again."""

    def __init__(self, bot_token: str, api_url: str) -> None:
        self.client = AsyncWebClient(token=bot_token, base_url=api_url, retry_handlers=[])
        if direct(api_url):
            self.client.proxy = None
        self._session: aiohttp.ClientSession | None = None

    def start(self) -> None:
        """Open the pool; needs a running loop."""
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=CALL_SECONDS, sock_connect=CONNECT_SECONDS),
                connector=aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=IDLE_SECONDS),
            )
            self.client.session = self._session

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def make(self, call: Call) -> Mapping[str, Any]:
        """Make a call and return Slack's answer. Raises SlackApiError or what a connection dies
        of; ValueError for an answer that is none."""
        if call.method not in METHODS:
            raise LookupError(f"{call.method} is not among the methods of the manifest.")
        how = "params" if call.method in QUERIES else "data" if call.method in FORMS else "json"
        args: dict[str, Any] = {how: dict(call.args)}
        points.passed("before", "slack", call.method)
        try:
            said = await self.client.api_call(call.method, **args)
        except AttributeError:
            raise ValueError("the answer is not Slack's") from None  # text where JSON is promised
        points.passed("after", "slack", call.method)
        if not isinstance(said.data, dict):
            raise ValueError("the answer is not Slack's")
        return said.data

    async def redraw(self, call: Call) -> bool:
        """Change the message of a press through its own address; False when that is refused.

        Raises what a connection dies of.
        """
        args = dict(call.args)
        url = args.pop("url")
        client = AsyncWebhookClient(url, session=self._session, retry_handlers=[])
        if direct(url):
            client.proxy = None
        points.passed("before", "slack", call.method)
        answer = await client.send_dict(args)
        points.passed("after", "slack", call.method)
        if answer.status_code == 200 and not _says_no(answer.body):
            return True
        log.info("a press's address was refused (%s); chat.update instead", answer.status_code)
        return False

    async def deliver(self, url: str, content: bytes) -> tuple[int, Mapping[str, str]]:
        """Bring a file's bytes to the address it was given; the status and headers that came back.

        Raises what a connection dies of.
        """
        if self._session is None:
            raise ConnectionError("not started")
        proxy = None if direct(url) else self.client.proxy
        points.passed("before", "slack", UPLOAD)
        async with self._session.post(
            url, data=content, proxy=proxy, allow_redirects=False
        ) as answer:
            await answer.read()
        points.passed("after", "slack", UPLOAD)
        return answer.status, answer.headers

    async def channel(self, where: Where) -> str:
        """The conversation with this person; it is opened where we do not know it yet."""
        if where.channel:
            return where.channel
        opened = await self.make(Call("conversations.open", {"users": where.user}))
        return str(opened["channel"]["id"])

    async def find(self, where: Where, file: str = "") -> tuple[str, str] | None:
        """The message of this outbox row (its ref and channel), if an earlier try did arrive. What
        carries a `file` is known by its name, and by being newer than the row."""
        channel = await self.channel(where)
        args: dict[str, Any] = {
            "channel": channel,
            "include_all_metadata": True,
            "limit": limits.HISTORY_PAGE,
        }
        if file and where.queued:
            args["oldest"] = f"{where.queued.timestamp() - limits.CLOCKS_SECONDS:.6f}"
        if not where.under:  # newest first: one page reaches back far enough
            said = await self.make(Call("conversations.history", args))
            return _match(said, where.outbox, channel, file)
        cursor = "-"
        while cursor:  # a thread is told oldest first
            page = args | {"ts": where.under} | ({"cursor": cursor} if cursor != "-" else {})
            said = await self.make(Call("conversations.replies", page))
            if found := _match(said, where.outbox, channel, file):
                return found
            cursor = str((said.get("response_metadata") or {}).get("next_cursor") or "")
        return None

    async def granted(self) -> list[str]:
        """The scopes our token has, as Slack tells them beside every answer."""
        said = await self.client.auth_test()
        told = {name.lower(): value for name, value in said.headers.items()}
        return [scope.strip() for scope in str(told.get("x-oauth-scopes", "")).split(",")]

    async def socket_address(self, app_token: str) -> str:
        """A fresh address for a socket, with a ticket in it that opens it once."""
        said = await self.client.apps_connections_open(app_token=app_token)
        return str(said["url"])


def direct(url: str) -> bool:
    """Whether no proxy stands between us and this address: slack_sdk takes HTTPS_PROXY or
    HTTP_PROXY and never looks at NO_PROXY."""
    host = urlsplit(url).hostname or ""
    return host in LOOPBACK or bool(proxy_bypass(host))


def _match(said: Mapping[str, Any], outbox: str, channel: str, file: str) -> tuple[str, str] | None:
    for message in said.get("messages") or ():
        if file and any(one.get("name") == file for one in message.get("files") or ()):
            return str(message["ts"]), channel
        payload = (message.get("metadata") or {}).get("event_payload") or {}
        if outbox and payload.get("k") == outbox:
            return str(message["ts"]), channel
    return None


def _says_no(body: str) -> bool:
    """Some refusals come with status 200."""
    try:
        said = json.loads(body)
    except ValueError:
        return False  # plain "ok"
    return isinstance(said, dict) and said.get("ok") is False
