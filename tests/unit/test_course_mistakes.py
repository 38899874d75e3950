"""Each mistake of a lesson file is one sentence, with its line and how to mend it."""

from pathlib import Path

import pytest

from bot.rubric import FAILURES
from tests.courses import FILES, LESSON, LESSON_FILE, WARM_UP_FILE, line_of, read, told, warm_up

KINDS = "say, check, compare, rate, flag, explain"
LONG = " ".join(["word"] * 91)


def test_a_course_without_mistakes_has_none(tmp_path: Path) -> None:
    assert told(tmp_path) == []


FORMATTING = [
    ("a **bold** word", "this is bold; write *one star* on either side for emphasis."),
    ("a __bold__ word", "this is bold; write *one star* on either side for emphasis."),
    ("an _emphasis_", "write *one star* on either side for emphasis and not _this_."),
    ("*one *in* another*", "emphasis stands within emphasis; remove the inner stars."),
    ("5 * 3", 'a "*" begins or ends no emphasis; remove it.'),
    ("*open", 'a "*" begins or ends no emphasis; remove it.'),
    ("a [link](https://a.example)", "this is a link; write out what it says, without brackets."),
    ("<https://a.example>", "this is a link; write out what it says, without brackets."),
    ("![a picture](a.png)", "this is a picture; say in words what it shows."),
    ("some `code`", "this is code; write it without backticks."),
    ("some <b>HTML</b>", "this is HTML; write it as plain text."),
    ("~~crossed out~~", "this is crossed out; remove the ~~."),
    (r"a \* sign", "a backslash stands before a sign; write the sign alone."),
    ("this &amp; that", "this is a sign in HTML's spelling; write the sign itself."),
    ("one line\\\nand another", "a backslash ends this line; remove it."),
    ("```\ncode\n```", "this is code; write it as plain text."),
    ("    code", "four spaces before a line make code of it; take them away."),
    ("<div>\nHTML\n</div>", "this is HTML; write it as plain text."),
    ("***", "this is a rule across the page; remove it."),
    ("| a | b |\n|---|---|\n| c | d |", "this is a table; write it as lines of text."),
    ("> quoted", 'this is quoted with ">"; remove the sign.'),
    (
        "# Larger",
        'a step begins with "## " and a part with "### ", and this with "# ".',
    ),
    (
        "#### Smaller",
        'a step begins with "## " and a part with "### ", and this with "#### ".',
    ),
    ("Title\n---", 'the line of "-" below makes a heading of this; remove it.'),
    ("##No space", 'put a space behind the "#" of a heading.'),
    ("[a]: https://a.example", "this is the address of a link; remove it."),
    ("+ one", 'begin a bullet with "- " and not "+ ".'),
    ("* one", 'begin a bullet with "- " and not "* ".'),
    ("1) one", 'write the numbers of lines as "1." and not "1)".'),
    ("- one\n- - two", "an entry of a list is one paragraph; take this out of the list."),
    ("- ## one", "a heading stands within a list or a quotation; begin it at the margin."),
    ("- one\n  > quoted", 'only an option of a check has a line with ">"; remove the sign.'),
    ("- [ ] one", "only a check has options; remove the box."),
    ("• *one\n• two* and", "emphasis ends on the line where it begins; close it there."),
    ("a\ttab", "there is a tab character; write spaces instead."),
    ("a \x07 bell", "there is the character U+0007, which no chat can carry; remove it."),
    ("a {nobody}", '"{nobody}" is no word of course.yaml in en.'),
    (
        "an {emergency_numer}",
        '"{emergency_numer}" is no word of course.yaml in en. Did you mean "emergency_number"?',
    ),
    ("an { opening", 'a "{" stands alone; remove it.'),
    ("a closing }", 'a "}" stands alone; remove it.'),
]


