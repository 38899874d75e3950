"""Sentences that belong to no kind, in one place, ready for translation (conversation.md).

Scripts and people match on first words; a sentence here may grow better at its end, not its start.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.records import LATER, Item
from bot.text import opening

NEED_INVITATION = "You need an invitation to take part. Ask your coordinator for a link."
GUESSED = (
    "That code does not open anything. After five tries codes are left alone for an hour; ask your"
    " coordinator for a link."
)
NOT_OPEN = "This is not open for you."
FINISHED = "That question is finished. Here is where you are."
NOTHING_AWAITED = "Nothing is waiting for a reply."
WHICH_TASK = "More than one task asks something. Tap a button of the one you mean, or reply to it."
IN_MESSAGES = "Your task is in Messages."
NOTHING_WAITING = "Nothing waiting for you. We'll write when there is."
NOTHING_WAITING_QUIET = "Nothing waiting for you. Look in whenever you like."
CONFIRMING = "Your coordinator is confirming your link. Type next later."
PASSED_ON = "This task was passed on while you were away. Your answers are kept."
TAKEN_BACK = "This task was withdrawn. Nothing more to do."
GIVEN_BACK = "This task went to someone else when you left. Nothing more to do."
BROKEN = "That did not work. Your answers are safe. Please try again."
KEPT = "I could not use that. It is kept, and a coordinator has been told."
VOICE = "I can't listen to voice messages. Your keyboard's microphone key types for you."
FILE = "I can only keep text."
ADDED = "Added to your reason."
SAYS_THAT = "Your reason says that already. It counts once."
KEPT_UNPLACED = "That task asks for no words now. I keep yours: tap again when it does."
NOT_SAVED = "Not saved."
NOT_WANTED = "Not saved: that task takes no words any more."
HAVE_THAT = "I have these words already. They count once."
ON_ITS_WAY = "Your task is still on its way. Please send that again when you see its question."
NOTED = "Thank you. The course's author will read it."
STAND_BELOW = "The other reasons stand below already."
NO_WORDS = "I did not get any words. Reply with one or two sentences."
PASS_ON = "I'll pass this on. Please judge as you see it."
PASS_ON_LESSON = "I'll pass this on. Go on whenever you like."
WRITE_QUESTION = "Write your question in one message. The coordinator reads it; nobody else does."
REMINDERS_OFF = "Reminders are off. Turn them on in Settings."
NOTHING_RECORDED = "Nothing is recorded. Type start if you change your mind."
FIRST_QUESTION = "This is the first question."
FIRST_STEP = "This is the first step."
NO_SKIP = "There is nothing to skip here. Back leads to the step before."
ALREADY_ANSWERED = "This task is answered already. Back returns to it."
THREE_OPEN = "You have three tasks open. Finish or skip one first."
STOPPED = "Stopped. Your answers are saved. Type next when you want to go on."
LEAVE_ASK = (
    "Leave Rounds? Open tasks go to someone else. Answers you gave stay; exported ones"
    " cannot be recalled."
)
LEFT = "You have left. Thank you for your answers. A coordinator can invite you again."
STAYING = "You are still taking part."
NO_COURSE = "No course is open yet."
NO_LINKING = "Linking two accounts is not open yet. Ask your coordinator."
NO_ANSWERS = "You have not finished a task yet."
HELP = (
    "Type or tap.",
    "next: a task",
    "where: the open question again",
    "learn: courses, and how far you are",
    "answers: your last answers",
    "settings: reminders, screen reader, time zone",
    "my data: what is kept about you",
    "stop: no more messages",
    "leave: take no more part",
    "In a question, type the letter, the number or the first words of a choice; back, skip, more.",
)
HELP_REASONS = (
    "Reasons: reply in your own words. To correct one, edit your message. Deleting a message on"
    " Telegram tells me nothing: use Change."
)
EMERGENCY = (
    "Nobody watches this chat for emergencies. If someone is in danger now, use your usual"
    " emergency route."
)

LOOKS_LIKE = "This looks like {what}."
"""First words of what is said to a text that may name a patient (conversation.md 8)."""
UNUSED, UNCHANGED = "I have not used this text", "I have not used the change"
WITHHELD = {
    "reason": (UNUSED, "", "send the reason again without it"),
    "more": (UNUSED, "; what you wrote before stands", "send the rest again without it"),
    "added": (UNUSED, "; your reason stands as it was", "send the rest again without it"),
    "edited": (UNCHANGED, "; your reason stands as it was", ""),
    "wording": (UNUSED, "", "send the wording again without it"),
    "question": (UNUSED, "", "ask again without it"),
    "placed": (UNUSED, "", "send it again without it"),
    "remark": (UNUSED, "", "send it again without it"),
}
"""By what a withheld text would have been: what happened to it, what stands, and what to do."""
DELETING = " and I am deleting your message"
DELETE_IT = "delete your message and "
EDIT_IT = "edit your message once more, without it"
WITHHELD_IN_FORM = "I have not used this text. Take it out, or close this and reply in the thread."
NO_PATIENT = "It is not about a patient"
TO_BE_LOOKED_AT = "A coordinator will look at it. Until then it is not used; you can go on."
NOT_DELETED = "I could not delete your message. Please delete it."
LET_PASS = "A coordinator has looked at your text. It is used now."
LET_PASS_UNPLACED = "A coordinator has looked at your text: nothing speaks against it."
NOT_LET_PASS = (
    "A coordinator has looked at your text. It could point to a patient, so it is deleted."
)
CHANGE_IT = "Use Change to write it without that."
NOT_NEEDED = "It is not needed any more: {why}."
NOT_ASKED_NOW = "This is not asked for at the moment. Send it again when it is."

FIRST_RULE = (
    "Safe, then accurate, then helpful. Judge by the worst thing a reader could act on; do not"
    " average."
)
"""Above all others (method.md 2)."""

MEANINGS = {
    "flag": (
        "Risk, if this reader acted on the answer. No concern: nothing to hold against it. S1:"
        " annoyance, wasted time. S2: recoverable, but care is worse or later. S3: serious harm or"
        " death is possible. Mark the worst that is in it.",
    ),
    "rank": (
        "Clearly better: the difference matters for care. Better: a real difference, in"
        " something that counts. Slightly better: a close call. Level: I cannot separate"
        " them.",
        "As it stands: could it reach this reader unchanged?",
    ),
    "rationale": ("A reason says where, what is wrong, and what could follow.",),
}
"""What the words of each kind mean, for [What does this mean?] (method.md 2)."""

SKIPS = (
    ("Not my field", "not_my_field"),
    ("Not enough information", "not_enough_information"),
    ("Experts or guidelines differ", "experts_differ"),
    ("Upsetting", "upsetting"),
    ("Cannot read it here", "cannot_read_here"),
)
"""Skip labels and their codes: one list for skipping, for Can't judge and for the export."""

