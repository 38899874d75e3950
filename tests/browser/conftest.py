"""One Chromium for all tests of the page; each test has a window, and a playground, of its own."""

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import async_playwright

from tests import needs
from tests.browser.window import ARGUMENTS, Look, windows


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def look() -> AsyncIterator[Look]:
    """Open a window on a playground: `async with look(play) as page`."""
    program = needs.chromium()
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield windows(browser)
        await browser.close()
