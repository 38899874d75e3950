"""What a platform of the playground must offer so that the control API and the page can use it."""

from typing import Any, Protocol

from aiohttp import web


class Refused(Exception):  # noqa: N818 - the contract's word
    """The person cannot do that here; the message is one sentence that says why and what helps."""


class Unknown(Exception):  # noqa: N818 - the contract's word
    """There is no such person or thing; the message names it."""


class Platform(Protocol):
    name: str

    def routes(self) -> list[web.RouteDef]:
        """The wire: what the real client calls, as absolute paths."""
        ...

    def people(self) -> list[dict[str, Any]]: ...

    def screen(self, person: str, last: int | None = None) -> dict[str, Any]:
        """What this person sees now, of the chat the `last` messages; raises Unknown."""
        ...

    async def act(self, verb: str, body: dict[str, Any]) -> dict[str, Any]:
        """people, say, press, submit, close, open, edit, delete; raises Refused or Unknown."""
        ...

    async def faults(self, body: dict[str, Any]) -> dict[str, Any]: ...

    async def start(self) -> None: ...

    async def stop(self) -> None: ...
