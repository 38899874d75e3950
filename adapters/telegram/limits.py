"""What Telegram allows, as named numbers with their source; nothing here is a choice of ours.

[spec] is the Bot API's documentation, [src] the source of Telegram's server, [ptb] the constants
of python-telegram-bot 22.8.
"""

TEXT_UNITS = 4096
"""[spec] characters of a message; [src] counts code points. UTF-16 units are never fewer."""

CAPTION_UNITS = 1024
"""[spec] characters of the caption of a file; UTF-16 units are never fewer."""

DOCUMENT_BYTES = 50 * 1024 * 1024
"""[spec] a document sent as multipart."""

ENTITIES = 100
"""[ptb] styled stretches of a message; more are silently not shown."""

BUTTONS_IN_ROW = 8
BUTTONS = 100
"""[ptb] buttons of one row and of one message."""

LABEL_CHARACTERS = 64
"""Longest label of a button; longer ones are cut by phones. [src] sets no limit."""

DATA_BYTES = 64
"""[spec] bytes of callback_data."""

TOAST_CHARACTERS = 200
"""[spec] text of answerCallbackQuery."""

COMMANDS = 100
COMMAND_CHARACTERS = 32
COMMAND_TEXT_CHARACTERS = 256
"""[spec] commands of the menu, their names and their descriptions."""

DESCRIPTION_CHARACTERS = 512
SHORT_DESCRIPTION_CHARACTERS = 120
"""[spec] what an empty chat and the bot's profile show."""

POLL_SECONDS = 50
"""[src] longest wait of getUpdates."""

QUIET_DAYS = 6
"""[spec] after a week without updates their numbers begin anew at random, so an older offset is
forgotten a day before."""

WEBHOOK_CONNECTIONS = 40
"""[spec] calls of a webhook at once; Telegram's own default."""

UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
"""Kinds of update that are asked for. The list sticks to the token, so it is always passed."""
