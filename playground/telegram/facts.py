"""What Telegram fixes: limits with their source, and the shape of a refusal.

[spec] is the Bot API's own documentation, [src] the source of Telegram's server and library.
"""

from typing import Any

Json = dict[str, Any]

USERNAME = "rounds_playground_bot"
BOT_NAME = "Rounds"
DEFAULT_BOT_ID = 1000000001  # until a client has shown its token

TEXT_MAX = 4096  # [spec] characters after parsing; [src] counted in code points
CAPTION_MAX = 1024  # [spec]
RAW_TEXT_BYTES = 32768  # [src] of the text before parsing
ENTITIES_SHOWN = 100  # [spec] the rest is silently dropped
DATA_BYTES = 64  # [spec] callback_data
COPY_TEXT_MAX = 256  # [spec]
PLACEHOLDER_MAX = 64  # [spec]
ROW_BUTTONS, ALL_BUTTONS = 8, 100  # [spec]
ROW_KEPT = 12  # [src] more in a row is silently dropped
TOAST_MAX = 200  # [spec]
DELETE_SECONDS = 48 * 3600.0  # [spec]
DELETE_AT_ONCE = 100  # [spec]
COMMANDS_MAX, COMMAND_MAX, COMMAND_TEXT_MAX = 100, 32, 256  # [spec]
DESCRIPTION_MAX, SHORT_DESCRIPTION_MAX = 512, 120  # [spec]
QUOTE_MAX = 1024  # [spec]
ANSWER_SECONDS = 15.0  # not published; people report 10 to 15
MESSAGE_LIVES, CALLBACK_LIVES = 86400.0, 150.0  # [src] seconds in the update queue
POLL_MAX, BATCH_MAX = 50, 100  # [src] seconds of a long poll, updates of an answer
CONFLICT_SECONDS = 3.0  # [src] a second refusal of a poller comes this late
TYPING_SECONDS = 5.0  # [spec] sendChatAction
PHOTO_BYTES, DOCUMENT_BYTES = 10 * 1024 * 1024, 50 * 1024 * 1024  # [spec] by multipart

UPDATE_KINDS = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
    "message_reaction",
    "message_reaction_count",
    "inline_query",
    "chosen_inline_result",
    "callback_query",
    "shipping_query",
    "pre_checkout_query",
    "purchased_paid_media",
    "poll",
    "poll_answer",
    "my_chat_member",
    "chat_member",
    "chat_join_request",
    "chat_boost",
    "removed_chat_boost",
)
NOT_BY_DEFAULT = ("chat_member", "message_reaction", "message_reaction_count")  # [src]

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
POLLED_TWICE = (
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is"
    " running"
)
POLLED_HOOKED = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete"
    " the webhook first"
)
PREFIXES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    429: "Too Many Requests",
    500: "Internal Server Error",
    502: "Bad Gateway",
}


class ApiError(Exception):
    """What the server answers instead of a result."""

    def __init__(self, code: int, what: str = "", **parameters: object) -> None:
        prefix = PREFIXES.get(code, "Error")
        self.code = code
        self.description = what if what.startswith(prefix) else f"{prefix}: {lowered(what)}"
        if not what:
            self.description = prefix
        self.parameters = parameters
        super().__init__(self.description)


def lowered(what: str) -> str:
    """The server writes the first letter small, unless the text is a code such as PEER_INVALID."""
    if len(what) > 1 and (what[1] == "_" or "A" <= what[1] <= "Z"):
        return what
    return what[:1].lower() + what[1:]


def bad(what: str) -> ApiError:
    return ApiError(400, what)


def width(text: str) -> int:
    """Length in UTF-16 code units, in which Telegram counts offsets."""
    return len(text) + sum(ord(char) > 0xFFFF for char in text)
