"""Menus, boxes and pairs of buttons: what a finger chooses is what the app is told."""

from typing import Any

from tests.playground.slack_rig import CHANNEL, PERSON, Rig, actions, button, form, plain, rig
from tests.playground.test_slack_forms import field, opened, submit
from tests.playground.test_slack_presses import options

Json = dict[str, Any]


def listening(slack: Rig, *names: str) -> list[Json]:
    """Whatever arrives under these action ids, acknowledged at once."""
    bodies: list[Json] = []

    async def heard(ack: Any, body: Json) -> None:
        bodies.append(body)
        await ack()

    for name in names:
        slack.app.action(name)(heard)
    return bodies


async def test_boxes_are_ticked_and_unticked_and_an_overflow_menu_remembers_nothing() -> None:
    async with rig(sockets=1) as slack:
        bodies = listening(slack, "boxes", "more")
        boxes = {"type": "checkboxes", "action_id": "boxes", "options": options("Unsafe", "Wrong")}
        menu = {"type": "overflow", "action_id": "more", "options": options("Skip", "Help")}
        await slack.post(text="t", blocks=[actions(boxes, menu, block_id="b")])
        for label in ("Unsafe", "Wrong", "Unsafe", "Help"):
            await slack.press(label)
        ticked = [
            [one["value"] for one in body["actions"][0].get("selected_options", [])]
            for body in bodies
        ]
        assert ticked == [["unsafe"], ["unsafe", "wrong"], ["wrong"], []]
        assert bodies[-1]["actions"][0]["selected_option"]["value"] == "help"
        assert "more" not in bodies[-1]["state"]["values"]["b"]


async def test_a_menu_nobody_touched_reports_what_it_began_with() -> None:
    async with rig(sockets=1) as slack:
        bodies = listening(slack, "go")
        first = options("Both", "Neither")
        menu = {"type": "static_select", "action_id": "m", "options": first}
        picker = {"type": "datepicker", "action_id": "d"}
        go = button("Go", "go")
        chosen = menu | {"initial_option": first[1], "placeholder": plain("Choose")}
        await slack.post(text="t", blocks=[actions(chosen, picker, go, block_id="b")])
        await slack.press("Go")
        state = bodies[0]["state"]["values"]["b"]
        assert state["m"]["selected_option"]["value"] == "neither"
        assert state["d"] == {"type": "datepicker", "value": None}
        assert (await slack.play.post("slack/press", {"person": PERSON, "label": "B"}))[
            "acked"
        ] is (False), "nobody listens to the menu"


async def test_a_thumb_up_carries_its_own_value() -> None:
    async with rig(sockets=1) as slack:
        bodies = listening(slack, "thumbs")
        pair = {
            "type": "feedback_buttons",
            "action_id": "thumbs",
            "positive_button": {"text": plain("Good"), "value": "up"},
            "negative_button": {"text": plain("Bad"), "value": "down"},
        }
        await slack.post(text="t", blocks=[{"type": "context_actions", "elements": [pair]}])
        assert [one["label"] for one in (await slack.shown())[0]["buttons"]] == ["Good", "Bad"]
        await slack.press("Bad")
        action = bodies[0]["actions"][0]
        assert (action["type"], action["value"]) == ("feedback_buttons", "down")


async def test_the_tab_a_person_looks_at_is_pressed_first() -> None:
    async with rig(sockets=1) as slack:
        bodies = listening(slack, "home", "chat")
        await slack.post(text="t", blocks=[actions(button("Next task", "chat"))])
        await slack.say("and a word of mine")
        view = {"type": "home", "blocks": [actions(button("Next task", "home"))]}
        await slack.client.views_publish(user_id=PERSON, view=view)
        await slack.press("Next task")
        await slack.play.post("slack/open", {"person": PERSON, "where": "home"})
        await slack.press("Next task")
        assert [body["actions"][0]["action_id"] for body in bodies] == ["chat", "home"]
        gone = {"person": PERSON, "label": "No such thing"}
        await slack.play.post("slack/press", gone, 400)


async def test_a_panel_replaced_twice_can_still_be_pressed_as_it_first_was() -> None:
    async with rig(sockets=1) as slack:
        bodies = listening(slack, "a", "b", "c")
        sent = await slack.post(text="t", blocks=[actions(button("First", "a"))])
        for name in ("b", "c"):
            fresh = [actions(button(name.upper(), name))]
            await slack.client.chat_update(channel=CHANNEL, ts=sent["ts"], text="t", blocks=fresh)
        await slack.press("First", message=sent["ts"], stale=True)
        assert [body["actions"][0]["action_id"] for body in bodies] == ["a"]


async def test_what_stands_in_a_form_is_seen_before_and_after_it_is_changed() -> None:
    first = options("Parent", "Nurse")
    blocks = [
        field("who", "Who", type="static_select", options=first, initial_option=first[0]),
        field("why", "Why", type="checkboxes", options=first, initial_options=[first[1]]),
        field("say", "Say", optional=True, initial_value="as before"),
    ]
    more = {"response_action": "errors", "errors": {"say": "A word more, please."}}
    async with opened(form(blocks=blocks), more) as (slack, seen):

        async def values() -> list[Any]:
            return [one["value"] for one in (await slack.screen())["modal"]["fields"]]

        assert await values() == ["Parent", ["Nurse"], "as before"]
        await submit(slack, Who="Nurse", Why=["Parent", "Nurse"], Say="")
        assert await values() == ["Nurse", ["Parent", "Nurse"], ""], (
            "a refused form keeps its words"
        )
        state = seen[0]["state"]["values"]
        assert state["who"]["who"]["selected_option"]["value"] == "nurse"
        assert [one["value"] for one in state["why"]["why"]["selected_options"]] == [
            "parent",
            "nurse",
        ]
        assert state["say"]["say"]["value"] is None
