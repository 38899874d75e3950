"""A course's steps as text, as a platform shows them: drawn by the engine's own functions.

The answers of practice stand in the file's order here; in a chat their order is drawn for each
person. Whatever a platform would refuse is refused here too.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from bot.cards import Card, Post, words
from bot.events import Account
from bot.kinds import first_open
from bot.kinds.base import Brief
from bot.learning import Release
from bot.lessons import Course, filled
from bot.material import EMPHASIS, Scene, material
from bot.panel import draw
from bot.records import DONE, OPEN, SEEN, Assignment, Item, Project, replace
from bot.rules import Rules
from bot.syllabus import StepItem, items, project_of, rubric_of, rubrics
from bot.teach import letters

NOBODY = Account("", "", "")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
RULE = "─" * 40


def pages(course: Course, platform: str, language: str = "", only: str = "") -> Iterator[str]:
    """Each step as a text: what is posted, what is asked, and what follows its answer."""
    release = Release(0, project_of(course.id, course.version), course, "", EPOCH)
    wanted = release.text(language).language
    for item in items(course):
        if item.language == wanted and only in ("", item.step):
            yield "\n".join(_page(release, item, platform))


def _page(release: Release, item: StepItem, platform: str) -> Iterator[str]:
    taught = release.taught(item.step, item.language)
    scene = _scene(release, item, platform)
    size = len(taught.step.choices) or len(taught.step.answers)
    made = Assignment(
        id="0" * 19,
        person=0,
        item=0,
        project=release.project,
        order=tuple(range(size)),
        account=NOBODY,
        session="",
        state=OPEN,
        rubric=rubric_of(taught.step),
        step=item.step,
    )
    asked = replace(made, question=first_open(scene.brief, {}))
    yield f"{RULE}\n{platform} · {item.step}\n{RULE}"
    for _, card in material(made, scene):
        yield _told(card)
    yield _told(draw(asked, scene))
    for place, choice in enumerate(taught.step.choices):
        if not choice.right:
            yield _told(draw(replace(asked, answer={"tried": [place], "shown": place}), scene))
    if taught.step.kind != "say":
        yield _told(draw(replace(made, state=DONE, question=SEEN), scene))
    for one in taught.step.ifs:
        said = EMPHASIS.sub(r"\1", filled(one.text, letters(scene)))
        yield f"If {', '.join(one.keys)}: {said}\n"


def _scene(release: Release, item: StepItem, platform: str) -> Scene:
    taught = release.taught(item.step, item.language)
    made = Item(0, item.key, release.project, item.prompt, item.responses, item.ask, taught=taught)
    size = len(taught.step.choices) or len(taught.step.answers)
    brief = Brief(made, range(size), rubrics()[rubric_of(taught.step)], "")
    project = Project(release.project, release.text("").title, "", "")
    return Scene(brief, project, Rules(), "UTC", platform)


def _told(card: Card) -> str:
    """A message, with its buttons in brackets."""
    _ = Post(NOBODY, "", card)
    rows = [" ".join(f"[{button.label}]" for button in row) for row in card.rows]
    return "\n".join([words(card), *rows, ""])
