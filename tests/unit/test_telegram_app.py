"""The real client against exact answers of Telegram's HTTP: each error means one outcome, once."""

import asyncio
import json
import logging
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest
import respx

from adapters.port import Answer as Answered
from adapters.port import Knock, Never, Outcome, Refused, Sent, Unreadable, Unsure, Wait, Where
from adapters.telegram import poll
from adapters.telegram.app import TelegramSpeaker
from adapters.telegram.check import check
from adapters.telegram.outcome import REFUSED
from adapters.telegram.webhook import SECRET, Webhook
from bot.cards import Card, Durable, Edit, Erase, Lookup, Notice, Post, Reply, Run, Standing
from bot.events import Account, Event, Pressed
from store import Delivery, Duplicate, Handled, Quarantined

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
API, TOKEN = "https://api.telegram.org", "1000001:AAsecret-secret"
ACCOUNT = Account("telegram", "1000001", "42")
CARD = Card(((Run("Saved."),),))
CHAT = Where("42", "42", ref="12")
ME = {"id": 1000001, "is_bot": True, "first_name": "Rounds", "username": "rounds_bot"}
CHATS = {"id": 42, "type": "private", "first_name": "Kwame"}
PERSON = {"id": 42, "is_bot": False, "first_name": "Kwame"}
MESSAGE = {"message_id": 12, "date": 1772442000, "chat": CHATS, "from": ME, "text": "Saved."}

Answer = httpx.Response | Exception


def ok(result: Any) -> httpx.Response:
    return httpx.Response(200, json={"ok": True, "result": result})


def no(code: int, said: str, **parameters: Any) -> httpx.Response:
    body: dict[str, Any] = {"ok": False, "error_code": code, "description": said}
    return httpx.Response(code, json=body | ({"parameters": parameters} if parameters else {}))


class Api:
    """What each method answers next. A call without an answer fails the test at its end."""

    def __init__(self) -> None:
        self.answers: dict[str, list[Answer]] = {}
        self.calls: list[tuple[str, dict[str, str]]] = []
        self.unmocked: list[str] = []
        self.nothing_more = asyncio.Event()

    def on(self, method: str, *answers: Answer) -> None:
        self.answers.setdefault(method, []).extend(answers)

    def on_start(self) -> None:
        self.on("getMe", ok(ME))
        for method in ("deleteWebhook", "setMyCommands", "setMyDescription"):
            self.on(method, ok(True))
        self.on("setMyShortDescription", ok(True))

    def args(self, method: str) -> list[dict[str, str]]:
        return [args for name, args in self.calls if name == method]

    async def answer(self, request: httpx.Request) -> httpx.Response:
        method = request.url.path.rsplit("/", 1)[1]
        self.calls.append((method, dict(parse_qsl(request.content.decode()))))
        waiting = self.answers.get(method)
        if waiting:
            answer = waiting.pop(0)
            if isinstance(answer, Exception):
                raise answer
            return answer
        if method == "getUpdates":
            self.nothing_more.set()
            await asyncio.Event().wait()
        self.unmocked.append(method)
        return httpx.Response(500)


@pytest.fixture
def api() -> Iterator[Api]:
    made = Api()
    with respx.mock(assert_all_called=False) as router:
        router.post(url__startswith=f"{API}/bot{TOKEN}/").mock(side_effect=made.answer)
        yield made
    assert made.unmocked == []


Deliver = Callable[[Delivery, Event | Unreadable], Handled | Duplicate | Quarantined]


class Kept:
    """Every delivery, and what the store says to it."""

    def __init__(self) -> None:
        self.deliveries: list[tuple[Delivery, Event | Unreadable]] = []
        self.says: Deliver = lambda delivery, event: Handled(passing=())

    async def deliver(
        self, delivery: Delivery, event: Event | Unreadable
    ) -> Handled | Duplicate | Quarantined:
        self.deliveries.append((delivery, event))
        return self.says(delivery, event)


def speaker(
    kept: Kept | None = None, api_url: str = API, webhook: Webhook | None = None
) -> TelegramSpeaker:
    return TelegramSpeaker(
        token=TOKEN,
        api_url=api_url,
        deliver=(kept or Kept()).deliver,
        now=lambda: AT,
        lock=nullcontext,
        webhook=webhook,
    )


