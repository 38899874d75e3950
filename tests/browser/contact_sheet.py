"""`python -m tests.browser.contact_sheet FOLDER`: every card of both platforms as people see it.

The cards of the gallery are drawn by the real adapters, sent to a playground as the bot would send
them, and photographed in its page at the width of a desk and of a phone, into sheets to look at.
"""

import asyncio
import json
import sys
from base64 import b64encode
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Locator, Page, ViewportSize, async_playwright

from adapters.port import Call
from tests.browser.small_bot import Bots, bots
from tests.browser.window import ARGUMENTS, CHROMIUM
from tests.contract.drawn import calls
from tests.gallery import gallery
from tests.playground.slack_rig import PERSON as MEMBER
from tests.playground.telegram_rig import PERSON as NUMBER

TALL = 2_600  # px; the longest part of an answer is photographed in one piece on a phone
SIZES = {
    "desk": ViewportSize(width=1280, height=TALL),
    "phone": ViewportSize(width=390, height=TALL),
}
COLUMNS = {"desk": 2, "phone": 4}
ROWS = 6
MESSAGES = ("chat.postMessage", "chat.update", "chat.postEphemeral", "sendMessage")
ELSEWHERE = ("thread_ts", "ts", "reply_parameters", "message_id", "metadata")
"""Arguments that name another message: each card stands alone here."""

Picture = tuple[str, bytes]


class Wall:
    """A window whose newest message, Home, form or toast can be photographed."""

    def __init__(self, both: Bots, page: Page, platform: str) -> None:
        self.both, self.page, self.platform = both, page, platform

    async def pictures(self, call: Call) -> list[bytes]:
        """What this call shows; nothing where it shows nothing."""
        if call.method == "views.publish":
            return [await self._home(dict(call.args["view"]))]
        if call.method == "views.open":
            return [await self._form(dict(call.args["view"]))]
        if call.method == "answerCallbackQuery":
            return (
                [await self._toast(str(call.args.get("text", "")))] if call.args.get("text") else []
            )
        if "errors" in call.args:
            return []  # words under a field, seen in the tests of the page
        return [await self._message(call)]

    async def _message(self, call: Call) -> bytes:
        kept = {name: value for name, value in call.args.items() if name not in ELSEWHERE}
        if self.platform == "slack":
            said = {name: kept[name] for name in ("text", "blocks") if name in kept}
            number = (await self.both.slack.post(**said))["ts"]
        else:
            form = {
                name: value if isinstance(value, str) else json.dumps(value)
                for name, value in (kept | {"chat_id": NUMBER}).items()
            }
            status, body, _ = await self.both.telegram.call("sendMessage", **form)
            if status != 200:
                raise AssertionError(body)
            number = str(body["result"]["message_id"])
        return await self._photograph(self.page.locator(f'[data-key="{number}"]'))

    async def _home(self, view: dict[str, Any]) -> bytes:
        await self.page.get_by_role("tab", name="Home").click()
        await self.both.slack.client.views_publish(user_id=MEMBER, view=view)
        await self.page.wait_for_timeout(300)
        picture = await self._photograph(self.page.locator(".home .view"))
        await self.page.get_by_role("tab", name="Messages").click()
        return picture

    async def _form(self, view: dict[str, Any]) -> bytes:
        trigger = self.both.play.slack.hub.views.trigger(MEMBER)
        await self.both.slack.client.views_open(trigger_id=trigger, view=view)
        picture = await self._photograph(self.page.locator("dialog.modal form"))
        await self.both.play.post("slack/close", {"person": MEMBER})
        await self.page.locator("dialog.modal form").wait_for(state="hidden")
        return picture

    async def _toast(self, words: str) -> bytes:
        hub = self.both.play.telegram.hub
        said = {"text": words, "at": hub.world.clock.now(), "alert": False}
        hub.toasts[NUMBER] = [said]
        hub.state.changed(NUMBER)
        toast = self.page.locator(".toast").last
        picture = await self._photograph(toast)
        await toast.click()
        return picture

    @staticmethod
    async def _photograph(place: Locator) -> bytes:
        await place.wait_for()
        return await place.screenshot(animations="disabled")


@asynccontextmanager
async def wall(browser: Browser, platform: str, size: str) -> AsyncIterator[Wall]:
    async with bots(connected=False) as both:
        await both.telegram.start()
        page = await browser.new_page(viewport=SIZES[size], reduced_motion="reduce")
        await page.goto(both.play.url + ("/?telegram=0" if platform == "telegram" else "/"))
        yield Wall(both, page, platform)
        await page.close()


async def photographed(browser: Browser, platform: str, size: str) -> list[Picture]:
    found: list[Picture] = []
    async with wall(browser, platform, size) as hung:
        for name, outs in gallery(platform).items():
            for call in calls(platform, outs):
                found += [(name, one) for one in await hung.pictures(call)]
    return found


def sheet(pictures: Sequence[Picture], columns: int) -> str:
    """One page of pictures, each under its name."""
    figures = "".join(
        f'<figure><figcaption>{name}</figcaption><img src="data:image/png;base64,'
        f'{b64encode(data).decode()}"></figure>'
        for name, data in pictures
    )
    return (
        "<!doctype html><style>body{margin:8px;background:#999;font:14px sans-serif;"
        f"columns:{columns};column-gap:8px}}"
        "figure{margin:0 0 8px;break-inside:avoid;background:#fff}img{max-width:100%;display:block}"
        f"figcaption{{padding:2px 6px;font-weight:700}}</style>{figures}"
    )


async def main(folder: Path) -> None:
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for platform in ("slack", "telegram"):
            for size, columns in COLUMNS.items():
                pictures = await photographed(browser, platform, size)
                page = await browser.new_page(viewport=ViewportSize(width=1_600, height=600))
                for first in range(0, len(pictures), columns * ROWS):
                    await page.set_content(sheet(pictures[first : first + columns * ROWS], columns))
                    path = folder / f"{platform}-{size}-{first:03}.png"
                    await page.screenshot(path=path, full_page=True)
                await page.close()
                print(f"{platform}, {size}: {len(pictures)} pictures in {folder}")
        await browser.close()


if __name__ == "__main__":
    place = Path(sys.argv[1])
    place.mkdir(parents=True, exist_ok=True)
    asyncio.run(main(place))
