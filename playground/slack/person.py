"""What a person does on Slack: says, presses, fills in, opens, edits, deletes; each becomes what
Slack would send.

Events (messages, edits, tabs) are owed to the app until acknowledged. Presses, forms and commands
are offered once: if the app does not acknowledge in time, the person sees Slack's warning.
"""

from typing import Any

from playground.platform import Refused, Unknown
from playground.slack import echo, events, presses
from playground.slack.facts import Json
from playground.slack.forms import Forms
from playground.slack.hub import Hub
from playground.slack.screen import plain
from playground.slack.socket import Ack, answer_of

NOT_HANDLED = "That did not work: the app did not answer in time. Try again."
CANNOT_CONNECT = "That did not work: the app is not connected. Try again."


class Person:
    def __init__(self, hub: Hub) -> None:
        self.hub = hub
        self.forms = Forms(hub)
        self.verbs = {
            "people": self.people,
            "say": self.say,
            "press": self.press,
            "submit": self.submit,
            "close": self.close,
            "open": self.open,
            "edit": self.edit,
            "delete": self.delete,
        }

    async def act(self, verb: str, body: Json) -> Json:
        if verb not in self.verbs:
            raise Unknown(f'Nobody can "{verb}"; a person can {", ".join(self.verbs)}.')
        return await self.verbs[verb](body)

    def who(self, body: Json) -> Json:
        return self.hub.state.person(str(body.get("person", "")))

    async def people(self, body: Json) -> Json:
        return self.hub.state.add_person(body)

    # talking

    async def say(self, body: Json) -> Json:
        person, said = self.who(body), body.get("text")
        if not isinstance(said, str) or not said.strip():
            raise Refused("There is nothing to send: write a text.")
        thread = self._thread(person, body.get("thread"))
        if said.startswith("/"):
            return await self.command(person, said, thread)
        if not self.hub.faults.messages_tab:
            raise Refused("Sending messages to this app has been turned off.")
        self.hub.tab[person["id"]] = "messages"
        message = self.hub.state.from_person(person["id"], said, thread)
        self.hub.state.keep(message)
        self.hub.deliveries.send(
            events.message_im(self.hub.state.public(message), person["channel"])
        )
        return {"message": message["ts"]}

    def _thread(self, person: Json, thread: Any) -> str | None:
        """The root to reply to; the id of a reply leads to its root, as a click does."""
        if thread is None:
            return None
        root = self.hub.state.message(person["channel"], str(thread))
        if root is None or root.get("only_for"):
            raise Refused(f"There is no message {thread} to reply to.")
        return str(root.get("thread_ts") or root["ts"])

    async def command(self, person: Json, said: str, thread: str | None) -> Json:
        name, _, rest = said.partition(" ")
        if thread:
            raise Refused(f"{name} is not supported in threads. Sorry!")
        if name not in self.hub.faults.commands:
            raise Refused(
                f"{name} is not a valid command. In Slack, all messages that start with the “/” "
                "character are interpreted as commands."
            )
        channel = person["channel"]
        link = self.hub.links.issue(person["id"], channel, None)
        trigger = self.hub.views.trigger(person["id"])
        payload = events.slash_command(person, name, echo.escape(rest.strip()), trigger, link)
        ack = await self.hub.sockets.deliver("slash_commands", payload, True)
        answer: Json = ack.payload or {}
        if not ack.acked:
            failed = "operation_timeout" if ack.reason == "timeout" else "dispatch_failed"
            answer = {"text": f"{name} failed with the error “{failed}”"}
        reply = str(answer.get("text") or "")
        if reply or answer.get("blocks"):
            only_for = None if answer.get("response_type") == "in_channel" else person["id"]
            sent = answer.get("blocks") or []
            self.hub.state.keep(self.hub.state.from_bot(channel, reply, sent, only_for=only_for))
        return answer_of(ack) | {"reply": echo.unescape(reply)}

    async def edit(self, body: Json) -> Json:
        person, said = self.who(body), body.get("text")
        message = self._own(person, body.get("message"))
        if not isinstance(said, str) or not said.strip():
            raise Refused("There is nothing left of the message: delete it instead.")
        before, ts = self.hub.state.public(message), self.hub.state.new_ts()
        fresh = message | {
            "text": echo.from_person(said),
            "fresh_text": said,
            "blocks": echo.person_blocks(said, self.hub.world.clock.token(5)),
            "edited": {"user": person["id"], "ts": ts},
        }
        self.hub.state.keep(fresh)
        after = self.hub.state.public(fresh)
        self.hub.deliveries.send(events.message_changed(after, before, person["channel"], ts))
        return {"message": message["ts"]}

    async def delete(self, body: Json) -> Json:
        person = self.who(body)
        message = self._own(person, body.get("message"))
        before = self.hub.state.public(message)
        self.hub.state.remove(message)
        ts = self.hub.state.new_ts()
        self.hub.deliveries.send(events.message_deleted(before, person["channel"], ts))
        return {"message": message["ts"]}

    def _own(self, person: Json, ts: Any) -> Json:
        message = self.hub.state.message(person["channel"], str(ts))
        if message is None or message.get("gone"):
            raise Refused(f"There is no message {ts}.")
        if message["from"] != "person":
            raise Refused("That message is the app's; only its author can change it.")
        return message

    # pressing

    async def press(self, body: Json) -> Json:
        person = self.who(body)
        target = presses.find(self.hub, person, body)
        trigger = self.hub.views.trigger(person["id"])
        action = presses.action_of(self.hub, target)
        place = target.place
        values = presses.values(self.hub, place.id, place.blocks)
        if place.message is not None:
            link = self.hub.links.issue(person["id"], person["channel"], place.message)
            shown = self.hub.state.public(place.message)
            payload = events.press_in_message(
                person, shown, action, values, trigger, link, place.message
            )
            under = f"{person['channel']}/{place.id}"
        else:
            view = (place.view or {}) | {"state": {"values": values}}
            payload = events.press_in_view(person, view, action, trigger)
            under = place.id
        ack = await self.hub.sockets.deliver("interactive", payload, False)
        self._warn(person, under, ack)
        opened = self.hub.views.opened_by(trigger)
        return answer_of(ack) | ({"opened": plain(opened["title"])} if opened else {})

    def _warn(self, person: Json, under: str, ack: Ack) -> None:
        """Slack's own warning under what was pressed; the next press that works takes it away."""
        if ack.acked:
            changed = self.hub.notices.pop(under, None) is not None
        else:
            self.hub.notices[under] = (
                CANNOT_CONNECT if ack.reason == "connection_failed" else NOT_HANDLED
            )
            changed = True
        if changed:
            self.hub.world.changed("slack", person["id"])

    async def submit(self, body: Json) -> Json:
        return await self.forms.submit(self.who(body), body)

    async def close(self, body: Json) -> Json:
        return await self.forms.close(self.who(body))

    # looking

    async def open(self, body: Json) -> Json:
        person, where = self.who(body), body.get("where")
        if where not in ("home", "messages"):
            raise Refused('On Slack a person opens "home" or "messages".')
        self.hub.tab[person["id"]] = where
        view = self.hub.views.homes.get(person["id"])
        ts = self.hub.state.new_ts()
        self.hub.deliveries.send(
            events.app_home_opened(person["id"], person["channel"], where, ts, view)
        )
        self.hub.world.changed("slack", person["id"])
        return {"where": where}
