"""Somebody who has no mouse: Tab, Shift+Tab, Enter, Space, arrows and Escape, and eyes.

Where the keyboard stands is read from the page, as a person sees the outline; nothing is pressed
or focused by a script.
"""

from typing import Literal

from playwright.async_api import Locator, Page, expect

Role = Literal["button", "link"]

TABS_MOST = 80
"""Presses of Tab before somebody gives up."""

STANDS = """one => {
    const here = document.activeElement;
    if (here === one) return "here";
    if (!here || here === document.body) return "nowhere";
    const before = one.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_PRECEDING;
    return before ? "before" : "after";
}"""
"""Where the keyboard stands, seen from an element."""


class Keys:
    """The keyboard before one side of the page."""

    def __init__(self, page: Page, side: Locator) -> None:
        self.page, self.side = page, side

    async def walk(self, target: Locator) -> int:
        """Tab to it, forwards or backwards, whichever is the way; how many presses it took."""
        await target.wait_for()
        for pressed in range(TABS_MOST):
            where = await target.evaluate(STANDS)
            if where == "here":
                return pressed
            await self.page.keyboard.press("Shift+Tab" if where == "after" else "Tab")
        raise AssertionError(f"{target} was not reached; {await self.standing()!r} was")

    async def go(self, label: str, *, role: Role = "button") -> None:
        """The newest button or link of this name; it need not change."""
        await self.walk(self._newest(label, role))
        await self.page.keyboard.press("Enter")

    async def press(self, *labels: str, key: str = "Enter") -> int:
        """The newest button of each name, one after the other, each once its panel is settled; how
        many presses of Tab the longest way took."""
        longest = 0
        for label in labels:
            target = self._newest(label)
            longest = max(longest, await self.walk(target))
            held = await target.element_handle()
            await self.page.keyboard.press(key)
            await held.wait_for_element_state("hidden")
            await self.kept()
        return longest

    async def types(self, box: Locator, words: str) -> None:
        """Into where one writes, and sent."""
        await self.walk(box)
        await self.page.keyboard.type(words)
        await self.page.keyboard.press("Enter")
        await expect(box).to_have_value("")
        await self.kept()

    async def kept(self) -> None:
        """The keyboard stands on this side of the page, on something that is there."""
        inside = await self.side.evaluate(
            """side => side.contains(document.activeElement)
                && document.activeElement.checkVisibility()"""
        )
        assert inside, f"thrown out of the chat, to {await self.standing()!r}"

    def _newest(self, label: str, role: Role = "button") -> Locator:
        return self.side.get_by_role(role, name=label, exact=True).last

    async def standing(self) -> str:
        """What the keyboard stands on."""
        return str(
            await self.page.evaluate(
                "`${document.activeElement.tagName} ${document.activeElement.textContent}`"
            )
        )
