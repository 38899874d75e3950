"""views.*: the Home of a person, and modals on a trigger."""

from typing import Any

from playground.slack import posting, vet
from playground.slack.facts import Json, SlackError
from playground.slack.hub import Hub


def _checked(hub: Hub, method: str, args: Json, kind: str) -> Json:
    view: Any = args.get("view")
    vet.check_view(view, kind)
    posting.watch_mentions(hub, method, view)
    checked: Json = view
    return checked


def publish(hub: Hub, args: Json) -> Json:
    if args.get("user_id") not in hub.state.people:
        raise SlackError("user_not_found")
    view = _checked(hub, "views.publish", args, "home")
    return {"view": hub.views.publish(args["user_id"], view, args.get("hash"))}


def _trigger(args: Json) -> str:
    trigger = args.get("trigger_id") or args.get("interactivity_pointer")
    if not trigger:
        raise vet.refuse("invalid_arguments", ["missing required field: trigger_id"])
    return str(trigger)


def open_view(hub: Hub, args: Json) -> Json:
    view = _checked(hub, "views.open", args, "modal")
    return {"view": hub.views.open(_trigger(args), view)}


def push(hub: Hub, args: Json) -> Json:
    view = _checked(hub, "views.push", args, "modal")
    return {"view": hub.views.push(hub.views.spend(_trigger(args)), view)}


def update(hub: Hub, args: Json) -> Json:
    view_id, external_id, known = args.get("view_id"), args.get("external_id"), args.get("hash")
    owner = next((who for who, home in hub.views.homes.items() if home["id"] == view_id), None)
    if owner is not None:
        return {
            "view": hub.views.publish(owner, _checked(hub, "views.update", args, "home"), known)
        }
    view = _checked(hub, "views.update", args, "modal")
    return {"view": hub.views.update(view, view_id, external_id, known)}


VIEWS = {
    "views.open": open_view,
    "views.publish": publish,
    "views.push": push,
    "views.update": update,
}
