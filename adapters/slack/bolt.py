"""Bolt between Slack and our inbox: what Bolt itself stumbles over comes in all the same.

Bolt reads a payload before any middleware of ours, and trusts its shape: a field of another type
ends in an exception there, and Slack would hear no answer and us nothing.
"""

import logging
import os
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

log = logging.getLogger(__name__)

Headers = dict[str, str | Sequence[str]]
Inbox = Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]

TAKEN = "taken"
"""Of a request's context: it has reached the inbox."""


class Bolt:
    """Slack's own framework, with one middleware and one way round it."""

    def __init__(self, api_url: str, who: Callable[[], AuthorizeResult], inbox: Inbox) -> None:
        async def take(req: AsyncBoltRequest) -> BoltResponse:
            req.context[TAKEN] = True
            return await inbox(req)

        self._inbox = inbox
        self.app = _make_app(api_url, who, take)

    async def dispatch(self, payload: Any, headers: Headers | None = None) -> BoltResponse:
        """Bolt's answer, which is the inbox's; the inbox's alone where Bolt never got there."""
        try:
            request = AsyncBoltRequest(mode="socket_mode", body=payload, headers=headers)
        except Exception as error:
            return await self._beside(payload, type(error).__name__)
        answer = await self.app.async_dispatch(request)
        if answer.status == 200 or TAKEN in request.context:
            return answer
        return await self._beside(payload, str(answer.status))

    async def _beside(self, payload: Any, why: str) -> BoltResponse:
        log.warning("Bolt could not read a payload (%s); it is taken in beside it", why)
        request = AsyncBoltRequest(mode="socket_mode", body={})
        request.body = payload if isinstance(payload, dict) else {}
        return await self._inbox(request)


def _make_app(
    api_url: str,
    who: Callable[[], AuthorizeResult],
    inbox: Inbox,
) -> AsyncApp:
    """Bolt, with one middleware and nothing from the environment. Who we are is known since the
    start, so that taking something in needs no network; its own client has no token."""

    async def authorize() -> AuthorizeResult:  # Bolt takes plain functions only
        return who()

    with _without_slack_variables():
        app = AsyncApp(
            name="rounds",
            client=AsyncWebClient(base_url=api_url, retry_handlers=[]),
            authorize=authorize,
            process_before_response=True,
        )
    app.middleware(inbox)
    return app


@contextmanager
def _without_slack_variables() -> Iterator[None]:
    """SLACK_CLIENT_ID and SLACK_CLIENT_SECRET would silently turn Bolt to OAuth with file stores
    in the home directory; SLACK_BOT_TOKEN would take the place of the token that is set."""
    hidden = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("SLACK_")}
    try:
        yield
    finally:
        os.environ.update(hidden)
