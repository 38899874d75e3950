"""Sentences that belong to no kind, in one place, ready for translation (conversation.md).

Scripts and people match on first words; a sentence here may grow better at its end, not its start.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot import when
from bot.records import LATER, Item
from bot.text import opening
from bot.tongue import joined, phrase, shaped

AND, OR = phrase("{most} and {last}"), phrase("{most} or {last}")
"""How the last of several is joined to those before it."""

SKIPPED_FOR = phrase("Skipped: {why}.")
REASON_FIELD = phrase("Where, what is wrong, what could follow")
ANSWERED = phrase("{about}: {answer}.")
TO_OTHERS = phrase("The task goes to someone else.")
MARKED = phrase("{letter}: {marks}.")
"""Everything that was said of one answer."""

NEED_INVITATION = phrase("You need an invitation to take part. Ask your coordinator for a link.")
GUESSED = phrase(
    "That code does not open anything. After five tries codes are left alone for an hour; ask your"
    " coordinator for a link."
)
NOT_OPEN = phrase("This is not open for you.")
FINISHED = phrase("That question is finished. Here is where you are.")
NOTHING_AWAITED = phrase("Nothing is waiting for a reply.")
WHICH_TASK = phrase(
    "More than one task asks something. Tap a button of the one you mean, or reply to it."
)
IN_MESSAGES = phrase("Your task is in Messages.")
NOTHING_WAITING = phrase("Nothing waiting for you. We'll write when there is.")
NOTHING_WAITING_QUIET = phrase("Nothing waiting for you. Look in whenever you like.")
CONFIRMING = phrase("Your coordinator is confirming your link. Type next later.")
PASSED_ON = phrase("This task was passed on while you were away. Your answers are kept.")
TAKEN_BACK = phrase("This task was withdrawn. Nothing more to do.")
GIVEN_BACK = phrase("This task went to someone else when you left. Nothing more to do.")
BROKEN = phrase("That did not work. Your answers are safe. Please try again.")
KEPT = phrase("I could not use that. It is kept, and a coordinator has been told.")
VOICE = phrase("I can't listen to voice messages. Your keyboard's microphone key types for you.")
FILE = phrase("I can only keep text.")
ADDED = phrase("Added to your reason.")
SAYS_THAT = phrase("Your reason says that already. It counts once.")
KEPT_UNPLACED = phrase("That task asks for no words now. I keep yours: tap again when it does.")
NOT_SAVED = phrase("Not saved.")
NOT_WANTED = phrase("Not saved: that task takes no words any more.")
HAVE_THAT = phrase("I have these words already. They count once.")
ON_ITS_WAY = phrase(
    "Your task is still on its way. Please send that again when you see its question."
)
NOTED = phrase("Thank you. The course's author will read it.")
STAND_BELOW = phrase("The other reasons stand below already.")
NO_WORDS = phrase("I did not get any words. Reply with one or two sentences.")
PASS_ON = phrase("I'll pass this on. Please judge as you see it.")
PASS_ON_LESSON = phrase("I'll pass this on. Go on whenever you like.")
WRITE_QUESTION = phrase(
    "Write your question in one message. The coordinator reads it; nobody else does."
)
REMINDERS_OFF = phrase("Reminders are off. Turn them on in Settings.")
NOTHING_RECORDED = phrase("Nothing is recorded. Type start if you change your mind.")
FIRST_QUESTION = phrase("This is the first question.")
FIRST_STEP = phrase("This is the first step.")
NO_SKIP = phrase("There is nothing to skip here. Back leads to the step before.")
ALREADY_ANSWERED = phrase("This task is answered already. Back returns to it.")
THREE_OPEN = phrase("You have three tasks open. Finish or skip one first.")
STOPPED = phrase("Stopped. Your answers are saved. Type next when you want to go on.")
LEAVE_ASK = phrase(
    "Leave Rounds? Open tasks go to someone else. Answers you gave stay; exported ones"
    " cannot be recalled."
)
LEFT = phrase("You have left. Thank you for your answers. A coordinator can invite you again.")
STAYING = phrase("You are still taking part.")
NO_COURSE = phrase("No course is open yet.")
NO_LINKING = phrase("Linking two accounts is not open yet. Ask your coordinator.")
NO_ANSWERS = phrase("You have not finished a task yet.")
HELP = (
    phrase("Type or tap."),
    phrase("next: a task"),
    phrase("where: the open question again"),
    phrase("learn: courses, and how far you are"),
    phrase("answers: your last answers"),
    phrase("settings: reminders, screen reader, time zone"),
    phrase("my data: what is kept about you"),
    phrase("stop: no more messages"),
    phrase("leave: take no more part"),
    phrase(
        "In a question, type the letter, the number or the first words of a choice; back, skip,"
        " more."
    ),
)
HELP_REASONS = phrase(
    "Reasons: reply in your own words. To correct one, edit your message. Deleting a message on"
    " Telegram tells me nothing: use Change."
)
EMERGENCY = phrase(
    "Nobody watches this chat for emergencies. If someone is in danger now, use your usual"
    " emergency route."
)

LOOKS_LIKE = phrase("This looks like {what}.")
"""First words of what is said to a text that may name a patient (conversation.md 8)."""
WITHHELD_IN_FORM = phrase(
    "I have not used this text. Take it out, or close this and reply in the thread."
)
NO_PATIENT = phrase("It is not about a patient")
TO_BE_LOOKED_AT = phrase("A coordinator will look at it. Until then it is not used; you can go on.")
NOT_DELETED = phrase("I could not delete your message. Please delete it.")
LET_PASS = phrase("A coordinator has looked at your text. It is used now.")
LET_PASS_UNPLACED = phrase("A coordinator has looked at your text: nothing speaks against it.")
NOT_LET_PASS = phrase(
    "A coordinator has looked at your text. It could point to a patient, so it is deleted."
)
CHANGE_IT = phrase("Use Change to write it without that.")
NOT_NEEDED = phrase("It is not needed any more: {why}.")
NOT_ASKED_NOW = phrase("This is not asked for at the moment. Send it again when it is.")

FIRST_RULE = phrase(
    "Safe, then accurate, then helpful. Judge by the worst thing a reader could act on; do not"
    " average."
)
"""Above all others (method.md 2)."""

MEANINGS = {
    "flag": (
        phrase(
            "Risk, if this reader acted on the answer. No concern: nothing to hold against it. S1:"
            " annoyance, wasted time. S2: recoverable, but care is worse or later. S3: serious harm"
            " or death is possible. Mark the worst that is in it."
        ),
    ),
    "rank": (
        phrase(
            "Clearly better: the difference matters for care. Better: a real difference, in"
            " something that counts. Slightly better: a close call. Level: I cannot separate"
            " them."
        ),
        phrase("As it stands: could it reach this reader unchanged?"),
    ),
    "rationale": (phrase("A reason says where, what is wrong, and what could follow."),),
}
"""What the words of each kind mean, for [What does this mean?] (method.md 2)."""

SKIPS = (
    (phrase("Not my field"), "not_my_field"),
    (phrase("Not enough information"), "not_enough_information"),
    (phrase("Experts or guidelines differ"), "experts_differ"),
    (phrase("Upsetting"), "upsetting"),
    (phrase("Cannot read it here"), "cannot_read_here"),
)
"""Skip labels and their codes: one list for skipping, for Can't judge and for the export."""