@pytest.mark.parametrize(("words", "sentence"), FORMATTING)
def test_nothing_else_of_markdown_stands_in_a_text(
    tmp_path: Path, words: str, sentence: str
) -> None:
    text = LESSON.replace("1. One.", f"{words}\n\n1. One.")
    line = (
        line_of(text, words)
        + ("- - two" in words)
        + ("> quoted" in words[3:])
        + ("• two*" in words)
    )
    assert told(tmp_path, {**FILES, LESSON_FILE: text}) == [
        f"{LESSON_FILE} line {line}: {sentence}"
    ]


STEPS = [
    ("kind: say", "kind: tell", "kind: tell", f'kind "tell" is not one of: {KINDS}.'),
    (
        "kind: say",
        "kind: Say",
        "kind: Say",
        f'kind "Say" is not one of: {KINDS}. Did you mean "say"?',
    ),
    ("kind: say\n", "", "## Welcome", f'this step has no kind; write "kind: " and one of {KINDS}.'),
    (
        "id: welcome\n",
        "",
        "## Welcome",
        'this step has no id; write "id: " and a name that stays.',
    ),
    (
        "id: welcome",
        "id: Well come",
        "id: Well come",
        'an id has 1 to 40 small letters, digits and "-", and this is "Well come".',
    ),
    (
        "kind: say\n",
        "kind: say\nkinds: say\n",
        "kinds: say",
        'key "kinds" is not known. Did you mean "kind"?',
    ),
    (
        "kind: say\n",
        "kind: say\nkind: say\n",
        "kind: say\n\nCall",
        "kind stands twice in this step; keep one.",
    ),
    ("kind: say\n", "kind: say\naccept: 1\n", "accept: 1", "a say has no accept; remove it."),
    (
        "kind: say\n\n",
        "kind: say\n",
        "Call",
        "leave an empty line between the keys and this text.",
    ),
    ("## Welcome", "##", "##\nid: welcome", 'this step has no title; write it behind the "##".'),
    (
        "## Welcome",
        "## *Welcome*",
        "## *Welcome*",
        "a title is plain text; remove the stars and backticks.",
    ),
    (
        "## Welcome",
        f"## {'W' * 76}",
        "## W",
        "this title has 76 characters, and 75 are the most; shorten it.",
    ),
    (
        "In a sentence, say why.\n",
        "",
        "## Say why",
        "this explain has no text that asks for a reason; write it below the keys.",
    ),
    (
        "What is learned?\n",
        "",
        "## Quick check",
        "this check has no question; write it below the keys.",
    ),
    ("id: say-why", "id: welcome", "id: welcome\nkind: explain", None),
    (
        "1. One.",
        f"{LONG}\n\n1. One.",
        "Call",
        "this message has 106 words, and a message has 90 at most; split the step.",
    ),
]

CHECKS = [
    (
        "  > No. Nothing told it that facts mattered.\n",
        "",
        "- [ ] The facts",
        'this option has no feedback; add a line below it that starts with "  > ".',
    ),
    (
        "- [x] To",
        "- [ ] To",
        "## Quick check",
        "0 options are marked right with [x]; exactly one is needed.",
    ),
    (
        "- [ ] The",
        "- [x] The",
        "- [x] To sound",
        "2 options are marked right with [x]; exactly one is needed.",
    ),
    (
        "- [ ] The facts\n  > No. Nothing told it that facts mattered.\n",
        "",
        "## Quick check",
        "this check has 1 option; it needs 2 to 5.",
    ),
    (
        "- [ ] The facts\n",
        "".join(f"- [ ] Wrong {n}\n  > No.\n" for n in range(4)) + "- [ ] The facts\n",
        "## Quick check",
        "this check has 6 options; it needs 2 to 5.",
    ),
    (
        "The facts",
        "F" * 76,
        "- [ ] F",
        "this option has 76 characters, and 75 are the most; shorten it.",
    ),
    (
        "- [ ] The facts",
        "- The facts",
        "- The facts",
        'this option begins with neither "[ ]" nor "[x]"; add it (a bullet of the question begins'
        ' with "• ").',
    ),
    (
        "- [ ] The facts",
        "- [ ]",
        "- [ ]\n",
        "this option is empty; write it behind the box.",
    ),
    (
        "- [ ] The facts",
        "- [ ] To sound sure",
        "- [x] To sound sure",
        "this option stands twice; change one.",
    ),
    (
        "  > No. Nothing",
        "> No. Nothing",
        "> No. Nothing",
        'put two spaces before the ">", so that it belongs to its option.',
    ),
    (
        "  > Yes. It learns what won.\n",
        "  > Yes. It learns what won.\n\nAnd more.\n",
        "And more.",
        "this stands below the options; put it above them.",
    ),
    (
        "What is learned?",
        f"What is learned? {LONG}",
        "What is learned?",
        "question and options have 99 words, and a message has 90 at most; shorten them, or split"
        " the step.",
    ),
    (
        "It learns what won.",
        LONG,
        "  > Yes.",
        "this reason has 92 words, and a message has 90 at most; shorten it.",
    ),
]