async def sent(out: Durable) -> Outcome:
    made = speaker()
    await made._bot.initialize()
    try:
        return await made.send(out, CHAT)
    finally:
        await made.stop()


POST, EDIT = Post(ACCOUNT, "m:1", CARD), Edit(ACCOUNT, "m:1", CARD)


async def test_a_post_and_an_edit_arrive(api: Api) -> None:
    api.on("getMe", ok(ME), ok(ME))
    api.on("sendMessage", ok(MESSAGE))
    api.on("editMessageText", ok(MESSAGE))
    assert await sent(POST) == Sent("12", "42")
    assert await sent(EDIT) == Sent("12", "42")
    said = api.args("sendMessage")[0]
    assert said["text"] == "Saved." and said["disable_notification"] == "true"
    assert json.loads(said["link_preview_options"]) == {"is_disabled": True}
    assert json.loads(api.args("editMessageText")[0]["reply_markup"]) == {"inline_keyboard": []}


NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are"
    " exactly the same as a current content and reply markup of the message"
)


@pytest.mark.parametrize(
    ("out", "answer", "expected"),
    [
        (
            POST,
            no(429, "Too Many Requests: retry after 7", retry_after=7),
            Wait(7.0, "Flood control exceeded. Retry in 0:00:07", "platform"),
        ),
        (
            POST,
            no(403, "Forbidden: bot was blocked by the user"),
            Never("Forbidden: bot was blocked by the user", gone=True),
        ),
        (
            POST,
            no(403, "Forbidden: user is deactivated"),
            Never("Forbidden: user is deactivated", gone=True),
        ),
        (POST, no(400, "Bad Request: chat not found"), Never("Chat not found", gone=True)),
        (
            POST,
            no(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1005),
            Never("The chat became a group of its own; only private chats are used."),
        ),
        (POST, no(400, "Bad Request: message is too long"), Never("Message is too long")),
        (EDIT, no(400, NOT_MODIFIED), Sent("12", "42")),
        (
            EDIT,
            no(400, "Bad Request: message to edit not found"),
            Never("Message to edit not found"),
        ),
        (
            EDIT,
            no(400, "Bad Request: message can't be edited"),
            Never("Message can't be edited"),
        ),
        (POST, no(401, "Unauthorized"), Wait(60.0, REFUSED, "platform")),
        (POST, no(404, "Not Found"), Wait(60.0, REFUSED, "platform")),
        (POST, no(409, "Conflict: odd"), Wait(1.0, "Conflict: odd")),
        (POST, no(500, "Internal Server Error"), Unsure("Internal Server Error")),
        (POST, ok(True), Unsure("Telegram's answer names no message.")),
    ],
)
async def test_each_answer_means_one_outcome_and_is_asked_for_once(
    api: Api, out: Post | Edit, answer: httpx.Response, expected: Outcome
) -> None:
    api.on("getMe", ok(ME))
    api.on("sendMessage", answer)
    api.on("editMessageText", answer)
    assert await sent(out) == expected
    assert len(api.args("sendMessage") + api.args("editMessageText")) == 1


