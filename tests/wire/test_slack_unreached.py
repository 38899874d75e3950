"""Before Slack was reached, and while no socket is open: said so, and nothing is taken."""

from adapters.edge import now
from adapters.port import Answer, Knock
from adapters.slack.app import SlackSpeaker
from adapters.slack.signature import signature
from tests.playground.server import Playground
from tests.wire.slack_desk import Desk, desk

SECRET = "s3cret"


async def test_whoever_calls_before_slack_was_reached_is_asked_to_come_again() -> None:
    async with Playground() as play:
        here = Desk(play, signing_secret=SECRET)
        (heard,) = here.speaker.hears().values()
        at, body = str(int(now().timestamp())), b"payload=%7B%7D"
        signed = signature(SECRET.encode(), at, body)
        headers = {"x-slack-request-timestamp": (at,), "x-slack-signature": (signed,)}
        assert await heard(Knock(headers, body)) == Answer(503)
        assert here.deliveries == [] and here.events == []
        assert here.speaker.healthy(now()) == "Slack has not been reached yet."


async def test_while_no_socket_is_open_we_are_not_well() -> None:
    async with desk() as here:
        speaker: SlackSpeaker = here.speaker
        assert speaker.healthy(now()) == ""
        shut = {"refuse_links": 1000, "close_sockets": True}
        await here.play.post("slack/faults", shut)
        await here.until(lambda: speaker.healthy(now()) == "No connection to Slack is open.")
        await here.play.post("slack/faults", {"refuse_links": 0})
        await here.until(lambda: speaker.healthy(now()) == "")