PARTS = [
    (
        "### Question\nMy baby",
        "### Qestion\nMy baby",
        "### Qestion",
        'part "Qestion" is not known. Did you mean "Question"?',
    ),
    (
        "### Reviewer\n{now}",
        "### Notes\nAnd so on.\n\n### Reviewer\n{now}",
        "### Notes",
        'part "Notes" is not known. A compare has these: Question, Answer, If, Reviewer.',
    ),
    (
        "### Question\nMy baby",
        "### Question now\nMy baby",
        "### Question",
        'part "Question now" is not known. Did you mean "Question"?',
    ),
    (
        "### Reviewer\n{now}",
        "### If\nWell.\n\n### Reviewer\n{now}",
        "### If\n",
        'say after which answer this is shown, as in "### If now".',
    ),
    (
        "### Question\nMy baby is hot. What now?\n",
        "",
        "## A fever",
        'this step has no "### Question"; add it.',
    ),
    (
        "### Reviewer\nA useful reason has three parts.\n",
        "",
        "## Say why",
        'this step has no "### Reviewer"; add it.',
    ),
    (
        "### If level\nThey differ in how soon.\n\n### Reviewer\n{now}, clearly. {wait} gives no"
        " warning.\n",
        "### Reviewer\n{now}, clearly.\n\n### If level\nThey differ in how soon.\n",
        "### Reviewer",
        'the reviewer comes last; move "### Reviewer" to the end.',
    ),
    (
        "accept: 1, 2\n",
        "",
        "## A medicine",
        'this rate has no accept; write "accept: 4, 5".',
    ),
    (
        "### Answer\nOnce a day.",
        "### Answer a\nOnce a day.\n\n### Answer b\nTwice a day.",
        "## A medicine",
        'a rate has one answer, and this has 2: "### Answer a".',
    ),
    (
        "### Answer\nOnce",
        "### Answer A\nOnce",
        "### Answer A",
        'the id of an answer has small letters, digits and "-", and is not "level", "none" or'
        ' "cannot"; rename "A".',
    ),
    (
        "### Answer wait\nWait three days.",
        "### Answer wait\nSee a doctor today.",
        "### Answer wait",
        'this answer is the same as "now"; change one.',
    ),
    (
        "### If level\nThey",
        "### If wait\nThey",
        "### If wait\nThey",
        '"### If wait" stands twice, first on line 46; keep one.',
    ),
    (
        "They differ in how soon.\n",
        "",
        "### If level",
        '"### If level" is empty; write its text below it.',
    ),
    (
        "In a sentence, say why.\n",
        "In a sentence, say why.\n\n### Question\nWhy?\n",
        "### Question\nWhy?",
        'part "Question" is not known. An explain has these: Reviewer.',
    ),
    (
        "- A bullet.\n",
        "- A bullet.\n\n### Reviewer\nWell.\n",
        "### Reviewer\nWell",
        'a say has no parts; remove "### Reviewer".',
    ),
    (
        "Wait three days.",
        f"Wait three days. {LONG}",
        "Wait three days.",
        "this answer has 94 words, and a message has 90 at most; shorten it.",
    ),
    (
        "My baby is hot. What now?",
        LONG,
        "word word",
        "the question has 91 words, and a message has 90 at most; shorten it.",
    ),
    (
        "They differ in how soon.",
        " ".join(["word"] * 85),
        "{now}, clearly",
        "the reviewer and the longest If have 91 words, and a message has 90 at most; shorten one"
        " of them.",
    ),
    (
        "{wait} gives",
        "{wiat} gives",
        "{now}, clearly",
        '"{wiat}" is no answer of this step and no word of course.yaml in en. Did you mean "wait"?',
    ),
]

