"""Drawing for Slack: whole or refused, literal, and by the right one of two ways."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.port import Call, Where
from adapters.slack import limits
from adapters.slack.passing import Place, acknowledgement, passing, place
from adapters.slack.show import REDRAW, show
from bot.cards import (
    Button,
    Card,
    Edit,
    Erase,
    Field,
    Form,
    Lookup,
    Notice,
    Post,
    Reply,
    Run,
    Standing,
)
from bot.events import Account
from bot.text import parts, restore, units

TO = Account("slack", "T1", "U1")
WHERE = Where("D1", "U1", ref="1.000100", outbox="77")
PRESS = Where("D1", "U1", ref="1.000100", redraw="https://hooks.slack.com/x", outbox="77")
HOSTILE = "<!channel> <@U2> <https://evil|bank> *bold* _it_ `code` & @here :tada: <b>"


def card(*lines: str, rows: tuple[tuple[Button, ...], ...] = (), **more: Any) -> Card:
    return Card(tuple((Run(line),) for line in lines), rows, **more)


def made(call: Call | None) -> Any:
    assert call is not None
    return call.args


def runs(blocks: Any) -> Iterator[Any]:
    for block in blocks:
        for part in block["elements"] if block["type"] == "rich_text" else []:
            yield from part["elements"]


def test_nobody_but_a_person_deletes_what_they_wrote() -> None:
    with pytest.raises(ValueError, match="On Slack nobody but a person deletes"):
        show(Erase(TO, "1.000100"), WHERE)


def test_a_post() -> None:
    call = show(Post(TO, "m:1", card("Ready."), turn=3), Where("D1", "U1", outbox="77"))
    assert call == Call(
        "chat.postMessage",
        {
            "channel": "D1",
            "text": "Ready.",
            "blocks": [
                {
                    "type": "rich_text",
                    "block_id": "77.3.0",
                    "elements": [
                        {
                            "type": "rich_text_section",
                            "elements": [{"type": "text", "text": "Ready."}],
                        }
                    ],
                }
            ],
            "mrkdwn": False,
            "unfurl_links": False,
            "unfurl_media": False,
            "metadata": {"event_type": "rounds", "event_payload": {"k": "77"}},
        },
    )


def test_a_first_post_opens_the_conversation_and_a_reply_stays_in_its_thread() -> None:
    first = made(show(Post(TO, "m:1", card("Hi.")), Where("", "U1")))
    reply = made(show(Post(TO, "m:1", card("Hi.")), Where("D1", "U1", under="1.000000")))
    assert first["channel"] == "U1" and "thread_ts" not in first
    assert reply["thread_ts"] == "1.000000"


def test_a_redraw_goes_where_the_press_came_from() -> None:
    edit = Edit(TO, "m:1", card("Saved."), turn=4)
    pressed, plainly = show(edit, PRESS), show(edit, WHERE)
    assert pressed and plainly
    assert pressed.method == REDRAW and plainly.method == "chat.update"
    assert pressed.args["replace_original"] is True and pressed.args["url"] == PRESS.redraw
    assert plainly.args["channel"] == "D1" and plainly.args["ts"] == "1.000100"
    assert plainly.args["parse"] == "none"
    for name in ("text", "blocks"):
        assert pressed.args[name] == plainly.args[name]


def test_what_has_no_place_yet_is_not_changed() -> None:
    for where in (Where("D1", "U1"), Where("", "U1", ref="1.1")):
        with pytest.raises(ValueError, match="no place on Slack"):
            show(Edit(TO, "m:1", card("Saved.")), where)
        with pytest.raises(ValueError, match="no place on Slack"):
            show(Lookup(TO, "link", "m:1"), where)


def test_a_home_and_what_is_asked() -> None:
    drawn = made(show(Standing(TO, card("Rounds")), WHERE))
    assert drawn["user_id"] == "U1" and drawn["view"]["type"] == "home"
    assert show(Lookup(TO, "profile"), WHERE) == Call(
        "users.info", {"user": "U1", "include_locale": True}
    )
    assert show(Lookup(TO, "link", "m:1"), WHERE) == Call(
        "chat.getPermalink", {"channel": "D1", "message_ts": "1.000100"}
    )
    with pytest.raises(ValueError, match="knows nothing"):
        show(Lookup(TO, "salary"), WHERE)


def test_styles_are_runs_and_hostile_words_stay_words() -> None:
    body = ((Run("Bold", "bold"), Run(HOSTILE), Run(""), Run("It", "italic")), (Run(HOSTILE),))
    drawn = made(show(Post(TO, "m:1", Card(body)), WHERE))
    found = list(runs(drawn["blocks"]))
    assert {run["type"] for run in found} == {"text"}
    assert "".join(run["text"] for run in found) == f"Bold{HOSTILE}It\n{HOSTILE}"
    assert [run["style"] for run in found if "style" in run] == [{"bold": True}, {"italic": True}]
    assert "<" not in drawn["text"] and ">" not in drawn["text"]
    assert "&lt;!channel&gt;" in drawn["text"] and drawn["mrkdwn"] is False


def test_foreign_text_is_one_plain_unfolded_section() -> None:
    drawn = made(show(Post(TO, "m:1", card(HOSTILE, literal=True)), WHERE))
    (section,) = drawn["blocks"]
    assert section["type"] == "section" and section["expand"] is True
    assert section["text"] == {"type": "plain_text", "text": HOSTILE, "emoji": False}
    assert drawn["text"].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == HOSTILE


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=400))
def test_every_part_of_every_text_is_taken_whole(text: str) -> None:
    shown = []
    for part in parts("Answer A · AI text under test", text * 20):
        drawn = made(show(Post(TO, "m:1", card(part, literal=True)), WHERE))
        assert units(drawn["text"]) <= limits.TEXT_UNITS < limits.UPDATE_TEXT_UNITS
        shown.append(drawn["blocks"][0]["text"]["text"])
    assert restore(shown) == text * 20


@pytest.mark.parametrize(
    "broken",
    [
        card("x" * 100_000),
        card("x" * 3_001, literal=True),
        card("&" * 800),
        card("😀" * 1_951),
        card(""),
        card("x", rows=((Button("l" * 76, "t"),),)),
        card("x", rows=((Button(" ", "t"),),)),
        card("x", rows=((Button("l", "t" * 2_001),),)),
        card("x", rows=((Button("l", ""),),)),
        card("x", rows=((Button("l", "t", hint="h" * 76),),)),
        card("x", rows=((Button("l", "t", url="https://" + "u" * 3_000),),)),
        card("x", rows=tuple((Button("l", f"t{n}"),) for n in range(50))),
        Card(((Run("x" * 4_000),),) * 3, spoken="short"),
    ],
)
def test_over_a_limit_is_refused_with_a_sentence_and_nothing_is_cut(broken: Card) -> None:
    for out in (Post(TO, "m:1", broken), Edit(TO, "m:1", broken)):
        for where in (WHERE, PRESS):
            with pytest.raises(ValueError, match=r"^[A-Z].*\.$"):
                show(out, where)


def test_a_home_may_be_longer_than_a_message_but_not_endless() -> None:
    rows = tuple((Button("l", f"t{n}"),) for n in range(99))
    assert len(made(show(Standing(TO, card("x", rows=rows)), WHERE))["view"]["blocks"]) == 100
    with pytest.raises(ValueError, match="100 blocks"):
        show(Standing(TO, card("x", rows=(*rows, rows[0]))), WHERE)


def test_buttons_keep_their_rows_and_ids_are_their_own() -> None:
    letters = tuple(Button(letter, f"a:1:{letter}") for letter in "ABCDEFGHI")
    back = (Button("Back", "a:1:b", hint="To the question before"),)
    drawn = made(show(Post(TO, "m:1", card("Tap", rows=(letters, back))), WHERE))
    rows = [block for block in drawn["blocks"] if block["type"] == "actions"]
    assert [[one["text"]["text"] for one in row["elements"]] for row in rows] == [
        list("ABCDE"),
        list("FGHI"),
        ["Back"],
    ]
    assert rows[2]["elements"][0]["accessibility_label"] == "To the question before"
    ids = [block["block_id"] for block in drawn["blocks"]]
    assert len(set(ids)) == len(ids)
    for row in rows:
        assert len({one["action_id"] for one in row["elements"]}) == len(row["elements"])


def test_ids_are_new_in_each_drawing_and_the_same_for_the_same_one() -> None:
    def ids(turn: int, outbox: str) -> list[str]:
        where = Where("D1", "U1", ref="1.1", outbox=outbox)
        asked = card("Which?", rows=((Button("A", "a:1:0"),),))
        drawn = made(show(Edit(TO, "m:1", asked, turn=turn), where))
        return [block["block_id"] for block in drawn["blocks"]]

    assert ids(3, "77") == ids(3, "77")
    assert not set(ids(3, "77")) & set(ids(4, "78"))


def test_a_link_is_a_button_with_a_token_too() -> None:
    rows = ((Button("Open", "open:1:0", url="https://x.slack.com/archives/D1/p1"),),)
    drawn = made(show(Post(TO, "m:1", card("Ready.", rows=rows)), WHERE))
    (button,) = drawn["blocks"][1]["elements"]
    assert button["url"].startswith("https://x") and button["value"] == "open:1:0"


def test_the_spoken_text_says_what_can_be_pressed() -> None:
    rows = ((Button("A is better", "a:1:0"), Button("Level", "a:1:1")),)
    plainly = made(show(Post(TO, "m:1", card("Which?", rows=rows)), WHERE))
    read_out = card("Which?", rows=rows, spoken="Which? Reply a or l.")
    assert plainly["text"] == "Which?\nButtons: A is better · Level"
    assert made(show(Post(TO, "m:1", read_out), WHERE))["text"] == "Which? Reply a or l."


# what passes

MESSAGE = {
    "type": "block_actions",
    "user": {"id": "U1"},
    "channel": {"id": "D1"},
    "trigger_id": "t1",
    "container": {"type": "message", "message_ts": "1.2", "thread_ts": "1.1"},
}
HOME = {
    "type": "block_actions",
    "user": {"id": "U1"},
    "trigger_id": "t1",
    "container": {"type": "view", "view_id": "V1"},
    "view": {"id": "V1"},
}


def test_a_notice_appears_where_it_was_pressed() -> None:
    call = passing(Notice("<!here> *this* is not open"), place(MESSAGE))
    assert call and call.method == "chat.postEphemeral"
    assert (call.args["channel"], call.args["user"]) == ("D1", "U1")
    assert call.args["thread_ts"] == "1.1"
    assert call.args["text"] == "&lt;!here&gt; *this* is not open"
    assert [run["text"] for run in runs(call.args["blocks"])] == ["<!here> *this* is not open"]


def test_a_notice_for_the_head_of_a_thread_stands_beside_it() -> None:
    head = MESSAGE | {"container": {"message_ts": "1.1", "thread_ts": "1.1"}}
    call = passing(Notice("No."), place(head))
    assert call and "thread_ts" not in call.args


def test_a_saved_notice_is_told_by_the_redraw() -> None:
    assert passing(Notice("Saved.", saved=True), place(MESSAGE)) is None
    assert passing(Reply("Text"), place(MESSAGE)) is None


def test_a_notice_in_home_is_a_small_window() -> None:
    call = passing(Notice("Your coordinator is confirming your link."), place(HOME))
    assert call and call.method == "views.open" and call.args["trigger_id"] == "t1"
    assert "submit" not in call.args["view"]


def test_a_form() -> None:
    draft = Field("reason", "Where", "once a day", hint="Two sentences")
    call = passing(Form("a:4:w", "Your reason", (draft,)), place(MESSAGE))
    assert call and call.method == "views.open" and call.args["trigger_id"] == "t1"
    view = call.args["view"]
    (block,) = view["blocks"]
    assert view["private_metadata"] == "a:4:w" and view["submit"]["text"] == "Save"
    assert block["block_id"] == block["element"]["action_id"] == "reason"
    assert block["element"]["initial_value"] == "once a day"
    assert block["element"]["max_length"] == 3_000 and block["hint"]["text"] == "Two sentences"


def test_a_draft_longer_than_a_field_goes_on_in_the_next() -> None:
    draft = "word " * 2_100
    call = passing(Form("a:4:w", "Your reason", (Field("reason", "Where", draft),)), Place("U1"))
    drawn = made(call)["view"]["blocks"]
    assert len(drawn) == 5 and drawn[0]["block_id"] == "reason"
    assert all(len(one["element"]["initial_value"]) <= 2_500 for one in drawn)
    assert sum(one["element"]["focus_on_load"] for one in drawn) == 1


@pytest.mark.parametrize(
    "form",
    [
        Form("a:4:w", "t" * 25, (Field("reason", "Where"),)),
        Form("a:4:w", "Why", (Field("reason", "Where"),), send="s" * 25),
        Form("a:4:w", "Why", (Field("reason", "Where", most=3_001),)),
        Form("a:4:w", "Why", (Field("reason", "l" * 2_001),)),
        Form("t" * 3_001, "Why", (Field("reason", "Where"),)),
        Form("a:4:w", "Why", (Field("reason", "Where", "x" * 300_000),)),
    ],
)
def test_a_form_over_a_limit_is_refused(form: Form) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        passing(form, place(MESSAGE))


def test_acknowledgements() -> None:
    errors = (Reply(errors=(("reason", "Under eight words."),)),)
    command, submission = {"command": "/rounds"}, {"type": "view_submission"}
    assert acknowledgement(submission, errors) == {
        "response_action": "errors",
        "errors": {"reason": "Under eight words."},
    }
    assert acknowledgement(submission, ()) == ""
    assert acknowledgement(MESSAGE, (Reply("ignored"),)) == ""
    answer = acknowledgement(command, (Reply("a <b> & *c*"),))
    assert isinstance(answer, dict) and answer["text"] == "a &lt;b&gt; &amp; *c*"
    assert answer["response_type"] == "ephemeral"
    assert [run["text"] for run in runs(answer["blocks"])] == ["a <b> & *c*"]
    with pytest.raises(ValueError, match="over"):
        acknowledgement(command, (Reply("x" * 100_000),))


@given(st.recursive(st.none() | st.text(max_size=5), lambda v: st.lists(v), max_leaves=3))
def test_no_payload_breaks_the_place(value: object) -> None:
    for name in ("user", "channel", "container", "view", "trigger_id"):
        assert isinstance(place(MESSAGE | {name: value}), Place)
