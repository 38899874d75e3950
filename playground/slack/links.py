"""A response_url is good for five uses in thirty minutes, and remembers the message that was
pressed."""

from playground.slack.facts import LINK_SECONDS, LINK_USES, TEAM, Json, SlackError
from playground.world import World

SWEEP_EVERY = 500


class Links:
    def __init__(self, world: World) -> None:
        self.world = world
        self._links = world.journal.table("slack.links")
        self._issued = 0

    def issue(self, person: str, channel: str, message: Json | None) -> str:
        """A fresh address; `message` is what was pressed, if anything was."""
        self._sweep()
        name = f"{TEAM}-{self.world.clock.token(12)}-{self.world.clock.token(24)}"
        link = {
            "person": person,
            "channel": channel,
            "ts": message["ts"] if message else None,
            "uses": 0,
            "until": self.world.clock.now() + LINK_SECONDS,
        }
        self.world.journal.put("slack.links", name, link)
        return f"{self.world.url}/slack/actions/{name}"

    def use(self, name: str) -> Json:
        link = self._links.get(name)
        if link is None or link["until"] <= self.world.clock.now():
            raise SlackError("expired_url")
        if link["uses"] >= LINK_USES:
            raise SlackError("used_url")
        found: Json = link | {"uses": link["uses"] + 1}
        self.world.journal.put("slack.links", name, found)
        return found

    def _sweep(self) -> None:
        self._issued += 1
        if self._issued % SWEEP_EVERY == 0:
            now = self.world.clock.now()
            for name in [name for name, link in self._links.items() if link["until"] <= now]:
                self.world.journal.drop("slack.links", name)