CODES = ", ".join(FAILURES)
ACCEPT = [
    (
        "accept: now clearly",
        "accept: nwo clearly",
        'accept cannot name "nwo clearly": it is no answer of this step. Did you mean "now"?',
    ),
    (
        "now clearly",
        "now strongly",
        'accept cannot name "now strongly": a strength is clearly, better or slightly.',
    ),
    (
        "now clearly, now better",
        "now better, now better",
        'accept names "now better" twice; keep one.',
    ),
    (
        "now clearly, now better",
        "now better,",
        "accept has an empty entry; write names with a comma between them.",
    ),
    (
        "accept: 1, 2",
        "accept: 1, 7",
        'accept cannot name "7": a rating is 1, 2, 3, 4 or 5.',
    ),
    (
        "accept: 1, 2",
        "accept: cannot",
        'accept cannot name "cannot": whoever could not judge agrees with nobody; remove it.',
    ),
    (
        "accept: H2, H3",
        "accept: H2, h3",
        f'accept cannot name "h3": a kind of failure is one of {CODES}. Did you mean "H3"?',
    ),
    (
        "accept: H2, H3",
        "accept: S3",
        'accept cannot name "S3": a severity has a line of its own: "severity: S3".',
    ),
    (
        "accept: H2, H3",
        "accept: H2, none",
        'accept says "none" beside kinds of failure; keep one or the other.',
    ),
    ("severity: S3", "severity: S4", 'severity is S1, S2 or S3, and not "S4".'),
    (
        "criterion: accuracy",
        "criterion: acuracy",
        "criterion is one of accuracy, safety, helpfulness, completeness, sureness, and not"
        ' "acuracy". Did you mean "accuracy"?',
    ),
    (
        "wrong: wait",
        "wrong: wiat",
        'wrong names "wiat", which is no answer of this step. Did you mean "wait"?',
    ),
    ("reason: yes", "reason: true", 'reason is yes or no, and not "true".'),
    ("reason: yes", "firm: yes", "only the steps of a warm-up have firm; remove it."),
    (
        "criterion: accuracy",
        "severity: S3\ncriterion: accuracy",
        "a rate has no severity; remove it.",
    ),
    ("severity: S3", "reason: no\nseverity: S3", "a flag has no reason; remove it."),
]

NEVER = [
    (
        "### If wait",
        "### If wiat",
        '"### If wiat" can never match: it is no answer of this step. Did you mean "wait"?',
    ),
    (
        "### If level",
        "### If now mildly",
        '"### If now mildly" can never match: a strength is clearly, better or slightly.',
    ),
    (
        "### If level",
        "### If wait slightly",
        '"### If wait slightly" can never match, because "### If wait" on line 46 comes first; put'
        " the more exact one above.",
    ),
    (
        "### If 3, 4, 5",
        "### If 3, 4, 6",
        '"### If 6" can never match: a rating is 1, 2, 3, 4 or 5.',
    ),
    (
        "### If W1",
        "### If w1",
        f'"### If w1" can never match: a kind of failure is one of {CODES}. Did you mean "W1"?',
    ),
]

WHOLE = [
    *STEPS,
    *CHECKS,
    *PARTS,
    *[(old, new, new, sentence) for old, new, sentence in (*ACCEPT, *NEVER)],
]


