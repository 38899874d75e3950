"""Rich text as Slack accepts it: parts of runs, nothing parsed, everything spelt out.

docs.slack.dev/reference/block-kit/blocks/rich-text-block names no lengths; what bounds a rich text
is the total of its message.
"""

from playground.slack.checks import (
    Check,
    boolean,
    many,
    one_of,
    shape,
    string,
    typed,
    whole,
)
from playground.slack.elements import BLOCK_ID, URL

RUN_TEXT, RUNS, PARTS, INDENT, NAME = 40_000, 10_000, 1_000, 8, 255

style = shape(
    {},
    dict.fromkeys(
        ("bold", "italic", "strike", "code", "underline", "highlight", "unlink"), boolean
    ),
)
styled: dict[str, Check] = {"style": style}
runs = many(
    typed(
        {
            "text": shape({"text": string(RUN_TEXT)}, styled),
            "link": shape(
                {"url": string(URL)}, styled | {"text": string(RUN_TEXT), "unsafe": boolean}
            ),
            "emoji": shape(
                {"name": string(NAME)},
                styled | {"unicode": string(NAME), "skin_tone": whole(1, 6)},
            ),
            "user": shape({"user_id": string(NAME)}, styled),
            "usergroup": shape({"usergroup_id": string(NAME)}, styled),
            "channel": shape({"channel_id": string(NAME)}, styled),
            "broadcast": shape({"range": one_of("here", "channel", "everyone")}, styled),
            "date": shape(
                {"timestamp": whole(0, 10**11), "format": string(NAME)},
                styled | {"url": string(URL), "fallback": string(NAME)},
            ),
            "color": shape({"value": string(NAME)}, styled),
        }
    ),
    RUNS,
    least=0,
)
held: dict[str, Check] = {"elements": runs}
section = shape(held)
bullets = shape(
    {
        "style": one_of("bullet", "ordered"),
        "elements": many(typed({"rich_text_section": section}), PARTS),
    },
    {"indent": whole(0, INDENT), "offset": whole(0, 10**6), "border": whole(0, 1)},
)
part = typed(
    {
        "rich_text_section": section,
        "rich_text_quote": shape(held, {"border": whole(0, 1)}),
        "rich_text_preformatted": shape(held, {"border": whole(0, 1), "language": string(NAME)}),
        "rich_text_list": bullets,
    }
)
rich_text = shape({"elements": many(part, PARTS)}, {"block_id": string(BLOCK_ID)})
