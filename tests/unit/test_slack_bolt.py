"""Whatever Slack's own framework stumbles over reaches our inbox all the same, and once."""

from typing import Any

import pytest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from adapters.slack.bolt import Bolt

Json = dict[str, Any]
WHO = AuthorizeResult(enterprise_id=None, team_id="T1", bot_user_id="UBOT", bot_id="B1")


class Inbox:
    """Keeps what comes in; `fails` is what the machine does then."""

    def __init__(self, fails: Exception | None = None) -> None:
        self.came: list[Json] = []
        self.fails = fails
        self.bolt = Bolt("http://127.0.0.1:9/api/", lambda: WHO, self.take)

    async def take(self, req: AsyncBoltRequest) -> BoltResponse:
        self.came.append(req.body)
        if self.fails:
            raise self.fails
        return BoltResponse(status=200, body="taken")


@pytest.mark.parametrize(
    "payload",
    [
        {"type": "event_callback", "event": {"type": "message", "text": "a plain one"}},
        {"type": "event_callback", "event": "a text"},
        {"type": "event_callback", "event": None},
        {"type": "event_callback", "event": [1]},
        {"type": "event_callback", "authorizations": {"a": 1}, "event": {"type": "message"}},
        {"type": "event_callback", "authorizations": 5, "event": {"type": "message"}},
        {"type": "block_actions", "user": 5},
        {"type": "block_actions", "channel": True},
        {"type": "view_submission", "response_urls": None},
        {"type": "view_submission", "response_urls": ["x"]},
    ],
)
async def test_every_payload_reaches_the_inbox_once(payload: Json) -> None:
    inbox = Inbox()
    answer = await inbox.bolt.dispatch(payload)
    assert (answer.status, answer.body) == (200, "taken")
    assert inbox.came == [payload]


async def test_a_machine_at_fault_is_asked_once_and_acknowledges_nothing() -> None:
    inbox = Inbox(fails=OSError("disk full"))
    answer = await inbox.bolt.dispatch({"type": "event_callback", "event": {}})
    assert answer.status == 500 and len(inbox.came) == 1
    with pytest.raises(OSError):
        await inbox.bolt.dispatch({"type": "event_callback", "event": None})
    assert len(inbox.came) == 2
