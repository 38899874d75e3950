"""Both stand-ins take every card, and show its words, styles and buttons unharmed.

Their validators know the platforms and nothing of us: what they refuse, or note as a violation, a
platform would refuse, cut or misread.
"""

from typing import Any

from adapters.documents import file
from bot.cards import Card, Edit, Form, Notice, Out, Post, Reply, Standing, Upload, words
from bot.text import JOINER, restore
from tests.contract.wall import Hung, wall
from tests.gallery import gallery
from tests.playground.server import Playground

Json = dict[str, Any]


async def test_a_stand_in_shows_every_card_as_it_was_meant(platform: str) -> None:
    wrong: list[str] = []
    async with Playground() as play, wall(play, platform) as on:
        hung: list[tuple[str, Out, Hung]] = []
        for name, outs in gallery(platform).items():
            for out in outs:
                try:
                    at = await on.hang(out)
                except Exception as refused:
                    wrong.append(f"{name} is refused: {refused}")
                    continue
                if at and at.place == "message":
                    hung.append((name, out, at))
                elif at:
                    screen = await on.screen()
                    wrong += [f"{name}: {what}" for what in passing(platform, screen, out)]
                    await on.close_modal()
        seen = {str(one["id"]): one for one in (await on.screen())["messages"]}
        for name, out, at in hung:
            wrong += [f"{name}: {what}" for what in message(platform, seen[at.id], out)]
        ledger = await play.get("ledger")
    assert not wrong, "\n".join(wrong)
    assert ledger["violations"] == []
    assert all(one["ok"] for one in ledger["requests"])


def passing(platform: str, screen: Json, out: Out) -> list[str]:
    """What stands beside the messages, and was not meant so."""
    match out:
        case Standing():
            return card(platform, screen["home"], out.card)
        case Form():
            fields = [one["value"] for one in screen["modal"]["fields"]]
            title = (screen["modal"]["title"], out.title)
            return differences(title, (fields, [field.value for field in out.fields]))
        case Reply():
            shown = [one["error"] for one in screen["modal"]["fields"]]
            return differences((shown, [said for _, said in out.errors]))
        case Notice():
            return differences((screen["toasts"][-1]["text"], out.text))
    raise LookupError(f"nobody sees a {type(out).__name__}")


def message(platform: str, seen: Json, out: Out) -> list[str]:
    if isinstance(out, Post | Edit):
        return card(platform, seen, out.card)
    if isinstance(out, Upload):
        return carried(seen, out)
    assert isinstance(out, Notice | Reply)
    return differences((plain(seen["text"]), out.text))


def carried(seen: Json, out: Upload) -> list[str]:
    """A file with its name, and the words beside it; a picture with what it shows in words."""
    meant, found = file(out.document), seen["file"] if "file" in seen else seen["files"][0]
    return differences(
        (plain(seen["text"]), out.text),
        (found["name"], meant.name),
        (found.get("alt", meant.alt), meant.alt),
        (found.get("title", meant.title), meant.title),
    )


def card(platform: str, seen: Json, meant: Card) -> list[str]:
    """Words (a literal text's by the renderer's inverse), styles, buttons row by row."""
    last = len(meant.rows) - 1
    listed = platform == "slack" and meant.menu is not None
    buttons = [
        (row + (listed and row == last), button.label, button.url or None)
        for row, shown in enumerate(meant.rows)
        for button in shown
    ]
    lists = [[option.label for option in meant.menu.options]] if listed and meant.menu else []
    offered = [[one["label"] for one in shown["options"]] for shown in seen.get("selects", [])]
    found = [(one["row"], one["label"], one["url"]) for one in seen["buttons"]]
    wrong = differences(
        (plain(seen["text"]), plain(words(meant))),
        (found, buttons),
        (offered, lists),
        (seen.get("autolinks", []), []),
        (spans(seen), styles(platform, meant)),
    )
    if meant.literal:
        wrong += differences((restore([seen["text"]]), restore([words(meant)])))
    return wrong


def spans(seen: Json) -> list[tuple[str, str]]:
    """Every stretch that is more than plain, and what it is."""
    text, found = seen["text"].encode("utf-16-le"), []
    for one in seen["spans"]:
        begin, end = one["offset"] * 2, (one["offset"] + one["length"]) * 2
        found.append((one["kind"], plain(text[begin:end].decode("utf-16-le"))))
    return found


def styles(platform: str, meant: Card) -> list[tuple[str, str]]:
    """What we meant to style; a literal part has a bold heading where it can have one."""
    if meant.literal:
        heading = words(meant).partition("\n")[0]
        return [("bold", plain(heading))] if platform == "telegram" else []
    return [(run.style, run.text) for paragraph in meant.body for run in paragraph if run.style]


def plain(text: str) -> str:
    """Without the joiners that keep links apart: nobody sees them."""
    return text.replace(JOINER, "")


def differences(*pairs: tuple[Any, Any]) -> list[str]:
    return [f"{seen!r} is seen for {meant!r}" for seen, meant in pairs if seen != meant]
