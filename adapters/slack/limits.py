"""What Slack allows, as named numbers with their source; what is a choice of ours says so.

[doc] is docs.slack.dev, [sdk] slack_sdk 3.48, [issue] a public thread. Characters are counted in
UTF-16 units, which are never fewer than any other count of Slack's.
"""

BLOCKS_IN_MESSAGE = 50
BLOCKS_IN_VIEW = 100
"""[doc] block-kit: blocks of a message, of a modal or a Home."""

BLOCK_TEXT_UNITS = 10_000
"""All block text of one message. Undocumented; refused as msg_blocks_too_long from 11,341 on
([issue] bolt-js 2509, 2867), so ours keeps below."""

UPDATE_TEXT_UNITS = 4_000
"""[doc] chat.update: longer `text` is msg_too_long; chat.postMessage may split it."""

TEXT_UNITS = 3_900
"""Ours, for top-level `text` once & < > are written &amp; &lt; &gt; (bot.text.PART_ESCAPED)."""

EPHEMERAL_BYTES = 4_000
"""[doc] chat.postEphemeral: bytes of `text`."""

SECTION_UNITS = 3_000
"""[doc] section: characters of its text; one more fails the whole message."""

ROW_BUTTONS = 5
"""Ours: buttons drawn in one block, so that a row stays a row on a desktop. Slack takes 25."""

LABEL_UNITS = 75
VALUE_UNITS = 2_000
URL_UNITS = 3_000
HINT_UNITS = 75
"""[sdk] button: text, value, url and accessibility_label."""

OPTIONS = 100
OPTION_UNITS = 75
OPTION_VALUE_UNITS = 150
PLACEHOLDER_UNITS = 150
"""[doc] static_select: options, their text and value, the placeholder."""

BLOCK_ID_UNITS = 255
ACTION_ID_UNITS = 255
"""[doc] ids of a block and of an element."""

VIEW_TITLE_UNITS = 24
"""[doc] view: title, submit and close."""

INPUT_LABEL_UNITS = 2_000
INPUT_HINT_UNITS = 2_000
INPUT_UNITS = 3_000
"""[doc] input: label, hint; plain_text_input: max_length and initial_value."""

INPUT_FILLED_UNITS = 2_500
"""Ours: how much of a field is filled when a form opens; a longer draft goes on in the next field,
and each keeps room for more."""

PRIVATE_METADATA_UNITS = 3_000
"""[doc] view: private_metadata."""

ACK_SECONDS = 3.0
"""[doc] every payload is acknowledged within this; a trigger lives as long, counted at Slack."""

SOCKETS = 2
"""Ours, of [doc] ten: while one connection is renewed the other goes on."""

FILE_BYTES = 1_000_000_000
"""[doc] files: the largest one."""

ALT_UNITS = 1_000
"""[doc] files.getUploadURLExternal: alt_txt of a picture."""

CLOCKS_SECONDS = 60
"""Ours: how far Slack's clock and ours may be apart when a file is looked for among newer ones."""

HISTORY_PAGE = 200
"""[doc] conversations.history, .replies: the most that is recommended for one page."""