ERASE = Erase(ACCOUNT, "17", "t1")


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (ok(True), Sent("12", "42")),
        (no(400, "Bad Request: message to delete not found"), Sent("12", "42")),
        (
            no(400, "Bad Request: message can't be deleted"),
            Never("Message can't be deleted"),
        ),
        (
            no(400, "Bad Request: message can't be deleted for everyone"),
            Never("Message can't be deleted for everyone"),
        ),
        (
            no(403, "Forbidden: bot was blocked by the user"),
            Never("Forbidden: bot was blocked by the user", gone=True),
        ),
        (
            no(429, "Too Many Requests: retry after 7", retry_after=7),
            Wait(7.0, "Flood control exceeded. Retry in 0:00:07", "platform"),
        ),
        (no(500, "Internal Server Error"), Unsure("Internal Server Error")),
    ],
)
async def test_a_message_that_is_gone_is_deleted_and_one_that_may_not_go_is_told(
    api: Api, answer: httpx.Response, expected: Outcome
) -> None:
    api.on("getMe", ok(ME))
    api.on("deleteMessage", answer)
    assert await sent(ERASE) == expected
    assert api.args("deleteMessage") == [{"chat_id": "42", "message_id": "17"}]


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (httpx.ConnectError("refused"), Wait),
        (httpx.ConnectTimeout("slow"), Wait),
        (httpx.PoolTimeout("busy"), Wait),
        (httpx.ReadTimeout("slow"), Unsure),
        (httpx.WriteTimeout("slow"), Unsure),
        (httpx.ReadError("reset"), Unsure),
        (httpx.RemoteProtocolError("closed"), Unsure),
        (httpx.Response(502, html="<html>Bad Gateway</html>"), Unsure),
        (httpx.Response(200, text="{"), Unsure),
    ],
)
async def test_only_what_surely_never_left_is_simply_tried_again(
    api: Api, error: Answer, kind: type[Outcome]
) -> None:
    api.on("getMe", ok(ME))
    api.on("sendMessage", error)
    assert isinstance(await sent(POST), kind)
    assert len(api.args("sendMessage")) == 1


async def test_a_client_already_closed_sends_nothing(api: Api) -> None:
    api.on("getMe", ok(ME))
    made = speaker()
    await made._bot.initialize()
    await made.stop()
    assert isinstance(await made.send(POST, CHAT), Wait)


async def test_what_telegram_lacks_needs_no_call_and_what_it_would_refuse_makes_none(
    api: Api,
) -> None:
    api.on("getMe", *[ok(ME)] * 3)
    assert await sent(Standing(ACCOUNT, CARD)) == Sent()
    assert await sent(Lookup(ACCOUNT, "profile")) == Sent()
    long = Card(((Run("x" * 4097),),))
    assert await sent(Post(ACCOUNT, "m:2", long)) == Never(
        "A message has 4097 characters, over 4096."
    )
    assert {name for name, _ in api.calls} == {"getMe"}


def test_posts_and_edits_of_a_chat_share_a_limit() -> None:
    made = speaker()
    assert made.pace(POST, CHAT) == ("telegram.chat:42", "telegram.all")
    assert made.pace(EDIT, Where("", "42")) == ("telegram.chat:42", "telegram.all")
    assert made.pace(Standing(ACCOUNT, CARD), CHAT) == made.pace(ERASE, CHAT) == ()


async def started(kept: Kept, api: Api) -> TelegramSpeaker:
    """Started, and everything that waited at Telegram taken."""
    made = speaker(kept)
    await made.start()
    async with asyncio.timeout(10):
        await api.nothing_more.wait()
    return made


async def test_the_start_keeps_what_waits_and_names_what_it_wants(api: Api) -> None:
    api.on_start()
    assert speaker().healthy(AT) == "Telegram has not been reached yet."
    made = await started(Kept(), api)
    assert made.team == "1000001" and made.name == "rounds_bot" and made.healthy(AT) == ""
    assert api.args("deleteWebhook") == [{"drop_pending_updates": "false"}]
    words = [one["command"] for one in json.loads(api.args("setMyCommands")[0]["commands"])]
    assert words[0] == "start" and "mydata" in words
    asked = api.args("getUpdates")[0]
    assert json.loads(asked["allowed_updates"]) == [
        "message",
        "edited_message",
        "callback_query",
        "my_chat_member",
    ]
    assert asked["timeout"] == "50" and "offset" not in asked
    await made.stop()


async def test_a_wrong_token_is_refused_without_being_shown(api: Api) -> None:
    api.on("getMe", no(401, "Unauthorized"))
    made = speaker()
    with pytest.raises(Refused) as refused:
        await made.start()
    assert str(refused.value) == REFUSED and TOKEN not in repr(refused.value)
    await made.stop()


async def test_an_unreachable_telegram_can_be_started_again(api: Api) -> None:
    api.on("getMe", httpx.ConnectError("no route"))
    api.on_start()
    made = speaker()
    with pytest.raises(ConnectionError):
        await made.start()
    assert made.healthy(AT) == "Telegram has not been reached yet."
    await made.start()
    assert made.team == "1000001" and made.healthy(AT) == ""
    await made.stop()