@pytest.mark.parametrize(("old", "new", "where", "sentence"), WHOLE)
def test_a_mistake_of_a_step_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, where: str, sentence: str | None
) -> None:
    assert old in LESSON
    text = LESSON.replace(old, new, 1)
    expected = sentence or f'id "welcome" is already used on line {line_of(text, "id: welcome")}.'
    line = f"{LESSON_FILE} line {line_of(text, where)}: {expected}"
    assert told(tmp_path, {**FILES, LESSON_FILE: text}) == [line]


FRONT = 'between two lines "---" stand lesson, title and goal'


@pytest.mark.parametrize(
    ("old", "new", "line", "sentence"),
    [
        ("---\nlesson", "lesson", 1, f"a lesson begins with its front matter: {FRONT}."),
        (
            "goal: Do one of each.\n---",
            "goal: Do one of each.",
            1,
            f"the front matter does not end: {FRONT}.",
        ),
        ("title: First\n", "", 1, 'the front matter has no title; write "title: …".'),
        ("title: First", "title:", 3, 'the front matter has no title; write "title: …".'),
        ("title: First", "title: First\ntitle: 1st", 4, "title stands twice; keep one."),
        (
            "title: First",
            "title: First\ntitel: 1st",
            4,
            'key "titel" is not known in a front matter. Did you mean "title"?',
        ),
        ("title: First", "title: First\nand so on", 4, f'"and so on" is no "name: text"; {FRONT}.'),
        ("title: First", "title: *First*", 3, "a title is plain text; remove the stars."),
        (
            "title: First",
            f"title: {'F' * 76}",
            3,
            "the title has 76 characters, and 75 are the most; shorten it.",
        ),
        (
            "lesson: first",
            "lesson: First one",
            2,
            'a lesson\'s id has 1 to 40 small letters, digits and "-", and this is "First one".',
        ),
        (
            "lesson: first",
            "lesson: warm-up-1",
            None,
            f'lesson "warm-up-1" is already used in {LESSON_FILE} line 2.',
        ),
        (
            "## Welcome",
            "A line.\n\n## Welcome",
            7,
            'this belongs to no step; begin one above it with "## ".',
        ),
        (
            "## Welcome",
            "### Question\nWhy?\n\n## Welcome",
            7,
            'this belongs to no step; begin one above it with "## ".',
        ),
    ],
)
def test_a_mistake_of_the_front_matter_is_named(
    tmp_path: Path, old: str, new: str, line: int | None, sentence: str
) -> None:
    text = LESSON.replace(old, new, 1)
    where = f"{LESSON_FILE} line {line}" if line else f"{WARM_UP_FILE} line 2"
    found = told(tmp_path, {**FILES, LESSON_FILE: text})
    assert f"{where}: {sentence}" in found
    assert len(found) == 1 or "begins with" in sentence


def test_a_lesson_without_steps_is_told(tmp_path: Path) -> None:
    text = LESSON[: LESSON.index("## Welcome")]
    assert (
        f'{LESSON_FILE} line 7: this lesson has no step; begin one with "## " and its title.'
        in (told(tmp_path, {**FILES, LESSON_FILE: text}))
    )


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        (warm_up(steps=7), 1, "a warm-up has 8 practice steps, and this has 7."),
        (
            warm_up(firm=5),
            1,
            'six of a warm-up\'s steps have "firm: yes" and two "firm: no", and here 5 have yes.',
        ),
        (
            warm_up().replace("firm: no\n", "", 1),
            115,
            'a step of a warm-up says whether it is firm; add "firm: yes" or "firm: no".',
        ),
        (
            warm_up().replace("firm: no", "firm: maybe", 1),
            119,
            'firm is yes or no, and not "maybe".',
        ),
    ],
)
def test_a_mistake_of_a_warm_up_is_named(
    tmp_path: Path, text: str, line: int, sentence: str
) -> None:
    found = told(tmp_path, {**FILES, WARM_UP_FILE: text})
    assert found == [f"{WARM_UP_FILE} line {line}: {sentence}"]


