"""What every card keeps, on every platform: its looks, its limits, its buttons and its words."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from bot.buttons import CHANGE, FINISH, NEXT, STOP
from bot.cards import (
    LABEL_MOST,
    TOKEN_MOST,
    Button,
    Card,
    Edit,
    Out,
    Post,
    Standing,
    labels,
    pack,
    unpack,
    words,
)
from bot.engine import PAGE_TOKEN, TASK_TOKEN
from bot.text import JOINER, restore, units
from tests.contract.drawn import GOLDEN, as_text, calls, drawn, golden_file
from tests.gallery import PLATFORMS, gallery
from tests.gallery_awkward import AWKWARD
from tests.gallery_texts import FEVER, PROJECT

Json = Any
SLACK_TEXT, SLACK_TOTAL, SLACK_SECTION, SLACK_BLOCKS = 4_000, 10_000, 3_000, 50
TELEGRAM_TEXT, TELEGRAM_ROW, TELEGRAM_BUTTONS, TELEGRAM_TOAST = 4_096, 8, 100, 200
TELEGRAM_CAPTION = 1_024
"""The platforms' own limits, once more and from the notes: a test must not trust the adapters'."""

ROW_CHARACTERS = 36
"""Characters that fit side by side on a phone 390 px wide (measured on the contact sheet)."""

LAST_ROW = ["Back", "Skip", "More"]
LAST_OF_A_STEP = (["Continue", "Back"], ["Try again", "Back"])
ELSEWHERE = (CHANGE, FINISH, NEXT, STOP)
"""Choices of a card that asks nothing."""


def cards(outs: list[Out]) -> Iterator[Card]:
    for out in outs:
        if isinstance(out, Post | Edit | Standing):
            yield out.card


def buttons(outs: list[Out]) -> Iterator[Button]:
    for card in cards(outs):
        yield from (button for row in card.rows for button in row)


# looks


def test_the_card_looks_as_it_did(request: pytest.FixtureRequest, platform: str, name: str) -> None:
    looks, file = as_text(calls(platform, gallery(platform)[name])), golden_file(platform, name)
    if request.config.getoption("--golden"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(looks, encoding="utf-8")
    assert file.exists(), "a new card: look at it, then run pytest tests/contract --golden"
    assert json.loads(file.read_text(encoding="utf-8")) == json.loads(looks)


def test_no_golden_file_is_left_behind(request: pytest.FixtureRequest, platform: str) -> None:
    known = {golden_file(platform, name) for name in gallery(platform)}
    left = set((GOLDEN / platform).glob("*")) - known
    if request.config.getoption("--golden"):
        for file in left:
            file.unlink()
        return
    assert not left


def test_every_platform_has_a_golden_folder() -> None:
    assert {folder.name for folder in GOLDEN.iterdir()} == {*PLATFORMS, "course"}


def test_what_is_sent_is_the_same_in_every_run(platform: str, name: str) -> None:
    """The outbox keeps a card as JSON; what comes back draws the same calls."""
    for card in cards(gallery(platform)[name]):
        assert unpack(json.loads(json.dumps(pack(card)))) == card


# buttons


def test_tokens_are_short_and_the_engine_reads_them(platform: str, name: str) -> None:
    for button in buttons(gallery(platform)[name]):
        assert 1 <= len(button.token.encode()) <= TOKEN_MOST
        known = TASK_TOKEN.fullmatch(button.token) or PAGE_TOKEN.fullmatch(button.token)
        assert known, button


def test_labels_are_short_and_differ(platform: str, name: str) -> None:
    for card in cards(gallery(platform)[name]):
        said = labels(card)
        assert all(label.strip() and len(label) <= LABEL_MOST for label in said), said
        assert len(set(said)) == len(said), said
        tokens = [button.token for row in card.rows for button in row]
        assert len(set(tokens)) == len(tokens), tokens


def test_a_label_has_room_on_a_phone(platform: str, name: str) -> None:
    """Telegram gives each button of a row the same width and cuts what does not fit."""
    for card in cards(gallery(platform)[name]):
        for row in card.rows:
            assert all(len(button.label) * len(row) <= ROW_CHARACTERS for button in row), row


def test_the_way_back_is_always_in_the_same_place(platform: str, name: str) -> None:
    """A card of a task ends with Back, Skip, More; a page with Back alone; what is read in a lesson
    with the way on and Back; what asks nothing has neither."""
    for card in cards(gallery(platform)[name]):
        tokens = [TASK_TOKEN.fullmatch(b.token) for row in card.rows for b in row]
        choices = [token[3] for token in tokens if token]
        if not choices or choices[0][0] in "urk" or all(choice in ELSEWHERE for choice in choices):
            assert "Back" not in labels(card)
            continue
        last = [button.label for button in card.rows[-1]]
        assert last in (LAST_ROW, ["Back"], *LAST_OF_A_STEP)
        assert labels(card).count("Back") == 1
        if last == LAST_ROW:
            assert [token[3] for token in tokens[-3:] if token] == ["b", "s", "m"]


def test_a_number_says_what_it_stands_for_to_who_cannot_see(platform: str, name: str) -> None:
    for button in buttons(gallery(platform)[name]):
        if button.label.isdecimal():
            assert button.hint.startswith(f"{button.label}. ") and len(button.hint) > 4


# platforms


@pytest.mark.parametrize("name", gallery("slack"))
def test_slack_takes_it_whole(name: str) -> None:
    for out in gallery("slack")[name]:
        for call in drawn("slack", out):
            blocks = call.args.get("blocks") or call.args.get("view", {}).get("blocks", [])
            assert len(blocks) <= SLACK_BLOCKS
            assert units(call.args.get("text", "")) <= SLACK_TEXT
            assert units(call.args.get("initial_comment", "")) <= SLACK_TEXT
            assert sum(units(text) for text in texts(blocks)) <= SLACK_TOTAL
            for block in blocks:
                if block["type"] == "section":
                    assert 1 <= units(block["text"]["text"]) <= SLACK_SECTION
                    assert block["text"]["type"] == "plain_text" and block["expand"] is True
            ids = [element["action_id"] for element in elements(blocks)]
            block_ids = [block["block_id"] for block in blocks if "block_id" in block]
            for block in blocks:
                inside = [element["action_id"] for element in elements([block])]
                assert len(set(inside)) == len(inside)
            assert len(set(block_ids)) == len(block_ids)
            assert all(1 <= len(one) <= 255 for one in [*ids, *block_ids])


@pytest.mark.parametrize("name", gallery("slack"))
def test_slack_reads_the_question_and_all_options_aloud(name: str) -> None:
    """A notification and a screen reader get the top-level text and nothing else. Whoever uses one
    is told in it what to type (see conversation/test_aloud.py)."""
    for out in gallery("slack")[name]:
        if isinstance(out, Post | Edit):
            (call,) = drawn("slack", out)
            said = call.args["text"]
            assert not set("<>") & set(said)
            heard = said.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
            assert heard.startswith(words(out.card))
            if out.card.spoken and out.card.rows:
                assert "Reply " in heard and heard == words(out.card)
            else:
                assert all(label in heard[len(words(out.card)) :] for label in labels(out.card))


@pytest.mark.parametrize("name", gallery("telegram"))
def test_telegram_takes_it_whole(name: str) -> None:
    for out in gallery("telegram")[name]:
        for call in drawn("telegram", out):
            assert "parse_mode" not in call.args
            if call.method == "deleteMessage":
                assert set(call.args) == {"chat_id", "message_id"}
                continue
            if call.method == "answerCallbackQuery":
                assert len(call.args.get("text", "")) <= TELEGRAM_TOAST
                continue
            if call.method == "sendDocument":
                assert 1 <= units(call.args["caption"]) <= TELEGRAM_CAPTION
                continue
            assert 1 <= units(call.args["text"]) <= TELEGRAM_TEXT
            assert call.args["text"].replace(JOINER, "").strip()
            rows = call.args.get("reply_markup", {}).get("inline_keyboard", [])
            assert all(1 <= len(row) <= TELEGRAM_ROW for row in rows)
            assert sum(map(len, rows)) <= TELEGRAM_BUTTONS
            for entity in call.args.get("entities", []):
                end = entity["offset"] + entity["length"]
                assert entity["length"] > 0 and end <= units(call.args["text"])


def texts(blocks: Json) -> Iterator[str]:
    """Every text in blocks that a reader could see."""
    if isinstance(blocks, list):
        for entry in blocks:
            yield from texts(entry)
    elif isinstance(blocks, dict):
        for key, entry in blocks.items():
            if key in ("text", "initial_value") and isinstance(entry, str):
                yield entry
            else:
                yield from texts(entry)


def elements(blocks: Json) -> list[Json]:
    found = [one for block in blocks if block["type"] == "actions" for one in block["elements"]]
    return found + [block["element"] for block in blocks if block["type"] == "input"]


# material


@pytest.mark.parametrize(("sample", "item"), [("short", FEVER), *AWKWARD.items()])
def test_the_parts_rejoin_to_what_is_stored(platform: str, sample: str, item: Any) -> None:
    """Message by message, from the calls as they are sent, by the renderer's named inverse."""
    shown: dict[str, list[str]] = {}
    for out in gallery(platform)[f"material-{sample}"]:
        assert isinstance(out, Post) and out.card.literal and not out.card.rows
        part = out.name.split(":")[2]
        (call,) = drawn(platform, out)
        text = call.args["text"]
        if platform == "slack":
            text = call.args["blocks"][0]["text"]["text"]
        shown.setdefault(part, []).append(text)
    stored = {response.text for response in item.responses}
    assert {restore(shown["a"]), restore(shown["b"])} == stored
    assert all(turn.text in restore(shown["q"]) for turn in item.prompt)
    question = shown["q"][0].partition("\n")[0]
    assert question.startswith("Compare two answers")
    assert question.endswith(f" · {PROJECT.title} · asked by {item.reader or PROJECT.reader}")
    for letter in "ab":
        heads = [text.partition("\n")[0] for text in shown[letter]]
        count = len(heads)
        numbers = [f" ({n}/{count})" for n in range(1, count + 1)] if count > 1 else [""]
        assert heads == [f"Answer {letter.upper()}{n} · AI text under test" for n in numbers]
