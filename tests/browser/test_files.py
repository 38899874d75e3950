"""A file in the page: its name and size, a picture as a picture, and a link that opens it."""

import pytest

pytest.importorskip("playwright.async_api", reason="the page is driven with Playwright")
from playwright.async_api import expect

from bot.certificates import aloud
from tests.browser.window import NARROW, WIDE, Look, stick_out
from tests.contract.wall import wall
from tests.gallery import PLATFORMS, PROOF, gallery
from tests.playground.server import Playground

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]

LOADED = "one => one.complete && [one.naturalWidth, one.naturalHeight]"


@pytest.mark.parametrize("platform", PLATFORMS)
async def test_a_certificate_is_seen_and_can_be_opened(look: Look, platform: str) -> None:
    async with (
        Playground() as play,
        wall(play, platform) as on,
        look(play, at=f"/?{platform}={on.person}") as page,
    ):
        side = page.locator(f".{platform}")
        for form in ("pdf", "png"):
            await on.hang(gallery(platform)[f"certificate-{form}"][0])
            file = side.locator(".file").last
            name = f"certificate-RND-7K2M-9QX4-T0ZB.{form}"
            await expect(file.get_by_role("link").first).to_contain_text(name)
            await expect(file.locator(".size")).to_contain_text(" KB")
            picture = file.get_by_role("img")
            await expect(picture).to_have_count(int(form == "png"))
            if form == "png":
                said = aloud(PROOF) if platform == "slack" else name
                await expect(picture).to_have_attribute("alt", said)
                await expect(picture).to_be_visible()
                await page.wait_for_function(LOADED, arg=await picture.element_handle())
                assert await picture.evaluate(LOADED) == [1600, 1131]
            link = await file.get_by_role("link").first.get_attribute("href")
            async with play.http.get(f"{play.url}{link}") as answer:
                assert answer.content_type in ("application/pdf", "image/png")
        for size in (NARROW, WIDE):
            await page.set_viewport_size(size)
            assert await stick_out(page, f".{platform} .log") == []
        async with page.expect_popup() as opened:
            await side.locator(".file .open").last.click()
        await expect((await opened.value).locator("img")).to_be_visible()
