"""A bot of a page of code, on the real Bolt app and the real python-telegram-bot client.

It asks a few questions in one panel that it edits in place, as Rounds does: enough for the page to
have everything to draw, and nothing of Rounds in it, so that a fault of the page looks like one.
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, filters
from telegram.ext import MessageHandler as Hearing

from tests.playground import slack_rig, telegram_rig
from tests.playground.server import Playground
from tests.playground.slack_rig import CHANNEL, actions, button, form, section

Json = dict[str, Any]
SLACK_PERSON, TELEGRAM_PERSON = slack_rig.PERSON, telegram_rig.PERSON
QUESTIONS = ("Which is better?", "How much better?", "Is it safe?")
ANSWERS = (("A is better", "B is better"), ("Clearly", "Slightly", "Hardly"), ("Safe", "Not safe"))
HOSTILE = (
    '<img src=x onerror="window.hurt=1"><script>window.hurt=1</script> '
    "<b>*not* _marked_</b> &amp;lt;"
)


def panel(step: int) -> list[Json]:
    """The question of this step, its answers, and a way back; after the last one, no buttons."""
    if step >= len(QUESTIONS):
        return [section("Saved. Thank you.")]
    rows = [
        actions(button(label, f"answer:{n}", value=f"{step}:{n}"))
        for n, label in enumerate(ANSWERS[step])
    ]
    return [
        section(f"*{QUESTIONS[step]}*"),
        *rows,
        actions(button("Back", "back", value=f"{step}:b")),
    ]


class SlackBot(slack_rig.Rig):
    def __init__(self, play: Playground) -> None:
        super().__init__(play)
        self.root = ""
        self.reasons: list[str] = []
        self.app.event("message")(self.hear)
        self.app.event("app_home_opened")(self.home)
        self.app.action("next")(self.next)
        self.app.action("write")(self.write)
        self.app.action("back")(self.back)
        self.app.action("open")(self.nothing)
        for n in range(3):
            self.app.action(f"answer:{n}")(self.answer)
        self.app.view("reason")(self.reason)
        self.app.command("/rounds")(self.command)

    async def hear(self, event: Json) -> None:
        if event.get("text") == "next":
            await self.task()

    async def home(self, event: Json) -> None:
        blocks = [section("*Rounds*"), actions(button("Next task", "next", value="next"))]
        await self.client.views_publish(
            user_id=event["user"], view={"type": "home", "blocks": blocks}
        )

    async def next(self, ack: Any) -> None:
        await ack()
        await self.task()

    async def task(self) -> None:
        """A header, an answer and the panel in its thread, and a link to the panel."""
        self.root = (await self.post(text="Compare two answers"))["ts"]
        await self.post(text=HOSTILE, blocks=[section(HOSTILE, "plain_text")], thread_ts=self.root)
        where = (await self.post(text="panel", blocks=panel(0), thread_ts=self.root))["ts"]
        link = await self.client.chat_getPermalink(channel=CHANNEL, message_ts=where)
        opening = button("Open", "open", url=link["permalink"])
        writing = button("Write…", "write", value="w")
        await self.post(text="Ready", blocks=[section("Ready."), actions(opening, writing)])

    async def answer(self, ack: Any, action: Json, respond: Any) -> None:
        step = int(action["value"].split(":")[0]) + 1
        await respond(text="panel", blocks=panel(step), replace_original=True)
        await ack()

    async def back(self, ack: Any, action: Json, respond: Any) -> None:
        step = max(0, int(action["value"].split(":")[0]) - 1)
        await respond(text="panel", blocks=panel(step), replace_original=True)
        await ack()

    async def write(self, ack: Any, body: Json) -> None:
        await ack()
        await self.client.views_open(trigger_id=body["trigger_id"], view=form())

    async def reason(self, ack: Any, view: Json) -> None:
        said = view["state"]["values"]["b"]["why"]["value"]
        if len(said) < 10:
            await ack(response_action="errors", errors={"b": "Name a place in the text."})
            return
        self.reasons.append(said)
        await ack()

    async def nothing(self, ack: Any) -> None:
        await ack()

    async def command(self, ack: Any, command: Json) -> None:
        await ack(f"You asked for {command['text']}.")


class TelegramBot(telegram_rig.Rig):
    def __init__(self, play: Playground) -> None:
        super().__init__(play)
        self.running = self.application()
        self.running.add_handler(CommandHandler("start", self.start_command))
        self.running.add_handler(CallbackQueryHandler(self.pressed))
        self.running.add_handler(Hearing(filters.TEXT, self.heard))

    @asynccontextmanager
    async def polling(self) -> AsyncIterator[None]:
        async with self.running:
            await self.running.start()
            assert self.running.updater is not None
            await self.running.updater.start_polling()
            await self.running.bot.set_my_commands([("start", "Home"), ("next", "Next task")])
            try:
                yield
            finally:
                await self.running.updater.stop()
                await self.running.stop()

    def keys(self, step: int) -> Any:
        rows = [[label] for label in ANSWERS[step]] if step < len(QUESTIONS) else []
        return telegram_rig.keyboard(*rows, ["Back", "Skip"]) if rows else None

    async def start_command(self, update: Update, _context: Any) -> None:
        assert update.message is not None
        await update.message.reply_text(QUESTIONS[0], reply_markup=self.keys(0), do_quote=True)

    async def pressed(self, update: Update, _context: Any) -> None:
        query = update.callback_query
        assert query is not None and query.message is not None and query.data is not None
        label = query.data.removeprefix("d:")
        await query.answer(f"Noted: {label}")
        step = next((n for n, labels in enumerate(ANSWERS) if label in labels), -1) + 1
        text = QUESTIONS[step] if step < len(QUESTIONS) else "Saved. Thank you."
        await query.edit_message_text(text, reply_markup=self.keys(step))

    async def heard(self, update: Update, _context: Any) -> None:
        assert update.message is not None
        await update.message.reply_text(f"You said: {update.message.text}", do_quote=True)


class Bots:
    """One playground with both bots on it."""

    def __init__(self, play: Playground) -> None:
        self.play = play
        self.slack = SlackBot(play)
        self.telegram = TelegramBot(play)


@asynccontextmanager
async def bots(*, connected: bool = True) -> AsyncIterator[Bots]:
    async with Playground() as play, AsyncExitStack() as stack:
        await play.post("slack/people", {"name": "Dr Amara Osei", "id": SLACK_PERSON})
        await play.post("telegram/people", {"name": "Dr Kofi Osei", "id": TELEGRAM_PERSON})
        both = Bots(play)
        await stack.enter_async_context(both.telegram.bot)
        if connected:
            await both.slack.connect(1)
            stack.push_async_callback(both.slack.close)
            await stack.enter_async_context(both.telegram.polling())
        yield both
