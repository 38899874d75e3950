"""The library's own client, asked for raw JSON: what it cannot parse must not be lost."""

import logging

from telegram import Bot
from telegram.request import HTTPXRequest
from telegram.warnings import PTBUserWarning

CONNECTIONS = 8
"""Of each pool; the library's one connection for polling can wedge (its issue 3087)."""

READ_SECONDS = 8.0
CONNECT_SECONDS = 4.0
"""Time for a call, below the pump's own limit of ten seconds, so that the cause is told."""


class RawBot(Bot):
    """The library's client, asked for raw JSON: what it cannot parse must not be lost."""

    @classmethod
    def _warn(
        cls,
        message: str | PTBUserWarning,
        category: type[Warning] = PTBUserWarning,
        stacklevel: int = 0,
    ) -> None:
        """Keep the advice to use the parsing methods instead to itself."""
        if not str(message).startswith("Please use 'Bot."):
            super()._warn(message, category, stacklevel + 1)


def make_bot(token: str, api_url: str) -> RawBot:
    """A client of the Bot API at `api_url`, the address before "/bot<token>/"."""
    for name in ("httpx", "httpcore", "telegram"):
        logging.getLogger(name).setLevel(logging.WARNING)  # at INFO, httpx prints the token
    # an answer that is no JSON is printed whole, with what people wrote; its outcome tells enough
    logging.getLogger("telegram.request").setLevel(logging.CRITICAL)
    base = api_url.rstrip("/")

    def request() -> HTTPXRequest:
        return HTTPXRequest(
            connection_pool_size=CONNECTIONS,
            read_timeout=READ_SECONDS,
            write_timeout=READ_SECONDS,
            media_write_timeout=READ_SECONDS,
            connect_timeout=CONNECT_SECONDS,
            pool_timeout=CONNECT_SECONDS,
        )

    return RawBot(
        token,
        base_url=f"{base}/bot",
        base_file_url=f"{base}/file/bot",
        request=request(),
        get_updates_request=request(),
    )