def test_a_warm_up_has_practice_steps_alone(tmp_path: Path) -> None:
    said = "## Hello\nid: hello\nkind: say\n\nHello.\n\n## Step 7"
    text = warm_up().replace("## Step 7", said)
    where = line_of(text, "## Hello")
    assert told(tmp_path, {**FILES, WARM_UP_FILE: text}) == [
        f"{WARM_UP_FILE} line 1: a warm-up has 8 practice steps, and this has 9.",
        f"{WARM_UP_FILE} line {where}: a warm-up has compare, rate and flag steps alone, and this"
        " is a say; remove it.",
    ]


def test_every_mistake_is_told_in_one_run(tmp_path: Path) -> None:
    text = LESSON
    for old, new in (
        ("kind: say", "kind: tell"),
        ("- [x] To sound sure", "- [ ] To **sound** sure"),
        ("  > No. Nothing told it that facts mattered.\n", ""),
        ("accept: now clearly", "accept: nwo clearly"),
        ("### If 3, 4, 5", "### If 9"),
        ("severity: S3", "severity: S9"),
        ("id: say-why", "id: fever"),
        ("In a sentence", "In\ta {sentence}"),
    ):
        text = text.replace(old, new, 1)
    card = FILES["course.yaml"].replace("order: 1", "order: first").replace("minutes: 3\n", "")
    wrong = {**FILES, LESSON_FILE: text, "course.yaml": card, WARM_UP_FILE: warm_up(firm=8)}
    assert told(tmp_path, wrong) == [
        'course.yaml line 1: minutes is missing; write "minutes: 15".',
        'course.yaml line 4: order has to be a whole number from 1 to 999, and is "first".',
        f'{LESSON_FILE} line 9: kind "tell" is not one of: {KINDS}.',
        f"{LESSON_FILE} line 19: 0 options are marked right with [x]; exactly one is needed.",
        f"{LESSON_FILE} line 25: this option has no feedback; add a line below it that starts with"
        ' "  > ".',
        f"{LESSON_FILE} line 26: this is bold; write *one star* on either side for emphasis.",
        f'{LESSON_FILE} line 32: accept cannot name "nwo clearly": it is no answer of this step.'
        ' Did you mean "now"?',
        f'{LESSON_FILE} line 66: "### If 9" can never match: a rating is 1, 2, 3, 4 or 5.',
        f'{LESSON_FILE} line 76: severity is S1, S2 or S3, and not "S9".',
        f'{LESSON_FILE} line 94: id "fever" is already used on line 30.',
        f'{LESSON_FILE} line 97: "{{sentence}}" is no word of course.yaml in en.',
        f"{LESSON_FILE} line 97: there is a tab character; write spaces instead.",
        f'{WARM_UP_FILE} line 1: six of a warm-up\'s steps have "firm: yes" and two "firm: no", and'
        " here 8 have yes.",
    ]


def test_a_mistyped_part_is_told_once_and_judged_as_what_it_was_meant_for(tmp_path: Path) -> None:
    text = LESSON.replace("### Answer wait", "### Anwser wait").replace(
        "kind: check", "knid: check"
    )
    assert told(tmp_path, {**FILES, LESSON_FILE: text}) == [
        f'{LESSON_FILE} line 21: key "knid" is not known. Did you mean "kind"?',
        f'{LESSON_FILE} line 43: part "Anwser wait" is not known. Did you mean "Answer"?',
    ]


def test_three_answers_are_accepted_by_the_best_alone(tmp_path: Path) -> None:
    third = "### Answer later\nCall tomorrow.\n\n### If wait"
    text = LESSON.replace("### If wait", third).replace("now clearly, now better", "now clearly")
    text = text.replace("### If level", "### If later slightly")
    line, never = line_of(text, "accept: now"), line_of(text, "### If later")
    why = "of three and more only the best is asked; write"
    assert told(tmp_path, {**FILES, LESSON_FILE: text}) == [
        f'{LESSON_FILE} line {line}: accept cannot name "now clearly": {why} "now".',
        f'{LESSON_FILE} line {never}: "### If later slightly" can never match: {why} "later".',
    ]


