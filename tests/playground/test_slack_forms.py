"""What a form's answer does: another form in its place or on top, all of them gone, or trouble."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from tests.playground.slack_rig import PERSON, Rig, actions, button, form, plain, rig
from tests.playground.test_slack_presses import options

Json = dict[str, Any]
TROUBLE = "We had some trouble connecting. Try again?"


def field(block: str, label: str, **element: Any) -> Json:
    """One input of a form."""
    made = {"type": "plain_text_input", "action_id": block} | element
    optional = {"optional": True} if element.pop("optional", False) else {}
    made.pop("optional", None)
    return {"type": "input", "block_id": block, "label": plain(label), "element": made} | optional


@asynccontextmanager
async def opened(view: Json, *answers: Json) -> AsyncIterator[tuple[Rig, list[Json]]]:
    """A form is open; its submissions are answered in turn. What was submitted is kept."""
    async with rig(sockets=2) as slack:
        left, seen = list(answers), list[Json]()

        @slack.app.action("write")
        async def write(ack: Any, body: Json, client: Any) -> None:
            await client.views_open(trigger_id=body["trigger_id"], view=view)
            await ack()

        @slack.app.view("reason")
        async def reason(ack: Any, view: Json) -> None:
            seen.append(view)
            await ack(**left.pop(0))

        @slack.app.view_closed("reason")
        async def closed(ack: Any, view: Json) -> None:
            seen.append(view)
            await ack()

        await slack.post(text="t", blocks=[actions(button("Write…", "write"))])
        await slack.press("Write")
        yield slack, seen


async def submit(slack: Rig, status: int = 200, **fields: Any) -> Json:
    body = {"person": PERSON, "fields": fields}
    return await slack.play.post("slack/submit", body, status)


async def title(slack: Rig) -> str | None:
    modal = (await slack.screen())["modal"]
    return modal and str(modal["title"])


async def test_another_form_in_its_place_on_top_and_all_gone() -> None:
    second, third = form(title=plain("Second")), form(title=plain("Third"))
    answers: list[Json] = [
        {"response_action": "update", "view": second},
        {"response_action": "push", "view": third},
        {"response_action": "clear"},
    ]
    async with opened(form(), *answers) as (slack, _):
        for expected in ("Second", "Third", None):
            assert (await submit(slack, Reason="It waits."))["errors"] is None
            assert await title(slack) == expected
        await submit(slack, 400, Reason="It waits.")


async def test_three_forms_are_as_many_as_there_can_be() -> None:
    push: Json = {"response_action": "push", "view": form()}
    async with opened(form(), push, push, push, {}) as (slack, _):
        for _number in range(3):
            await submit(slack, Reason="It waits.")
        assert (await slack.screen())["modal"]["notice"] == TROUBLE
        await submit(slack, Reason="It waits.")
        assert await title(slack) == "Why?", "one of three is closed"


async def test_what_slack_does_not_understand_is_trouble_and_a_violation() -> None:
    answers: list[Json] = [
        {"response_action": "errors", "errors": {"nowhere": "?"}},
        {"response_action": "update", "view": {"type": "modal"}},
    ]
    async with opened(form(), *answers) as (slack, _):
        for _number in range(2):
            assert (await submit(slack, Reason="It waits."))["errors"] is None
            assert (await slack.screen())["modal"]["notice"] == TROUBLE
        found = (await slack.play.get("slack/ledger"))["violations"]
        assert len(found) == 2


async def test_fields_are_named_by_label_action_or_block_and_checked_before_sending() -> None:
    choice = {"type": "static_select", "options": options("Yes", "No")}
    boxes = {"type": "checkboxes", "options": options("One", "Two")}
    fields = [
        field("why", "Reason", min_length=4, max_length=9),
        field("sure", "Are you sure?", **choice),
        field("which", "Which", **boxes, optional=True),
    ]
    async with opened(form(blocks=fields), {}) as (slack, seen):
        await submit(slack, 400, Nothing="x")
        await submit(slack, 400, sure="Maybe")
        body = {"person": PERSON, "fields": ["x"]}
        await slack.play.post("slack/submit", body, 400)
        wrong = (await submit(slack, Reas="abc", Are="yes"))["errors"]
        assert wrong == {"Reason": "Please enter at least 4 characters."}
        wrong = (await submit(slack, Reason="abcdefghij"))["errors"]
        assert wrong == {"Reason": "Please enter no more than 9 characters."}
        assert (await submit(slack, Reason="abcde", which=["one", "two"]))["errors"] is None
        (view,) = seen
        state = view["state"]["values"]
        assert state["why"]["why"]["value"] == "abcde"
        assert state["sure"]["sure"]["selected_option"]["value"] == "yes"
        assert [one["value"] for one in state["which"]["which"]["selected_options"]] == [
            "one",
            "two",
        ]


async def test_closing_a_form_is_told_if_it_asked_for_it() -> None:
    async with opened(form()) as (slack, seen):
        told = await slack.play.post("slack/close", {"person": PERSON})
        assert told["closed"] == "Why?" and seen == []
    async with opened(form(notify_on_close=True, clear_on_close=True)) as (slack, seen):
        told = await slack.play.post("slack/close", {"person": PERSON})
        assert told["closed"] == "Why?" and len(seen) == 1
        await slack.play.post("slack/close", {"person": PERSON}, 400)