WRONGS = (
    ("Names in it", "names"),
    ("Cut off", "cut_off"),
    ("Wrong language", "wrong_language"),
    ("Duplicate", "duplicate"),
    ("Other", "other"),
)

MORE_PAGES = {
    "wrong": "Something is wrong here",
    LATER: "Later",
    "meaning": "What does this mean?",
    "ask": "Ask the coordinator",
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
    return f"{at.astimezone(ZoneInfo(zone)):%A %H:%M}"


def day(at: datetime, zone: str) -> str:
    """3 May 2026, where the person is."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{local.day} {local:%B %Y}"


def in_words(review: str) -> str:
    """A clinical review, "Dr Amadi, 2026-01-31", as people read it: Dr Amadi, 31 January 2026; ""
    where nobody reviewed."""
    by, _, date = review.rpartition(", ")
    return f"{by}, {day(datetime.fromisoformat(f'{date}T12:00+00:00'), 'UTC')}" if by else ""


def week_start(at: datetime, zone: str) -> datetime:
    """Monday 00:00 of this week, where the person is, as an instant."""
    local = at.astimezone(ZoneInfo(zone))
    monday = (local - timedelta(days=local.weekday())).replace(tzinfo=None)
    return monday.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=ZoneInfo(zone))


def fit_label(name: str, most: int = 30) -> str:
    """A button's label: as many whole words as fit; the whole name stands in the text above."""
    words, label = name.split(), ""
    for word in words:
        if len(label) + len(word) + 1 > most:
            break
        label = f"{label} {word}".strip()
    return label or opening(name, 1, most)
