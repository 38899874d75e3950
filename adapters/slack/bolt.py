"""Bolt, with one middleware and nothing from the environment.

Who we are is known since the start, so that taking something in needs no network.
"""

import os
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient


def make_app(
    api_url: str,
    who: Callable[[], AuthorizeResult],
    inbox: Callable[..., Awaitable[BoltResponse]],
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