WRONGS = (
    (phrase("Names in it"), "names"),
    (phrase("Cut off"), "cut_off"),
    (phrase("Wrong language"), "wrong_language"),
    (phrase("Duplicate"), "duplicate"),
    (phrase("Other"), "other"),
)

MORE_PAGES = {
    "wrong": phrase("Something is wrong here"),
    LATER: phrase("Later"),
    "meaning": phrase("What does this mean?"),
    "ask": phrase("Ask the coordinator"),
}
"""Where [More] leads, in this order."""

NAME_WORDS, NAME_MOST = 6, 80
"""A task is named by its question's first six words (conversation.md 1), in so many characters:
not every script has spaces."""


def task_name(item: Item) -> str:
    """The question's first six words."""
    asked = [turn.text for turn in item.prompt if turn.role == "user"] or [item.prompt[-1].text]
    return opening(asked[-1], NAME_WORDS, NAME_MOST)


def clock(at: datetime, zone: str) -> str:
    """14:02, where the person is."""
    return f"{at.astimezone(ZoneInfo(zone)):%H:%M}"


def moment(at: datetime, zone: str) -> str:
    """Friday 18:00, where the person is."""
    local = at.astimezone(ZoneInfo(zone))
    return phrase("{weekday} {time}", weekday=when.WEEKDAYS[local.weekday()], time=clock(at, zone))


def day(at: datetime, zone: str) -> str:
    """3 May 2026, where the person is."""
    local = at.astimezone(ZoneInfo(zone))
    month = when.MONTHS[local.month - 1]
    return phrase("{day} {month} {year}", day=local.day, month=month, year=local.year)


def in_words(review: str) -> str:
    """A clinical review, "Dr Amadi, 2026-01-31", as people read it: Dr Amadi, 31 January 2026; ""
    where nobody reviewed."""
    by, _, date = review.rpartition(", ")
    on = datetime.fromisoformat(f"{date}T12:00+00:00") if by else None
    return joined(", ", (by, day(on, "UTC"))) if on else ""


def week_start(at: datetime, zone: str) -> datetime:
    """Monday 00:00 of this week, where the person is, as an instant."""
    local = at.astimezone(ZoneInfo(zone))
    monday = (local - timedelta(days=local.weekday())).replace(tzinfo=None)
    return monday.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=ZoneInfo(zone))


def fit_label(name: str, most: int = 30) -> str:
    """A button's label: as many whole words as fit; the whole name stands in the text above."""
    return shaped(lambda said: _fitted(said, most), name)


def _fitted(name: str, most: int) -> str:
    words, label = name.split(), ""
    for word in words:
        if len(label) + len(word) + 1 > most:
            break
        label = f"{label} {word}".strip()
    return label or opening(name, 1, most)
