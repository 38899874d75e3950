"""A modal, from the person's side: fill in and submit, or close; and what the app's answer does to
it."""

from typing import Any

from playground.platform import Refused
from playground.slack import events, posting, presses, vet
from playground.slack.facts import MODAL_STACK, Json, SlackError
from playground.slack.hub import Hub
from playground.slack.screen import plain
from playground.slack.socket import answer_of

TROUBLE = "We had some trouble connecting. Try again?"
REQUIRED = "Please complete this required field."


class Forms:
    def __init__(self, hub: Hub) -> None:
        self.hub = hub

    def top(self, person: Json) -> Json:
        view = self.hub.views.top(person["id"])
        if view is None:
            raise Refused("No form is open.")
        return view

    async def submit(self, person: Json, body: Json) -> Json:
        view = self.top(person)
        inputs = [block for block in view["blocks"] if block["type"] == "input"]
        self._fill(view, inputs, body.get("fields") or {})
        values = presses.values(self.hub, view["id"], view["blocks"])
        found = {block["block_id"]: self._missing(block, values) for block in inputs}
        wrong = {name: why for name, why in found.items() if why}
        self._show(person, view, wrong)
        if wrong:  # Slack's client keeps such a form to itself
            return {"errors": self._by_field(inputs, wrong), "acked": False, "sent": False}
        payload = events.view_submission(
            person, view | {"state": {"values": values}}, self.hub.views.trigger(person["id"])
        )
        ack = await self.hub.sockets.deliver("interactive", payload, True)
        if not ack.acked:
            self.hub.notices[view["id"]] = TROUBLE
            self.hub.world.changed("slack", person["id"])
            return answer_of(ack) | {"errors": None, "sent": True}
        self.hub.notices.pop(view["id"], None)
        errors = self._answered(person, view, inputs, ack.payload or {})
        return answer_of(ack) | {"errors": errors, "sent": True}

    def _fill(self, view: Json, inputs: list[Json], fields: Any) -> None:
        """A field is named by its label (its beginning is enough), its action id or block id."""
        if not isinstance(fields, dict):
            raise Refused('"fields" is an object: label or action id → text.')
        for name, said in fields.items():
            block = self._named(inputs, str(name))
            element = block["element"]
            kept = self.hub.chosen.setdefault(view["id"], {}).setdefault(block["block_id"], {})
            kept[element["action_id"]] = presses.typed(element, said)

    @staticmethod
    def _named(inputs: list[Json], name: str) -> Json:
        wanted = name.strip().casefold()
        for block in inputs:
            if (
                name in (block["element"]["action_id"], block["block_id"])
                or plain(block["label"]).casefold() == wanted
            ):
                return block
        for block in inputs:
            if plain(block["label"]).casefold().startswith(wanted):
                return block
        raise Refused(f'The form has no field "{name}".')

    @staticmethod
    def _missing(block: Json, values: Json) -> str | None:
        """What Slack's client refuses before it sends anything."""
        element = block["element"]
        state = values[block["block_id"]][element["action_id"]]
        said = state.get("value") or state.get("selected_option") or state.get("selected_options")
        if not said:
            return None if block.get("optional") else REQUIRED
        if not isinstance(said, str):
            return None
        least, most = element.get("min_length") or 0, element.get("max_length") or 3_000
        if len(said) < least:
            return f"Please enter at least {least} characters."
        return f"Please enter no more than {most} characters." if len(said) > most else None

    def _answered(self, person: Json, view: Json, inputs: list[Json], answer: Json) -> Json | None:
        """Carry out response_action; one Slack would not understand shows its general error."""
        kind = answer.get("response_action")
        try:
            if kind == "errors":
                return self._errors(person, view, inputs, answer.get("errors"))
            if kind in ("update", "push"):
                vet.check_view(answer.get("view"), "modal")
                posting.watch_mentions(self.hub, "response_action", answer.get("view"))
                self._step(person, view, kind, answer["view"])
            elif kind == "clear":
                self.hub.views.close(person["id"], all_of_them=True)
            elif kind is None:
                self._close_one(person, view)
            else:
                raise SlackError("invalid_arguments")
        except SlackError as refused:
            self.hub.violation("response_action", refused.code)
            self.hub.notices[view["id"]] = TROUBLE
            self.hub.world.changed("slack", person["id"])
        return None

    def _errors(self, person: Json, view: Json, inputs: list[Json], errors: Any) -> Json:
        known = {block["block_id"] for block in inputs}
        if not isinstance(errors, dict) or not errors or not set(errors) <= known:
            raise SlackError("invalid_arguments")
        texts = {name: str(why) for name, why in errors.items()}
        self._show(person, view, texts)
        return self._by_field(inputs, texts)

    def _step(self, person: Json, view: Json, kind: str, sent: Json) -> None:
        if kind == "update":
            self.hub.views.update(sent, view["id"], None, None)
        elif len(self.hub.views.modals.get(person["id"], [])) >= MODAL_STACK:
            raise SlackError("push_limit_reached")
        else:
            self.hub.views.push(person["id"], sent)

    def _close_one(self, person: Json, view: Json) -> None:
        """An empty acknowledgement closes the view that was submitted."""
        top = self.hub.views.top(person["id"])
        if top is not None and top["id"] == view["id"]:
            self.hub.views.close(person["id"], all_of_them=False)

    def _show(self, person: Json, view: Json, wrong: dict[str, str]) -> None:
        if self.hub.errors.get(view["id"], {}) != wrong:
            self.hub.errors[view["id"]] = wrong
            self.hub.world.changed("slack", person["id"])

    @staticmethod
    def _by_field(inputs: list[Json], wrong: dict[str, str]) -> Json:
        """Errors under the fields' labels, as a reader finds them."""
        return {
            plain(block["label"]): wrong[block["block_id"]]
            for block in inputs
            if block["block_id"] in wrong
        }

    async def close(self, person: Json) -> Json:
        view = self.top(person)
        everything = bool(view["clear_on_close"])
        self.hub.views.close(person["id"], all_of_them=everything)
        if not view["notify_on_close"]:
            return {"closed": plain(view["title"])}
        ack = await self.hub.sockets.deliver(
            "interactive", events.view_closed(person, view, everything), False
        )
        return answer_of(ack) | {"closed": plain(view["title"])}
