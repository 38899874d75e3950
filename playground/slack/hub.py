"""The workspace's parts in one hand, so that a method of the Web API needs one argument."""

from playground.slack.delivery import Deliveries
from playground.slack.facts import Json
from playground.slack.faults import Faults
from playground.slack.links import Links
from playground.slack.rates import Rates
from playground.slack.socket import Sockets
from playground.slack.state import State
from playground.slack.views import Views
from playground.world import World


class Hub:
    def __init__(self, world: World) -> None:
        self.world = world
        self.state = State(world)
        self.faults = Faults(world.clock.chance)
        self.rates = Rates(world)
        self.views = Views(world)
        self.links = Links(world)
        self.sockets = Sockets(world, self.faults)
        self.deliveries = Deliveries(world, self.sockets)
        self.chosen: dict[str, dict[str, Json]] = {}  # container id → block id → action id → state
        self.errors: dict[
            str, dict[str, str]
        ] = {}  # view id → block id → what the app says is wrong there
        self.notices: dict[
            str, str
        ] = {}  # "channel/ts" → what Slack itself says under that message
        self.tab: dict[str, str] = {}  # person → the tab they look at

    def violation(self, method: str, what: str) -> None:
        self.world.ledger.violation("slack", method, what)
