"""One Chromium for all tests of the page; each test has a window, and a playground, of its own."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def look() -> AsyncIterator[Any]:
    """Open a window on a playground: `async with look(play) as page`."""
    api = pytest.importorskip("playwright.async_api", reason="the page is driven with Playwright")
    from tests.browser.window import ARGUMENTS, CHROMIUM, windows

    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: install chromium to drive the page")
    async with api.async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield windows(browser)
        await browser.close()