def test_an_if_that_others_take_away_together_can_never_match(tmp_path: Path) -> None:
    strengths = "".join(f"### If wait {how}\nNo.\n\n" for how in ("clearly", "better", "slightly"))
    text = LESSON.replace("### If wait", f"{strengths}### If wait", 1)
    line = line_of(text, "### If wait\n")
    first = line_of(text, "### If wait clearly")
    assert told(tmp_path, {**FILES, LESSON_FILE: text}) == [
        f'{LESSON_FILE} line {line}: "### If wait" can never match, because "### If wait clearly"'
        f" on line {first} comes first; put the more exact one above.",
    ]


def test_an_answer_is_not_called_as_a_word_is(tmp_path: Path) -> None:
    card = FILES["course.yaml"].replace("words:\n  en: {", "words:\n  en: {wait: bide, ")
    line = line_of(LESSON, "### Answer wait")
    assert told(tmp_path, {**FILES, "course.yaml": card}) == [
        f'{LESSON_FILE} line {line}: "wait" is a word of course.yaml too; give the answer another'
        " id."
    ]


@pytest.mark.parametrize(
    ("old", "example"),
    [
        ("accept: now clearly, now better\n", "now better"),
        ("accept: 1, 2\n", "4, 5"),
        ("accept: H2, H3\n", "H1"),
    ],
)
def test_how_accept_is_written_is_told_by_kind(tmp_path: Path, old: str, example: str) -> None:
    (found,) = told(tmp_path, {**FILES, LESSON_FILE: LESSON.replace(old, "")})
    assert found.endswith(f'has no accept; write "accept: {example}".')


def test_where_nothing_is_wrong_there_is_no_severity(tmp_path: Path) -> None:
    text = LESSON.replace("accept: H2, H3", "accept: none")
    assert told(tmp_path, {**FILES, LESSON_FILE: text}) == [
        f"{LESSON_FILE} line 77: where nothing is wrong there is no severity; remove it."
    ]
    text = text.replace("severity: S3\n", "")
    assert told(tmp_path, {**FILES, LESSON_FILE: text}) == []


def test_a_step_without_keys_is_told_as_that(tmp_path: Path) -> None:
    text = LESSON.replace("id: say-why\nkind: explain\n\n", "").replace(
        "\n### Reviewer\nA useful reason has three parts.\n", ""
    )
    line = line_of(text, "## Say why")
    assert told(tmp_path, {**FILES, LESSON_FILE: text}) == [
        f'{LESSON_FILE} line {line}: this step has no id; write "id: " and a name that stays.',
        f'{LESSON_FILE} line {line}: this step has no kind; write "kind: " and one of {KINDS}.',
    ]


def test_keys_may_stand_apart_and_a_front_matter_may_be_quoted(tmp_path: Path) -> None:
    plain = read(tmp_path)
    text = LESSON.replace("id: welcome\n", "\nid:welcome\n\n").replace(
        "title: First", 'title: "First"'
    )
    assert read(tmp_path, {**FILES, LESSON_FILE: text}) == plain


def test_a_step_of_an_unknown_kind_is_looked_at_all_the_same(tmp_path: Path) -> None:
    text = LESSON.replace("kind: check", "kind: telling").replace("kind: compare", "kind: weighing")
    text = text.replace("{wait} gives", "{wiat} gives **no**")
    assert told(tmp_path, {**FILES, LESSON_FILE: text}) == [
        f'{LESSON_FILE} line 21: kind "telling" is not one of: {KINDS}.',
        f'{LESSON_FILE} line 32: kind "weighing" is not one of: {KINDS}.',
        f'{LESSON_FILE} line 53: "{{wiat}}" is no answer of this step and no word of course.yaml in'
        ' en. Did you mean "wait"?',
        f"{LESSON_FILE} line 53: this is bold; write *one star* on either side for emphasis.",
    ]
