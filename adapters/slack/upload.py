"""A file goes up in three calls, of which only the last shows anything.

So whatever breaks before the last is surely not sent, however it broke: what Slack was given so
far it forgets, and the next try begins anew. Only the last may be in doubt, as any post may be; a
file with this name that stands there since it was asked for is then the one we look for.
"""

import asyncio

from slack_sdk.errors import SlackApiError

from adapters.certificate import draw
from adapters.port import Call, Never, Outcome, Sent, Unsure, Wait, Where
from adapters.slack.outcome import FAILED, code_of, outcome, retry_after
from adapters.slack.show import announced, completed
from adapters.slack.web import Web

AGAIN_SECONDS = 10.0
"""Pause after a step broke that shows nothing: Slack is in trouble, and nobody is in doubt."""

BUSY = (408, 429)
"""What the address for the bytes answers when it is only too much at the moment."""

FORBIDDEN = ("missing_scope", "no_permission")
"""Refusals that an operator can mend, of files only."""

LOST = "Slack: file_not_found"
"""The bytes were taken and are gone again: nothing was shown."""


async def upload(web: Web, call: Call, where: Where) -> Outcome:
    """Draw the call's file and bring it where it belongs."""
    assert call.file
    document = call.file.document
    try:
        content = await asyncio.to_thread(draw, document.kind, document.values)
        first = announced(call, len(content))
    except ValueError as error:
        return Never(str(error))
    if where.unsure:
        try:
            if found := await web.find(where, call.file.name):
                return Sent(*found)
        except FAILED as error:
            looked = _outcome(error)
            return Unsure(looked.why) if isinstance(looked, Wait) else looked
    made = await _brought(web, first, content, where)
    return await _shown(web, call, *made) if isinstance(made, tuple) else made


async def _brought(
    web: Web, first: Call, content: bytes, where: Where
) -> tuple[str, str] | Outcome:
    """The file lies at Slack and nobody sees it: the conversation it is for, and its number."""
    try:
        channel = await web.channel(where)
        place = await web.make(first)
        status, headers = await web.deliver(str(place["upload_url"]), content)
        number = str(place["file_id"])
    except FAILED as error:
        made = _outcome(error)
        return Wait(AGAIN_SECONDS, made.why) if isinstance(made, Unsure) else made
    if status == 200:
        return channel, number
    why = f"Slack did not take a file's bytes ({status})."
    if status in BUSY:
        return Wait(retry_after(headers), why, "method")
    return Never(why) if 400 <= status < 500 else Wait(AGAIN_SECONDS, why)


async def _shown(web: Web, call: Call, channel: str, number: str) -> Outcome:
    """Slack shows it when it has looked it through, and does not say where."""
    try:
        await web.make(completed(call, channel, number))
    except FAILED as error:
        made = _outcome(error)
        return Wait(AGAIN_SECONDS, LOST) if made == Never(LOST) else made
    return Sent(channel=channel)


def _outcome(error: Exception) -> Outcome:
    """As of any call; but for a file alone the whole chat does not wait to be allowed."""
    made = outcome(error)
    if isinstance(error, SlackApiError) and code_of(error) in FORBIDDEN and isinstance(made, Wait):
        return Never(made.why)
    return made
