"""What there is to judge, posted once and whole: the question under its cost, then every answer.

Pure: an assignment and its scene go in, cards come out. Nothing is cut; what is too long for one
message goes on in the next.
"""

import re
from dataclasses import dataclass

from bot import kinds, pace
from bot.cards import Card
from bot.kinds.base import Brief
from bot.kinds.rate import anchors
from bot.records import Assignment, Item, Project, Turn
from bot.rubric import OVER_ALARM, Rubric
from bot.rules import Rules
from bot.step import line
from bot.text import escaped_units, parts
from bot.tongue import ENGLISH, Tongue, joined, phrase
from bot.words import FIRST_RULE, MEANINGS

COUNTS = (
    "",
    phrase("one"),
    phrase("two"),
    phrase("three"),
    phrase("four"),
    phrase("five"),
    phrase("six"),
    phrase("seven"),
    phrase("eight"),
    phrase("nine"),
)

ON_PURPOSE = phrase("Practice answer, wrong on purpose.")

COMPARE_TWO, RANK = phrase("Compare two answers"), phrase("Rank {count} answers")
RATE_ONE, RATE = phrase("Rate an answer"), phrase("Rate {count} answers")
FIND_IN_ONE = phrase("Find what is wrong in an answer")
FIND = phrase("Find what is wrong in {count} answers")
UNDER_TEST = phrase("Answer {letter} · AI text under test")
PRACTISED = phrase("Answer {letter} · practice text")
SPEAKERS = {
    "user": phrase("Asks: {text}"),
    "assistant": phrase("AI: {text}"),
    "system": phrase("Instruction: {text}"),
}

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
    tongue: Tongue = ENGLISH

    @property
    def item(self) -> Item:
        return self.brief.item

    def parts(self, heading: str, text: str) -> tuple[str, ...]:
        """A text whole under its heading, which is ours to say: `bot.text.parts`."""
        return parts(self.tongue(heading), self.tongue.bare(text), marks=self.tongue.from_right)

    @property
    def forms(self) -> bool:
        return self.platform in self.rules.forms


def title(item: Item) -> str:
    """What this is, cost first after it."""
    many = len(item.responses)
    if "rank" in item.ask:
        return COMPARE_TWO if many == 2 else RANK.format(count=COUNTS[many])
    if many == 1:
        return RATE_ONE if "rate" in item.ask else FIND_IN_ONE
    return (RATE if "rate" in item.ask else FIND).format(count=COUNTS[many])


def cost(item: Item, rubric: Rubric, rules: Rules) -> int:
    """Predicted minutes for one whose pace is not known."""
    size = len(item.responses)
    predicted = pace.seconds(pace.material_words(item), item.ask, size, rubric, rules)
    return pace.minutes(predicted, 1)


def heading(assignment: Assignment, scene: Scene) -> str:
    """Compare two answers · about 3 min · Paediatrics triage · asked by a parent."""
    item = scene.item
    if item.taught:
        return phrase("Practice · {title}", title=title(item))
    told = assignment.minutes or cost(item, scene.brief.rubric, scene.rules)
    said = [title(item), phrase("about {minutes} min", minutes=told), scene.project.title]
    if reader := item.reader or scene.project.reader:
        said.append(phrase("asked by {reader}", reader=reader))
    return joined(" · ", said)


def question_text(item: Item) -> str:
    """The prompt as one text; a conversation names who speaks."""
    if len(item.prompt) == 1:
        return item.prompt[0].text
    return joined("\n\n", map(_turn, item.prompt))


def _turn(turn: Turn) -> str:
    if turn.role not in SPEAKERS:
        return f"{turn.role}: {turn.text}"
    return SPEAKERS[turn.role].format(text=turn.text)


def material(assignment: Assignment, scene: Scene) -> list[tuple[str, Card]]:
    """Everything there is to judge: (name, card) per message, in reading order, nothing cut."""
    item, base = scene.item, f"{assignment.id}:{assignment.postings}"
    if item.taught and not item.responses:
        return []
    texts = [("q", heading(assignment, scene), question_text(item))]
    if item.taught and item.taught.step.text:
        texts.insert(0, ("i", item.taught.step.title, EMPHASIS.sub(r"\1", item.taught.step.text)))
    for place, letter in enumerate(scene.brief.letters):
        heads = (PRACTISED if item.taught else UNDER_TEST).format(letter=letter)
        texts.append((letter.lower(), heads, scene.brief.at(place).text))
    return [
        (f"{base}:{part}:{number}", _literal(text))
        for part, head, whole in texts
        for number, text in enumerate(scene.parts(head, whole), start=1)
    ]


def guideline(assignment: Assignment, scene: Scene) -> list[tuple[str, Card]]:
    """What is too long for the page that explains: the anchors of what is rated, and a long
    guideline; whole, in messages of their own above it."""
    rubric, base = scene.brief.rubric, f"{assignment.id}:{assignment.turn}"
    texts = []
    if "rate" in scene.item.ask:
        texts.append(
            ("anchors", phrase("What each number means"), anchors(rubric.criteria, OVER_ALARM))
        )
    if escaped_units(rubric.guideline) > GUIDELINE_ROOM:
        texts.append(("guideline", phrase("Guideline"), rubric.guideline))
    return [
        (f"{base}:{name}:{number}", _literal(part))
        for name, head, text in texts
        for number, part in enumerate(scene.parts(head, text), start=1)
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
            heading = joined(" ", (ON_PURPOSE, phrase("Answer {letter}", letter=letter)))
            texts = scene.parts(heading, response.text)
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


def meanings(scene: Scene) -> list[str]:
    """What the words mean, then the project's guideline and its version (method.md 2, 6)."""
    said = [FIRST_RULE]
    rubric = scene.brief.rubric
    for kind in kinds.asked(scene.item):
        if kind.name == "rate":
            said.append(phrase("What each number means stands above."))
        said += MEANINGS.get(kind.name, ())
    text = rubric.guideline
    if escaped_units(text) > GUIDELINE_ROOM:
        text = phrase("The project's guideline stands above.")
    version = phrase("Guideline: version {version}.", version=rubric.version)
    return [*said, text, version] if text else said
