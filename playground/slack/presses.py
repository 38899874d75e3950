"""What a person's finger meets: the element behind a label, and the action and state Slack makes of
it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from playground.platform import Refused
from playground.slack import echo
from playground.slack.facts import Json
from playground.slack.hub import Hub
from playground.slack.screen import options_of, plain

BUTTONS = ("button", "workflow_button", "icon_button", "feedback_buttons")
SEVERAL = ("checkboxes", "multi_static_select")


@dataclass(frozen=True, slots=True)
class Place:
    """Something with blocks in it: a message, the Home or a modal."""

    id: str
    blocks: list[Json]
    message: Json | None = None
    view: Json | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """One thing to press: a button, or an option of a menu."""

    place: Place
    block: Json
    element: Json
    option: Json | None
    label: str


def targets(place: Place) -> list[Target]:
    found: list[Target] = []
    for block in echo.flat(place.blocks):
        for element in echo.interactive(block):
            if element["type"] == "feedback_buttons":
                pair = [element["positive_button"], element["negative_button"]]
                found += [Target(place, block, element, one, plain(one["text"])) for one in pair]
            elif element["type"] in BUTTONS:
                found.append(Target(place, block, element, None, plain(element["text"])))
            elif block["type"] != "input" or block.get("dispatch_action"):
                found += [
                    Target(place, block, element, one, plain(one["text"]))
                    for one in options_of(element)
                ]
    return found


def match(found: list[Target], label: str) -> Target | None:
    """The whole label wins over its beginning; case does not matter."""
    wanted = label.strip().casefold()
    whole = [one for one in found if one.label.strip().casefold() == wanted]
    begun = [one for one in found if one.label.strip().casefold().startswith(wanted)]
    return next(iter(whole or begun), None)


def places(hub: Hub, person: Json) -> Iterator[Place]:
    """What this person can reach, nearest first: the modal, the tab they look at, the other tab."""
    view = hub.views.top(person["id"])
    if view is not None:
        yield Place(view["id"], view["blocks"], view=view)
    home = hub.views.homes.get(person["id"])
    homes = [Place(home["id"], home["blocks"], view=home)] if home else []
    at_home = hub.tab.get(person["id"]) == "home"
    if at_home:
        yield from homes
    for one in hub.state.newest(person["channel"]):
        if one["from"] == "bot" and not one.get("gone"):
            yield Place(one["ts"], one["blocks"], message=one)
    if not at_home:
        yield from homes


def find(hub: Hub, person: Json, body: Json) -> Target:
    """The thing the body of a press names, or Refused."""
    label, name, token = body.get("label"), body.get("message"), body.get("token")
    reachable = places(hub, person)
    if name is not None:
        named = next((one for one in reachable if name in (one.id, _kind(one))), None)
        if named is None:
            raise Refused(f"There is no message {name} to press anything in.")
        reachable = iter([named])
    if isinstance(token, str):
        return _forged(list(reachable), token, body)
    if not isinstance(label, str) or not label.strip():
        raise Refused(
            'A press names the "label" of a button (its first words are enough), or a "token".'
        )
    nearest: Place | None = None
    for place in reachable:
        nearest = nearest or place
        target = match(targets(place), label)
        if target is not None:
            return target
    if body.get("stale") and nearest is not None:
        return _stale(hub, nearest, label)
    raise Refused(f'There is no button or option "{label}" to press.')


def _kind(place: Place) -> str:
    return "message" if place.view is None else str(place.view["type"])


def _stale(hub: Hub, place: Place, label: str) -> Target:
    """A panel somebody still sees although it has been replaced since."""
    for blocks in hub.state.earlier(place.message) if place.message else []:
        target = match(targets(Place(place.id, blocks, place.message, place.view)), label)
        if target is not None:
            return target
    raise Refused(f'No earlier form of that message had a button "{label}".')


def _forged(reachable: list[Place], token: str, body: Json) -> Target:
    """Raw data in a press: somebody wrote the payload by hand."""
    for place in reachable:
        every = [one for one in targets(place) if one.option is None]
        exact = next((one for one in every if one.element.get("value") == token), None)
        if exact is not None and "action" not in body:
            return exact
    if not reachable:
        raise Refused("There is no message to press anything in.")
    place = reachable[0]
    like = next((one for one in targets(place) if one.option is None), None)
    action_id = body.get("action") or (like.element["action_id"] if like else "forged")
    element = {
        "type": "button",
        "action_id": action_id,
        "text": {"type": "plain_text", "text": "?"},
        "value": token,
    }
    block = like.block if like else {"type": "actions", "block_id": "forged", "elements": []}
    return Target(place, block, element, None, "?")


def action_of(hub: Hub, target: Target) -> Json:
    """The entry of `actions`; a choice is also remembered for `state.values`."""
    element, kind = target.element, target.element["type"]
    action: Json = {
        "type": kind,
        "action_id": element["action_id"],
        "block_id": target.block["block_id"],
        "action_ts": hub.state.new_ts(),
    }
    if kind == "feedback_buttons" and target.option is not None:
        return action | {"text": target.option["text"], "value": target.option["value"]}
    if target.option is None:
        fields = ("text", "value", "style", "url", "accessibility_label")
        return action | {name: element[name] for name in fields if element.get(name) is not None}
    if kind == "overflow":
        return action | {"selected_option": target.option}
    state = choose(hub, target.place.id, target.block["block_id"], element, target.option)
    extra = {"placeholder": element["placeholder"]} if element.get("placeholder") else {}
    return action | state | extra


def choose(hub: Hub, place: str, block_id: str, element: Json, option: Json) -> Json:
    """Pick (or, of several, toggle) one option."""
    kept = hub.chosen.setdefault(place, {}).setdefault(block_id, {})
    state: Json = {"type": element["type"]}
    if element["type"] in SEVERAL:
        now = kept.get(element["action_id"], {}).get(
            "selected_options", element.get("initial_options") or []
        )
        state["selected_options"] = (
            [one for one in now if one != option] if option in now else [*now, option]
        )
    else:
        state["selected_option"] = option
    kept[element["action_id"]] = state
    return state


def values(hub: Hub, place: str, blocks: list[Json]) -> Json:
    """state.values: every field and menu of the place, as it stands."""
    chosen = hub.chosen.get(place, {})
    found: Json = {}
    for block in echo.flat(blocks):
        for element in echo.interactive(block):
            if element["type"] in (*BUTTONS, "overflow"):
                continue
            state = chosen.get(block["block_id"], {}).get(element["action_id"])
            found.setdefault(block["block_id"], {})[element["action_id"]] = state or initial(
                element
            )
    return found


def initial(element: Json) -> Json:
    kind = element["type"]
    if kind in SEVERAL:
        return {"type": kind, "selected_options": element.get("initial_options") or []}
    if options_of(element):
        return {"type": kind, "selected_option": element.get("initial_option")}
    return {"type": kind, "value": element.get("initial_value")}


def typed(element: Json, said: Any) -> Json:
    """The state of a form's field filled with this; Refused for an option it does not have."""
    kind = element["type"]
    if not options_of(element):
        return {"type": kind, "value": str(said) if said not in (None, "") else None}
    wanted = said if isinstance(said, list) else [said]
    picked = []
    for one in wanted:
        options = {plain(option["text"]).casefold(): option for option in options_of(element)}
        option = options.get(str(one).strip().casefold())
        if option is None:
            raise Refused(f'There is no option "{one}" in that field.')
        picked.append(option)
    return (
        {"type": kind, "selected_options": picked}
        if kind in SEVERAL
        else {"type": kind, "selected_option": picked[0]}
    )
