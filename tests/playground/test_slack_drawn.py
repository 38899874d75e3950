"""What a reader sees of a text or a block: the words, and which of them are bold, code or links."""

from typing import Any

import pytest

from playground.slack import echo, vet
from playground.slack.facts import SlackError
from playground.slack.mrkdwn import Visible
from playground.slack.screen import Drawing
from tests.playground.slack_rig import PERSON, actions, plain

Json = dict[str, Any]
NAMES = {PERSON: "Dr Osei"}


def spans(seen: Visible) -> list[tuple[str, str]]:
    """(kind, the words covered); every text here is of one unit a character."""
    return [
        (one["kind"], seen.text[one["offset"] : one["offset"] + one["length"]])
        for one in seen.spans
    ]


@pytest.mark.parametrize(
    ("sent", "text", "found"),
    [
        ("*a* _b_ ~c~", "a b c", [("bold", "a"), ("italic", "b"), ("strike", "c")]),
        ("> said\nnot", "said\nnot", [("quote", "said")]),
        (">\nnot", "\nnot", []),
        ("a\n```\nx *y*\n```\nb", "a\nx *y*\nb", [("code", "x *y*")]),
        ("<!here> <!subteam^S1|@nurses>", "@here @nurses", None),
        ("<!date^1700000000^{date}|soon>", "soon", []),
        ("<@U0OSEI> <@U0NO|amara> <#C1|ward>", "@Dr Osei @amara #ward", None),
        ("<https://e.org|here> <mailto:a@e.org>", "here a@e.org", None),
    ],
)
def test_markup_is_read_as_slack_reads_it(
    sent: str, text: str, found: list[tuple[str, str]] | None
) -> None:
    seen = Visible(NAMES)
    seen.mrkdwn(sent)
    assert seen.text == text
    assert found is None or spans(seen) == found


def test_a_mention_is_marked_as_one_and_a_link_leads_somewhere() -> None:
    seen = Visible(NAMES)
    seen.mrkdwn("<!here> <@U0OSEI> <!subteam^S1|@nurses> <https://e.org|e>")
    kinds = [("bold", "@here"), ("mention", "@here"), ("mention", "@Dr Osei")]
    assert spans(seen) == [*kinds, ("mention", "@nurses"), ("link", "e")]
    assert seen.spans[-1]["url"] == "https://e.org"


def test_a_markdown_block_has_headings_links_and_code() -> None:
    seen = Visible()
    seen.markdown("# Fever\n**now** *or* `later` [rule](https://e.org)\n```py\nx\n```")
    assert seen.text == "Fever\nnow or later rule\nx"
    assert spans(seen) == [
        ("bold", "Fever"),
        ("bold", "now"),
        ("italic", "or"),
        ("code", "later"),
        ("link", "rule"),
        ("code", "x"),
    ]


def rich(kind: str, *elements: Json, **more: Any) -> Json:
    return {"type": kind, "elements": list(elements)} | more


def run(text: str, **style: bool) -> Json:
    return {"type": "text", "text": text} | ({"style": style} if style else {})


def test_rich_text_is_drawn_part_by_part() -> None:
    line = rich("rich_text_section", run("one"))
    seen = Visible(NAMES)
    seen.rich(
        rich(
            "rich_text",
            rich(
                "rich_text_section",
                run("see ", bold=True),
                {"type": "link", "url": "https://e.org"},
                {"type": "emoji", "name": "+1"},
                {"type": "user", "user_id": PERSON},
                {"type": "broadcast", "range": "here"},
                run("\n"),
            ),
            rich("rich_text_quote", run("said")),
            rich("rich_text_list", line, line, style="ordered", offset=1),
            rich("rich_text_list", line, style="bullet", indent=1),
            rich("rich_text_preformatted", run("x = 1")),
        )
    )
    assert seen.text == ("see https://e.org👍@Dr Osei@here\nsaid\n2. one\n3. one\n    • one\nx = 1")
    kinds = [one["kind"] for one in seen.spans]
    assert kinds == ["bold", "link", "mention", "bold", "mention", "quote", "code"]


def drawn(*blocks: Json) -> Drawing:
    """Blocks that Slack takes, as they stand on the screen."""
    vet.check_message([*blocks])
    return Drawing(NAMES).blocks(echo.blocks([*blocks], lambda n: "t" * n))


def test_a_table_is_drawn_in_rows_whatever_its_cells_are() -> None:
    cell = rich("rich_text", rich("rich_text_section", run("B", bold=True)))
    rows = [[{"type": "raw_text", "text": "A"}, cell], [{"type": "raw_text", "text": "1"}]]
    found = drawn({"type": "table", "rows": rows})
    assert found.visible.text == "A | B\n1" and spans(found.visible) == [("bold", "B")]


def test_what_the_page_cannot_draw_takes_no_place() -> None:
    found = drawn(actions({"type": "datepicker", "action_id": "when"}))
    assert (found.visible.text, found.buttons, found.selects) == ("", [], [])


@pytest.mark.parametrize(
    ("block", "why"),
    [
        (
            {"type": "section", "text": plain("x") | {"verbatim": True}},
            "invalid additional property: verbatim",
        ),
        (
            {"type": "section", "text": {"type": "mrkdwn", "text": "x", "emoji": True}},
            "invalid additional property: emoji",
        ),
    ],
)
def test_each_kind_of_text_has_a_switch_of_its_own(block: Json, why: str) -> None:
    with pytest.raises(SlackError, match="invalid_blocks") as caught:
        vet.check_message([block])
    assert why in caught.value.more["errors"][0]
