"""Buttons of a panel: each carries assignment, turn and choice, and works after any restart."""

from bot.cards import Button
from bot.records import Assignment

BACK, SKIP, MORE, WRITE = "b", "s", "m", "w"
CHANGE, NEXT, STOP, FINISH = "c", "n", "x", "f"
CONTROLS = {BACK, SKIP, MORE, WRITE, CHANGE, NEXT, STOP, FINISH}
"""Choices that are no option of a question."""


def token(assignment: Assignment, choice: str | int) -> str:
    return f"{assignment.id}:{assignment.turn}:{choice}"


def button(assignment: Assignment, label: str, choice: str | int) -> Button:
    return Button(label, token(assignment, choice))
