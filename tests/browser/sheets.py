"""`python -m tests.browser.sheets [SHEET…]`: the contact sheets of docs/gallery.md, one for each
kind of task and platform, as people see its cards on a phone, and those of docs/course.md, one for
each lesson; or only those sheets, "course" for all lessons.

What differs from one day to the next (the time of a message) is left out, so that a sheet changes
when a card does. Each page says in words what its pictures show.
"""

import asyncio
import re
import sys
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from pathlib import Path

from playwright.async_api import Browser, async_playwright

from bot.cards import Out
from tests import needs
from tests.browser.contact_sheet import SHEET, Picture, Samples, photographed, sheet
from tests.browser.window import ARGUMENTS
from tests.gallery import PLATFORMS, SHEETS, hung_on
from tests.gallery_course import AT_FIRST, COURSES, Seen, seen

DOCS = Path(__file__).parents[2] / "docs"
IMAGES = DOCS / "images" / "gallery"
PAGE = DOCS / "gallery.md"

COURSE = COURSES["rlhf_1"].texts[0]
LESSONS = {lesson.id: lesson for lesson in COURSE.lessons}
COURSE_IMAGES = DOCS / "images" / "course"
COURSE_PAGE = DOCS / "course.md"

COLUMNS = 4
LOSSLESS, SHADES = 1.0, 16
"""Quality of WebP, and how many shades each colour has: letters stay sharp, and for pictures of
text this is two thirds of what WebP with losses takes."""

NAMED = {"slack": "Slack", "telegram": "Telegram"}
HEAD = """# The gallery

Every card that people can meet, on each platform, as on a phone 390 pixels wide: drawn by the real
engine and adapters, sent over the wire, and photographed in the playground's page. `make gallery`
draws it again, with Noto's CJK and emoji fonts installed; do so when a card changes, and look at
each sheet. What a card is to say letter by letter stands in `tests/golden`, and a test
keeps it there.
"""

COURSE_HEAD = f"""# {COURSE.title}, step by step

Every step of the course, on each platform, as on a phone 390 pixels wide: met on a visit to the
real engine by somebody who tries each check twice and else chooses what the reviewer would, sent
over the wire, and photographed in the playground's page. `make gallery ARGS=course` draws it again;
do so when the course or a card of it changes, and read it. What every other answer opens, the
warm-up sets and the second course stand as text in `tests/golden/course`, where a test keeps them.
"""

AS_WEBP = """async ({png, quality, shades}) => {
    const shot = new Image();
    shot.src = "data:image/png;base64," + png;
    await shot.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [shot.naturalWidth, shot.naturalHeight];
    const pen = canvas.getContext("2d");
    pen.drawImage(shot, 0, 0);
    if (shades) {
        const drawn = pen.getImageData(0, 0, canvas.width, canvas.height);
        const apart = 255 / (shades - 1);
        drawn.data.forEach((one, n) => { drawn.data[n] = Math.round(one / apart) * apart; });
        pen.putImageData(drawn, 0, 0);
    }
    return canvas.toDataURL("image/webp", quality).split(",")[1];
}"""


def file(platform: str, name: str) -> Path:
    """Where the picture of one sheet lies."""
    return IMAGES / f"{re.sub(r'[^a-z]+', '-', name)}-{platform}.webp"


def page() -> str:
    """docs/gallery.md: each sheet's pictures, and the names of what hangs there."""
    return "\n".join([HEAD, *(_section(name) for name in SHEETS)])


def course_page() -> str:
    """docs/course.md: each lesson's pictures, and the names of its steps."""
    return "\n".join([COURSE_HEAD, *map(_lesson, LESSONS)])


def course_file(platform: str, lesson: str) -> Path:
    return COURSE_IMAGES / f"{lesson}-{platform}.webp"


def on_the_way(platform: str, lesson: str) -> Iterator[tuple[str, list[Out]]]:
    """What somebody meets in a lesson, by the names that stand above the pictures."""
    steps = LESSONS[lesson].steps
    for one in seen(platform, "rlhf_1")[lesson]:
        if one.path:
            yield f"{steps.index(one.step) + 1}. {_called(one)}", one.outs


def _called(one: Seen) -> str:
    return one.step.title if one.when == AT_FIRST else one.when


def _lesson(name: str) -> str:
    number, lesson = list(LESSONS).index(name) + 1, LESSONS[name]
    lines = [f"## Lesson {number}: {lesson.title}", "", lesson.goal, ""]
    for platform in PLATFORMS:
        at = course_file(platform, name).relative_to(DOCS)
        shown = f"{NAMED[platform]}: lesson {number}, its {len(lesson.steps)} steps, named below"
        lines += [f"### {NAMED[platform]}: lesson {number}", "", f"![{shown}]({at})", ""]
    steps = (f"{place}. {step.title}" for place, step in enumerate(lesson.steps, start=1))
    return "\n".join([*lines, "\n".join(steps), ""])


def _section(name: str) -> str:
    lines = [f"## {name.capitalize()}", ""]
    for platform in PLATFORMS:
        cards = list(dict.fromkeys(card for card, _ in hung_on(platform, name)))
        at = file(platform, name).relative_to(DOCS)
        lines += [f"### {NAMED[platform]}: {name}", ""]
        lines += [f"![{NAMED[platform]}: {name}, {len(cards)} samples, named below]({at})", ""]
        lines += [f"{', '.join(cards)}.", ""]
    return "\n".join(lines)


async def drawn(browser: Browser, pictures: Sequence[Picture]) -> bytes:
    """One sheet, as WebP."""
    page = await browser.new_page(viewport=SHEET)
    await page.set_content(sheet(pictures, COLUMNS))
    png = await page.screenshot(full_page=True)
    await page.close()
    return await webp(browser, png, LOSSLESS, SHADES)


async def webp(browser: Browser, png: bytes, quality: float, shades: int = 0) -> bytes:
    """The same picture, smaller; in a page of its own, whose policy forbids no picture. With
    `shades`, each colour has only so many."""
    page = await browser.new_page()
    told = {"png": b64encode(png).decode(), "quality": quality, "shades": shades}
    smaller = b64decode(await page.evaluate(AS_WEBP, told))
    await page.close()
    return smaller


async def put(browser: Browser, platform: str, samples: Samples, to: Path) -> None:
    pictures = await photographed(browser, platform, "phone", samples)
    _kept(await drawn(browser, pictures), to, len(pictures))


def _kept(picture: bytes, to: Path, cards: int) -> None:
    to.write_bytes(picture)
    print(f"{to.name}: {cards} pictures, {len(picture) // 1000} kB", flush=True)


async def main(names: Sequence[str]) -> None:
    lessons = list(LESSONS) if "course" in names else []
    for folder in (IMAGES, COURSE_IMAGES):
        folder.mkdir(parents=True, exist_ok=True)
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=needs.chromium(), args=ARGUMENTS)
        for platform in PLATFORMS:
            for name in names:
                if name in SHEETS:
                    await put(browser, platform, hung_on(platform, name), file(platform, name))
            for name in lessons:
                samples = on_the_way(platform, name)
                await put(browser, platform, samples, course_file(platform, name))
        await browser.close()
    wanted = {file(platform, name) for name in SHEETS for platform in PLATFORMS}
    wanted |= {course_file(platform, name) for name in LESSONS for platform in PLATFORMS}
    for left in {*IMAGES.iterdir(), *COURSE_IMAGES.iterdir()} - wanted:
        left.unlink()
    PAGE.write_text(page(), encoding="utf-8")
    COURSE_PAGE.write_text(course_page(), encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:] or [*SHEETS, "course"]))
