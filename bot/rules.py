"""Every number and capability a decision depends on, as one record given to each step.

Nothing here is read from an environment: the edge makes a `Rules` from the settings, tests make
their own. Sources of the numbers stand beside them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from bot.tongue import Tongue


@dataclass(frozen=True, slots=True)
class Rules:
    """Thresholds and what each platform can do.

    slip: a press sooner than this after its question was shown is asked once more
    (conversation.md 4). double_tap: a second wish for a task within this is the same wish (a
    choice: longer than a double tap, shorter than opening, reading and wanting another). lease:
    an untouched task is passed on after this (design.md 4). quiet: a session ends after this much
    silence (conversation.md 1). open_most: tasks one person may hold open at once
    (conversation.md 1). short_reason: fewer words than this get one nudge (conversation.md 8).
    reading: words a minute (method.md 1.2.10, 3.1).
    """

    slip: timedelta = timedelta(seconds=0.7)
    double_tap: timedelta = timedelta(seconds=3)
    lease: timedelta = timedelta(hours=72)
    quiet: timedelta = timedelta(minutes=30)
    open_most: int = 3
    short_reason: int = 8
    sent_as_is: int = 2
    sent_as_is_looked: int = 20
    """So many reasons sent as they were, and nobody is nudged in that session any more (method.md
    2.5); among how many of the last answers they are looked for."""
    reading: int = 215
    tap_seconds: int = 5
    writing_seconds: int = 35
    consent: int = 1
    pause: timedelta = timedelta(minutes=2)
    """A gap longer than this is no time on the task (method.md 3.1): doctors are interrupted."""
    forms: tuple[str, ...] = ("slack",)
    """Platforms on which a form can be opened from a press."""
    menus: tuple[str, ...] = ("slack",)
    """Platforms on which a message can hold a list to choose from."""
    threads: tuple[str, ...] = ("slack",)
    """Platforms on which a session has a thread of its own."""
    links: tuple[str, ...] = ("slack",)
    """Platforms on which a message has an address that a link button can lead to."""
    erases: tuple[str, ...] = ("telegram",)
    """Platforms on which a bot can delete what a person wrote to it."""
    homes: tuple[str, ...] = ("slack",)
    """Platforms with a standing view of one's own."""
    profiles: tuple[str, ...] = ("slack",)
    """Platforms that tell a name and a time zone when asked."""
    reports: int = 2
    unclear: int = 3
    """Reports of something wrong, and skips for want of information, after which nobody else gets
    a task until a coordinator has looked (method.md 2.4)."""
    guesses: int = 5
    guess_window: timedelta = timedelta(hours=1)
    """Codes that open nothing from one account in this time; then no code is tried, and nothing
    said (notes on reliability, 5.3)."""
    window: int = 8
    window_most: int = 64
    """Tasks of each pile looked at to choose the next one; so many more when all of the first ones
    ask what was just judged (choices). Of the piles that are chosen from the block is looked at to
    its end."""
    block: int = 64
    """Places of the queue among which each person's order is shuffled (a choice: long enough that
    nobody's tired hour meets the same task, short enough that what was imported first is done
    first). 1 keeps the queue's order."""
    as_imported: bool = False
    """Whether tasks come just as they stand in the task file, one's own field first: neither
    shuffled, nor grouped by what they ask, nor kept apart from what they resemble. For a tour, or
    a practice set that builds up; answers meant to train a model want the opposite."""
    gap: timedelta = timedelta(minutes=5)
    """A session's length for one who did not say theirs (method.md 4.1)."""
    gaps: tuple[int, ...] = (2, 5, 10)
    """Minutes that Home asks about (conversation.md 3)."""
    fast_most: int = 3
    """So many answers of one session given faster than anybody reads, and it is asked whether to
    slow down, once (method.md 3.1)."""
    alarm_again: timedelta = timedelta(minutes=30)
    """Who was told that nobody watches for emergencies is not told again for so long (a choice: as
    long as a session lives in silence)."""
    waiting_most: int = 100
    """How far waiting tasks are counted; beyond it the count says "100 or more"."""
    tongues: Mapping[str, Tongue] = field(default_factory=dict)
    """What Rounds speaks besides English, by code (`bot.tongue`)."""
    lapse_batch: int = 50
    """Lapsed tasks passed on in one tick, so that no transaction grows long."""
