"""With a screen reader a panel says in words what others see as buttons, and what to type for each.

The same words stand in the message and in the text that is read instead of it (conversation.md 1).
Pure: a card and what is asked go in, a card comes out.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.cards import Card, words
from bot.kinds.base import Option, Question
from bot.step import line
from bot.tongue import COMMA, joined, listed, phrase
from bot.words import AND, OR

REPLY = phrase("Reply {words}.")

FEW = 3
"""So many choices are all said, when one of them has to be."""

SAID_MOST = 5
"""Choices that may be said twice: what they mean, and what to type. More go by their numbers."""


def aloud(
    card: Card, offered: Sequence[Option], question: Question | None, ways: Sequence[str]
) -> Card:
    """The card with its choices in words. `ways` names the buttons that are no option."""
    shown = [option for option in offered if not option.listed]
    writing = question is not None and question.writing
    typed = _typed(shown, writing=writing)
    lines = _meant(typed, shown, words(card).split("\n"))
    if chosen := [word for word, option in zip(typed, shown, strict=True) if option.on]:
        lines.append(phrase("Chosen: {words}.", words=listed(chosen, AND)))
    reply = _reply(typed, shown, writing=writing)
    lines.append(reply)
    if question and question.also:
        lines.append(phrase("Or reply with {what}.", what=question.also))
    if ways:
        if reply:
            lines.append(phrase("Or {words}.", words=joined(COMMA, ways)))
        else:
            lines.append(REPLY.format(words=listed(ways, OR)))
    whole = replace(card, body=(*card.body, *(line(text) for text in lines if text)))
    return replace(whole, spoken=words(whole))


def _typed(shown: Sequence[Option], *, writing: bool) -> list[str]:
    """What to type for each: a word of its own, its label if that is one word, or its number."""
    keys = [(one.typed[0] if one.typed else one.label).lower() for one in shown]
    numbers = [str(number) for number in range(1, len(shown) + 1)]
    if writing:
        return keys
    plain = [one for one in shown if one.on is None and not one.typed]
    numbered = any(" " in one.label for one in plain)
    toggles = any(one.on is not None for one in shown)
    lettered = all(len(key) == 1 for key in keys[:2])  # letters, or numbers of their own
    if len(shown) > SAID_MOST and not toggles and not lettered:
        return numbers
    return [
        number if one.on is not None or (numbered and not one.typed) else key
        for one, key, number in zip(shown, keys, numbers, strict=True)
    ]


def _meant(typed: Sequence[str], shown: Sequence[Option], said: Sequence[str]) -> list[str]:
    """What the words to type stand for, where they do not say it and it was not said above."""
    open_ones = [
        (word, option.label)
        for word, option in zip(typed, shown, strict=True)
        if option.on is None
        and not option.meaning
        and not any(one.startswith(f"{word}. ") for one in said)
    ]
    unlike = [one for one in open_ones if one[0] != one[1].lower()]
    if unlike and len(shown) <= FEW:
        unlike = open_ones
    lines = list[str]()
    for word, label in unlike:
        there = f" {word} " in f" {label.lower().translate(_STOPS)} "
        both = phrase("{word}: {label}", word=word, label=label)
        lines.append(label if there and len(shown) <= SAID_MOST else both)
    return lines


_STOPS = str.maketrans("", "", ":,")


def _reply(typed: Sequence[str], shown: Sequence[Option], *, writing: bool) -> str:
    """Reply none, s1, s2 or s3."""
    toggles = sum(one.on is not None for one in shown)
    if writing:
        if not typed:
            return phrase("Reply in your own words.")
        return phrase("Reply in your own words, or {words}.", words=listed(typed, OR))
    if toggles:
        return phrase(
            "Reply with all numbers that fit, such as 1, {number}; then {words}.",
            number=toggles,
            words=listed(typed[toggles:], OR),
        )
    if len(typed) > SAID_MOST and typed[-1] == str(len(typed)):
        return phrase("Reply 1 to {last}.", last=len(typed))
    return REPLY.format(words=listed(typed, OR)) if typed else ""
