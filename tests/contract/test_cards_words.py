"""What cards say: first words that scripts and people look for, and names that stay short."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.cards import Card, Edit, Notice, Out, Post, Reply, Standing, labels, words
from bot.text import OPENS, STEPS, opening, restore
from bot.words import NAME_MOST, task_name
from tests.gallery import PLATFORMS, gallery
from tests.gallery_texts import FEVER, GUIDELINE, UNBROKEN, item

SHORT = 1_500
"""Longest card that is no text under test, in characters: the panel is one short card."""


def cards(outs: list[Out]) -> list[Card]:
    return [out.card for out in outs if isinstance(out, Post | Edit | Standing)]


def told(outs: list[Out]) -> list[str]:
    """Everything that we say ourselves, wherever it appears."""
    passing = [out.text for out in outs if isinstance(out, Notice | Reply)]
    errors = [error for out in outs if isinstance(out, Reply) for _, error in out.errors]
    ours = [words(card) for card in cards(outs) if not card.literal]
    return [*ours, *filter(None, passing), *errors]


# names of things that stand whole elsewhere


def test_a_short_text_is_named_by_all_of_it() -> None:
    assert opening("My baby\n has  a fever", 6, 80) == "My baby has a fever"


def test_a_longer_one_by_its_first_words() -> None:
    assert opening("My 7-week-old has 38.4 °C since this", 6, 80) == (
        "My 7-week-old has 38.4 °C since …"
    )


def test_a_text_without_spaces_by_as_much_as_has_room() -> None:
    assert opening(UNBROKEN, 6, 20) == f"{UNBROKEN[:19]}…"


def test_no_character_is_torn_and_none_turns_the_line_around() -> None:
    assert opening("👨‍👩‍👧" * 9, 6, 12) == "👨‍👩‍👧👨‍👩‍👧…"
    assert opening("ab\u202ecd", 6, 80) == "ab⟦U+202E⟧cd"


@given(st.text(), st.integers(1, 9), st.integers(12, 90))
@example("\u0301" * 300, 1, 30)
def test_a_name_is_never_longer_than_its_room(text: str, count: int, most: int) -> None:
    name = opening(text, count, most)
    assert len(name) <= most
    assert not set(name) & {chr(code) for code in STEPS} - {OPENS}
    assert " ".join(text.split()).translate(STEPS).startswith(name.rstrip(" …"))


@given(st.text(min_size=1))
def test_a_task_is_named_in_one_short_line(prompt: str) -> None:
    name = task_name(item(1, prompt, "a", "b"))
    assert len(name) <= NAME_MOST and "\n" not in name


# sentences


def test_only_a_text_under_test_is_long(platform: str, name: str) -> None:
    for card in cards(gallery(platform)[name]):
        assert card.literal or len(words(card)) <= SHORT


def test_sentences_are_plain(platform: str, name: str) -> None:
    """No markup that would be read as signs, no exclamation, nothing left empty."""
    if name.endswith("hostile"):
        return
    for text in told(gallery(platform)[name]):
        said = text.replace("c > a = d > b", "")  # an order, as it may be typed
        assert said.strip()
        plain = (
            said.replace("put > between: a > b > c > d", "")
            .replace("None is acceptable", "")
            .replace("None of these", "")
        )
        assert not re.search(r"[!*_`~<>{}]|  |\bNone\b", plain), said


@pytest.mark.parametrize("sample", ["open-elsewhere", "reason-for-one", "reason-for-which"])
def test_a_task_named_in_a_sentence_stands_out(platform: str, sample: str) -> None:
    (card,) = cards(gallery(platform)[sample])
    named = [run.text for paragraph in card.body for run in paragraph if run.style == "italic"]
    assert task_name(FEVER) in named


def test_a_long_guideline_is_shown_whole_above_its_page(platform: str) -> None:
    *above, page = cards(gallery(platform)["page-meaning-long"])
    assert restore(words(card) for card in above) == GUIDELINE
    assert all(card.literal and not card.rows for card in above)
    assert labels(page) == ["Back"]
    (plain,) = cards(gallery(platform)["page-meaning-plain"])
    above_it = "The project's guideline stands above.\nGuideline: version 1."
    assert words(page) == f"{words(plain)}\n{above_it}"


def test_a_question_asked_once_more_stands_there_once(platform: str) -> None:
    (card,) = cards(gallery(platform)["rank-once-more"])
    assert words(card).count("hich answer is better overall?") == 1


def test_my_data_names_platforms_as_people_do(platform: str) -> None:
    (said,) = told(gallery(platform)["word-my-data"])
    assert said.startswith(f"You are on: {platform.capitalize()}.")


def test_a_home_is_drawn_once_in_a_step() -> None:
    assert len(gallery("slack")["home"]) == len(gallery("slack")["home-one-done"]) == 1


CONTRACT = {
    "stranger-wrote": "You need an invitation to take part. Ask your coordinator for a link.",
    "join-terms": "Nobody watches this chat for emergencies.",
    "join-not-now": "Nothing is recorded. Type start if you change your mind.",
    "join-rights": "Your reasons are seen by coordinators without your name, and may be exported."
    " You may leave at any time; exported answers cannot be recalled.",
    "join-manage": "Sam Lee coordinates this project. Does Sam",
    "join-reader": "Do you use a screen reader?",
    "join-waiting": "Your coordinator is confirming your link. Type next later.",
    "home-in-chat": "Rounds · Dr Osei\nNext: Compare two answers · about 2 min · Paediatrics triage"
    "\nThis week: 0 done · 2 waiting\nOne task, or I have:",
    "nothing-waiting": "Nothing waiting for you. We'll write when there is.",
    "nothing-waiting-quiet": "Nothing waiting for you. Look in whenever you like.",
    "panel-short": "Which answer is better overall?",
    "rank-strength-b": "How much better is B?\nClearly better: The difference matters for care."
    "\nBetter: A real difference, in something that counts.\nSlightly better: A close call.",
    "rank-stands": "Could the better one go to this reader as it stands?",
    "rank-stands-level": "Could either go to this reader as it stands?",
    "rank-once-more": "Once more, please: ",
    "reader-shrunk": "A is better. Saved.",
    "rationale-optional": "Why? One or two sentences: where, what is wrong, what could follow."
    " Reply here.",
    "rationale-nudge": "What would you point to in the text?",
    "rationale-added": "Added to your reason.",
    "rationale-said-again": "Your reason says that already. It counts once.",
    "failure-said-again": "I have these words already. They count once.",
    "rationale-deleted": "You deleted your reason. Remove it here too?",
    "summary-clearly": "Saved 09:",
    "reader-summary": "A is better, clearly. Fit to go out. Reason: ",
    "summary-slightly-neither": "B is better, slightly. Neither is acceptable. Reason: ",
    "details-reason": "This looks like a date of birth. I have not used this text",
    "details-asked": "A coordinator will look at it. Until then it is not used; you can go on.",
    "details-edited": "I have not used the change",
    "details-question": "ask again without it.",
    "details-wording": "send the wording again without it.",
    "details-not-yours": "This is not open for you.",
    "details-old-button": "This is not open for you.",
    "emergency": "Nobody watches this chat for emergencies. If someone is in danger now, use your"
    " usual emergency route.",
    "reason-for-one": "Is this your reason for My 7-week-old has 38.4 °C since …?",
    "reason-for-another": "”\nIs this your reason for My 7-week-old has 38.4 °C since …?",
    "reason-kept": "That task asks for no words now. I keep yours: tap again when it does.",
    "reason-for-which": "Which task is this for?",
    "typed-unseen": "Your task is still on its way.",
    "where-nothing-awaited": "Nothing is waiting for a reply.",
    "open-elsewhere": "You have one open: My 7-week-old has 38.4 °C since …",
    "moved": "Moved.",
    "page-later": "Kept for you until ",
    "page-asked": "I'll pass this on. Please judge as you see it.",
    "old-button": "That question is finished. Here is where you are.",
    "not-yours": "This is not open for you.",
    "lapsed": "This task was passed on while you were away. Your answers are kept.",
    "withdrawn": "This task was withdrawn. Nothing more to do.",
    "voice": "I can't listen to voice messages. Your keyboard's microphone key types for you.",
    "file": "I can only keep text.",
    "learn-not-reviewed": "RLHF 1 · 15 minutes · 2 lessons · self-paced",
    "learn-under-way": "\nLesson 1 of 2, about 6 min left.\n",
    "learn-done": "\nDone on 2 March 2026.\n",
    "home-learn": "Learn · RLHF · RLHF 1 · 15 minutes · 2 lessons · self-paced · Not started",
    "lesson-list": "The loop\nLesson 1 of 2 · step 2 of 4",
    "practice-reviewed": "\nYou: B is better, slightly.\n",
    "practice-rate-reviewed": "\nYou: Medical accuracy 3.\n",
    "course-done": "That's RLHF 1.",
    "word-stop": "Reminders are off. Turn them on in Settings.",
}
"""Sentences of the contract with the people, by the sample that says them."""

BUTTONS = {
    "join-who": ["Continue"],
    "join-terms": ["Continue"],
    "join-rights": ["Continue"],
    "join-part": ["Take part", "Not now"],
    "join-remind": ["Yes, remind me", "No reminders"],
    "join-quote": ["May be quoted without my name", "Don't quote"],
    "join-manage": ["Yes", "No"],
    "join-reader": ["Yes", "No"],
    "join-zone": ["Correct", "Change"],
    "home-in-chat": [
        "Next task",
        "2 min",
        "5 min",
        "10 min",
        "My answers",
        "Settings",
        "Help",
    ],
    "panel-short": ["A is better", "Level", "B is better", "Back", "Skip", "More"],
    "rank-strength-b": [
        "Clearly better",
        "Better",
        "Slightly better",
        "Back",
        "Skip",
        "More",
    ],
    "rank-stands": ["Yes", "No, neither is acceptable", "Back", "Skip", "More"],
    "summary-clearly": ["Change", "Next task", "Stop here"],
    "page-skip": [
        "Not my field",
        "Not enough information",
        "Experts or guidelines differ",
        "Upsetting",
        "Cannot read it here",
        "Back",
    ],
    "page-more": [
        "Something is wrong here",
        "Later",
        "What does this mean?",
        "Ask the coordinator",
        "Back",
    ],
    "page-meaning": ["Back"],
    "reason-for-one": ["Yes, save it", "No"],
    "rationale-added": ["Undo"],
    "details-placed": ["It is not about a patient"],
    "rationale-deleted": ["Remove", "Keep"],
    "where-nothing-awaited": ["Next task"],
    "learn-not-reviewed": ["Start Lesson", "Send me the text"],
    "lesson-first": ["Continue", "Back"],
    "lesson-check": ["1", "2", "3", "Back"],
    "lesson-wrong": ["Try again", "Back"],
    "lesson-right": ["Other reasons", "Continue", "Back"],
    "lesson-end": ["Ask the coordinator", "Continue", "Back"],
    "practice-compare": ["A is better", "Level", "B is better", "Back", "Skip", "More"],
    "practice-reviewed": ["I see it differently", "Continue", "Back"],
    "course-done": ["Warm-up set", "Certificate", "Review"],
}


@pytest.mark.parametrize(("sample", "sentence"), CONTRACT.items())
def test_the_contract_is_kept_to_the_word(platform: str, sample: str, sentence: str) -> None:
    assert any(sentence in said for said in told(gallery(platform)[sample]))


@pytest.mark.parametrize(("sample", "row"), BUTTONS.items())
def test_buttons_are_called_as_agreed(platform: str, sample: str, row: list[str]) -> None:
    assert labels(cards(gallery(platform)[sample])[-1]) == row


def test_on_slack_a_person_deletes_their_message_and_on_telegram_the_bot_does() -> None:
    slack, telegram = (cards(gallery(name)["details-reason"])[0] for name in PLATFORMS)
    assert words(slack).endswith("Please delete your message and send the reason again without it.")
    assert words(telegram).endswith(
        "and I am deleting your message. Please send the reason again without it."
    )
    assert labels(slack) == labels(telegram) == ["It is not about a patient"]


def test_forms_and_links_are_where_the_platform_has_them() -> None:
    (optional,) = cards(gallery("slack")["rationale-optional"])
    assert labels(optional) == ["No reason", "Write…", "Back", "Skip", "More"]
    (required,) = cards(gallery("telegram")["rationale-required"])
    assert labels(required) == ["Back", "Skip", "More"]
    (elsewhere,) = cards(gallery("slack")["open-elsewhere"])
    assert labels(elsewhere) == ["Open", "Bring it here", "Another one"]
    (header,) = cards(gallery("slack")["header-linked"])
    assert words(header) == "Ready. The task is in this thread."
    assert [button.label for row in header.rows for button in row if button.url] == ["Open"]