async def test_a_start_telegram_finds_fault_with_is_tried_again_later(api: Api) -> None:
    api.on("getMe", ok(ME))
    api.on("deleteWebhook", no(400, "Bad Request: try again later"))
    made = speaker()
    with pytest.raises(ConnectionError, match="ry again later"):
        await made.start()
    assert made.team == ""
    await made.stop()


async def test_whoever_calls_before_telegram_was_reached_is_asked_to_come_again(api: Api) -> None:
    kept = Kept()
    made = speaker(kept, webhook=Webhook("https://clinic.example/telegram", "s3cret"))
    (heard,) = made.hears().values()
    assert await heard(Knock({SECRET: ("wrong",)}, b"{}")) == Answered(401)
    assert await heard(Knock({SECRET: ("s3cret",)}, b"{}")) == Answered(503)
    assert kept.deliveries == []
    await made.stop()


async def test_what_is_no_list_of_updates_confirms_nothing(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(poll, "AGAIN_SECONDS", (0.001,))
    kept = Kept()
    api.on_start()
    api.on("getUpdates", ok({"update_id": 6}), ok([pressed(7)]))
    api.on("answerCallbackQuery", ok(True))
    await (await started(kept, api)).stop()
    assert [delivery.key for delivery, _ in kept.deliveries] == ["7"]
    assert [args.get("offset") for args in api.args("getUpdates")] == [None, None, "8"]


def pressed(number: int, data: Any = "0123456789abcdefghi:3:1") -> dict[str, Any]:
    query = {"id": f"q{number}", "from": PERSON, "message": MESSAGE, "chat_instance": "5"}
    return {"update_id": number, "callback_query": query | {"data": data}}


async def test_a_press_is_stored_then_answered_with_its_toast(api: Api) -> None:
    kept = Kept()
    kept.says = lambda delivery, event: Handled(passing=(Reply("More."), Notice("Saved.")))
    api.on_start()
    api.on("getUpdates", ok([pressed(7)]))
    api.on("answerCallbackQuery", ok(True))
    api.on("sendMessage", ok(MESSAGE))
    made = await started(kept, api)
    await made.stop()
    ((delivery, event),) = kept.deliveries
    assert isinstance(event, Pressed) and event.message == "12"
    assert (delivery.source, delivery.team, delivery.key) == ("telegram", "1000001", "7")
    assert json.loads(delivery.raw) == pressed(7) and delivery.account == ACCOUNT
    assert api.args("answerCallbackQuery") == [{"callback_query_id": "q7", "text": "Saved."}]
    assert [name for name, _ in api.calls].index("answerCallbackQuery") < len(api.calls)
    assert api.args("sendMessage")[0]["text"] == "More."
    assert api.args("getUpdates")[1]["offset"] == "8"


@pytest.mark.parametrize("verdict", [Handled(passing=()), Duplicate(passing=())])
async def test_every_press_is_answered(api: Api, verdict: Handled | Duplicate) -> None:
    kept = Kept()
    kept.says = lambda delivery, event: verdict
    api.on_start()
    api.on("getUpdates", ok([pressed(7)]))
    api.on("answerCallbackQuery", ok(True))
    await (await started(kept, api)).stop()
    assert api.args("answerCallbackQuery") == [{"callback_query_id": "q7"}]


async def test_a_word_that_cannot_be_said_or_does_not_arrive_is_told_to_us_and_no_more(
    api: Api, caplog: pytest.LogCaptureFixture
) -> None:
    kept = Kept()
    kept.says = lambda delivery, event: Handled(passing=(Reply("x" * 4097), Reply("Help.")))
    said = {"message_id": 5, "date": 1772442000, "chat": CHATS, "from": PERSON, "text": "/help"}
    api.on_start()
    api.on("getUpdates", ok([{"update_id": 7, "message": said}]))
    api.on("sendMessage", no(403, "Forbidden: bot was blocked by the user"))
    await (await started(kept, api)).stop()
    assert [args["text"] for args in api.args("sendMessage")] == ["Help."]
    assert [one.levelname for one in caplog.records] == ["ERROR", "WARNING"]
    assert "bot was blocked" in caplog.text and "x" * 9 not in caplog.text


async def test_an_answer_that_comes_too_late_is_no_failure(
    api: Api, caplog: pytest.LogCaptureFixture
) -> None:
    late = "query is too old and response timeout expired or query ID is invalid"
    api.on_start()
    api.on("getUpdates", ok([pressed(7)]))
    api.on("answerCallbackQuery", no(400, f"Bad Request: {late}"))
    with caplog.at_level(logging.WARNING, "adapters"):
        await (await started(Kept(), api)).stop()
    assert caplog.records == []


async def test_a_notice_over_the_limit_is_told_to_us_and_the_press_still_answered(
    api: Api, caplog: pytest.LogCaptureFixture
) -> None:
    kept = Kept()
    kept.says = lambda delivery, event: Handled(passing=(Notice("x" * 201),))
    api.on_start()
    api.on("getUpdates", ok([pressed(7)]))
    api.on("answerCallbackQuery", ok(True))
    await (await started(kept, api)).stop()
    assert api.args("answerCallbackQuery") == [{"callback_query_id": "q7"}]
    assert "200 characters" in caplog.text


async def test_a_poisoned_update_is_kept_and_its_neighbours_are_handled(api: Api) -> None:
    kept = Kept()
    deep = {"update_id": 8, "message": {"from": PERSON, "text": 5, "chat": CHATS}}
    api.on_start()
    api.on("getUpdates", ok([pressed(7), deep, pressed(9, data=None), "junk", pressed(10)]))
    api.on("answerCallbackQuery", *[ok(True)] * 3)
    await (await started(kept, api)).stop()
    kinds = {delivery.key: type(event).__name__ for delivery, event in kept.deliveries}
    assert kinds == {
        "7": "Pressed",
        "8": "Unreadable",
        "9": "Unreadable",
        "": "Unreadable",
        "10": "Pressed",
    }
    assert api.args("getUpdates")[1]["offset"] == "11"


async def test_a_machine_fault_confirms_nothing_and_answers_nobody(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(poll, "AGAIN_SECONDS", (0.001,))
    kept = Kept()

    def broken_once(delivery: Delivery, event: Event | Unreadable) -> Handled:
        if len(kept.deliveries) == 1:
            raise OSError("database or disk is full")
        return Handled(passing=())

    kept.says = broken_once
    api.on_start()
    api.on("getUpdates", ok([pressed(7)]), ok([pressed(7)]))
    api.on("answerCallbackQuery", ok(True))
    await (await started(kept, api)).stop()
    assert [args.get("offset") for args in api.args("getUpdates")] == [None, None, "8"]
    assert len(api.args("answerCallbackQuery")) == 1


async def test_no_log_tells_the_token_or_what_was_written(
    api: Api, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    api.on_start()
    torn = httpx.Response(200, text='{"ok":true,"result":{"text":"What somebody wrote')
    api.on("sendMessage", no(500, "x"), httpx.ReadError("reset"), torn)
    made = await started(Kept(), api)
    for _ in range(3):
        await made.send(POST, CHAT)
    await made.stop()
    assert "AAsecret" not in caplog.text and "somebody wrote" not in caplog.text


async def test_doctor_finds_a_wrong_token_a_webhook_and_no_network(api: Api) -> None:
    ours = "https://clinic.example/telegram"
    late = {"url": ours, "last_error_message": "Connection timed out"}
    api.on("getMe", no(401, "Unauthorized"), *[ok(ME)] * 4, httpx.ConnectError("no route"))
    api.on("getWebhookInfo", ok({"url": "https://x.example/h"}), ok({"url": ""}))
    api.on("getWebhookInfo", ok({"url": ours}), ok(late))
    assert await check(TOKEN, API) == [REFUSED]
    assert "webhook" in (await check(TOKEN, API))[0]
    assert await check(TOKEN, API) == []
    assert await check(TOKEN, API, ours) == []
    assert "(Connection timed out)" in (await check(TOKEN, API, ours))[0]
    assert "ROUNDS_TELEGRAM_API_URL" in (await check(TOKEN, API))[0]
