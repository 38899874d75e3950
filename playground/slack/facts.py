"""What is fixed about the one workspace: who is who, what the app may do, how often, what it is
called."""

from typing import Any

Json = dict[str, Any]

TEAM = "T0PLAY"
TEAM_NAME = "St Anna (playground)"
TEAM_DOMAIN = "st-anna-playground"
BOT_USER = "U0ROUNDS"
BOT_ID = "B0ROUNDS"
APP = "A0ROUNDS"
BOT_NAME = "rounds"
VERIFICATION_TOKEN = "playground"  # the deprecated field of every payload; nothing may rely on it

SCOPES = (
    "chat:write",
    "im:history",
    "im:write",
    "users:read",
    "dnd:read",
    "files:write",
    "commands",
)
COMMANDS = ("/rounds",)

READ_ANY = ("channels:read", "groups:read", "im:read", "mpim:read")
HISTORY_ANY = ("channels:history", "groups:history", "im:history", "mpim:history")

# Any one of the scopes opens the method; a method that stands here with () needs none.
# docs.slack.dev/reference/methods
NEEDS: dict[str, tuple[str, ...]] = {
    "api.test": (),
    "auth.test": (),
    "bots.info": ("users:read",),
    "chat.delete": ("chat:write",),
    "chat.getPermalink": (),
    "chat.postEphemeral": ("chat:write",),
    "chat.postMessage": ("chat:write",),
    "chat.update": ("chat:write",),
    "conversations.history": HISTORY_ANY,
    "conversations.info": READ_ANY,
    "conversations.list": READ_ANY,
    "conversations.members": READ_ANY,
    "conversations.open": ("im:write",),
    "conversations.replies": HISTORY_ANY,
    "dnd.info": ("dnd:read",),
    "files.completeUploadExternal": ("files:write",),
    "files.getUploadURLExternal": ("files:write",),
    "files.info": ("files:read",),
    "pins.add": ("pins:write",),
    "reactions.add": ("reactions:write",),
    "reactions.remove": ("reactions:write",),
    "team.info": ("team:read",),
    "usergroups.list": ("usergroups:read",),
    "users.info": ("users:read",),
    "users.list": ("users:read",),
    "users.lookupByEmail": ("users:read.email",),
    "users.profile.get": ("users.profile:read",),
    "views.open": (),
    "views.publish": (),
    "views.push": (),
    "views.update": (),
}

# Calls a minute and workspace: docs.slack.dev/apis/web-api/rate-limits;
# the tier of each method is from java-slack-sdk's MethodsRateLimits
TIER_1, TIER_2, TIER_3, TIER_4 = 1, 20, 50, 100
PER_MINUTE: dict[str, int] = {
    "apps.connections.open": TIER_1,
    "bots.info": TIER_3,
    "chat.delete": TIER_3,
    "chat.postEphemeral": TIER_4,
    "chat.postMessage": 300,  # "several hundred"
    "chat.update": TIER_3,
    "conversations.history": TIER_3,
    "conversations.info": TIER_3,
    "conversations.list": TIER_2,
    "conversations.members": TIER_4,
    "conversations.open": TIER_3,
    "conversations.replies": TIER_3,
    "dnd.info": TIER_3,
    "files.completeUploadExternal": TIER_4,
    "files.getUploadURLExternal": TIER_4,
    "users.info": TIER_4,
    "users.list": TIER_2,
    "views.open": TIER_4,
    "views.publish": TIER_4,
    "views.push": TIER_4,
    "views.update": TIER_4,
}

ACK_SECONDS = 3.0  # events, actions, commands, views
TRIGGER_SECONDS = 3.0
LINK_USES = 5
LINK_SECONDS = 30 * 60.0
MODAL_STACK = 3
TEXT_UPDATE = 4_000  # chat.update and chat.postEphemeral: msg_too_long
TEXT_ADVISED = 4_000  # chat.postMessage: above it the text may come out as several messages
TEXT_CUT = 40_000  # chat.postMessage: truncated
MARKDOWN_TEXT = 12_000
MESSAGE_TOTAL = (
    12_000  # all block text of one message (undocumented; bolt-js#2509: msg_blocks_too_long)
)
METADATA_BYTES = 16_000  # metadata_too_large exists, its size is not documented: ours, generous
ATTACHMENTS = 100
SOCKETS = 10


class SlackError(Exception):
    """An answer with ok: false. `code` is Slack's, `more` joins the answer's body."""

    def __init__(self, code: str, **more: Any) -> None:
        super().__init__(code)
        self.code = code
        self.more = more
