"""What there is to judge, posted once and whole: the question under its cost, then every answer.

Pure: an assignment and its scene go in, cards come out. Nothing is cut; what is too long for one
message goes on in the next.
"""

import re
from dataclasses import dataclass

from bot import pace
from bot.cards import Card
from bot.kinds.base import Brief
from bot.kinds.rate import anchors
from bot.records import Assignment, Item, Project
from bot.rubric import OVER_ALARM, Rubric
from bot.rules import Rules
from bot.step import line
from bot.text import escaped_units, parts

COUNTS = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")

ON_PURPOSE = "Practice answer, wrong on purpose."

EMPHASIS = re.compile(r"\*([^*\n]+)\*")
"""*So* a course writes what it stresses."""

GUIDELINE_ROOM = 1500
"""Characters, once escaped, of a guideline that still stands on the panel's page."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What drawing needs to know beside the assignment. `reader`: it is read by a screen reader."""

    brief: Brief
    project: Project
    rules: Rules
    zone: str
    platform: str
    reader: bool = False

    @property
    def item(self) -> Item:
        return self.brief.item

    @property
    def forms(self) -> bool:
        return self.platform in self.rules.forms


def title(item: Item) -> str:
    """What this is, cost first after it."""
    count = COUNTS[len(item.responses)]
    if "rank" in item.ask:
        return f"Compare {count} answers" if count == "two" else f"Rank {count} answers"
    what = f"{count} answers" if len(item.responses) > 1 else "an answer"
    return f"Rate {what}" if "rate" in item.ask else f"Find what is wrong in {what}"


def cost(item: Item, rubric: Rubric, rules: Rules) -> int:
    """Predicted minutes for one whose pace is not known."""
    size = len(item.responses)
    predicted = pace.seconds(pace.material_words(item), item.ask, size, rubric, rules)
    return pace.minutes(predicted, 1)


def heading(assignment: Assignment, scene: Scene) -> str:
    """Compare two answers · about 3 min · Paediatrics triage · asked by a parent."""
    item = scene.item
    if item.taught:
        return f"Practice · {title(item)}"
    told = assignment.minutes or cost(item, scene.brief.rubric, scene.rules)
    said = [title(item), f"about {told} min", scene.project.title]
    if reader := item.reader or scene.project.reader:
        said.append(f"asked by {reader}")
    return " · ".join(said)


def question_text(item: Item) -> str:
    """The prompt as one text; a conversation names who speaks."""
    if len(item.prompt) == 1:
        return item.prompt[0].text
    names = {"user": "Asks", "assistant": "AI", "system": "Instruction"}
    return "\n\n".join(f"{names.get(turn.role, turn.role)}: {turn.text}" for turn in item.prompt)


def material(assignment: Assignment, scene: Scene) -> list[tuple[str, Card]]:
    """Everything there is to judge: (name, card) per message, in reading order, nothing cut."""
    item, base = scene.item, f"{assignment.id}:{assignment.postings}"
    if item.taught and not item.responses:
        return []
    texts = [("q", heading(assignment, scene), question_text(item))]
    if item.taught and item.taught.step.text:
        texts.insert(0, ("i", item.taught.step.title, EMPHASIS.sub(r"\1", item.taught.step.text)))
    for place, letter in enumerate(scene.brief.letters):
        heads = f"Answer {letter} · {'practice text' if item.taught else 'AI text under test'}"
        texts.append((letter.lower(), heads, scene.brief.at(place).text))
    return [
        (f"{base}:{part}:{number}", _literal(text))
        for part, head, whole in texts
        for number, text in enumerate(parts(head, whole), start=1)
    ]


def guideline(assignment: Assignment, scene: Scene) -> list[tuple[str, Card]]:
    """What is too long for the page that explains: the anchors of what is rated, and a long
    guideline; whole, in messages of their own above it."""
    rubric, base = scene.brief.rubric, f"{assignment.id}:{assignment.turn}"
    texts = []
    if "rate" in scene.item.ask:
        texts.append(("anchors", "What each number means", anchors(rubric.criteria, OVER_ALARM)))
    if escaped_units(rubric.guideline) > GUIDELINE_ROOM:
        texts.append(("guideline", "Guideline", rubric.guideline))
    return [
        (f"{base}:{name}:{number}", _literal(part))
        for name, head, text in texts
        for number, part in enumerate(parts(head, text), start=1)
    ]


def marked_wrong(assignment: Assignment, scene: Scene, since: int = 1) -> list[tuple[str, Card]]:
    """After the reviewer's view what was wrong on purpose says so, wherever it is copied to: in
    every posting `since` that one."""
    wrong = scene.item.taught.step.wrong if scene.item.taught else ()
    if not wrong:
        return []
    said = list[tuple[str, Card]]()
    for place, letter in enumerate(scene.brief.letters):
        response = scene.brief.at(place)
        if response.id in wrong:
            texts = parts(f"{ON_PURPOSE} Answer {letter}", response.text)
            said += [
                (f"{assignment.id}:{posting}:{letter.lower()}:{n}", _literal(text))
                for posting in range(since, assignment.postings + 1)
                for n, text in enumerate(texts, 1)
            ]
    return said


def _literal(text: str) -> Card:
    return Card((line(text),), spoken=text, literal=True)


def question_name(assignment: Assignment) -> str:
    """The message whose address `[Open]` leads to: the task's question, which never moves. A step
    of a lesson may have none but its panel."""
    if assignment.step:
        return assignment.panel
    return f"{assignment.id}:{assignment.postings}:q:1"
