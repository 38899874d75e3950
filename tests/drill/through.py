"""A task of any kind, answered in a script from what its panel offers; a number says how.

Whoever goes through it errs on the way: undoes, marks a failure and takes it back, cannot judge,
types an order, and changes what was finished. The same number goes the same way.
"""

from tests.talk import Chat

STEPS_MOST = 80
"""Presses of the longest task, with everything that is taken back."""

CONTROLS = ("Back", "Skip", "More", "Undo", "Done", "Submit", "Write…", "Another kind of problem")
REASON = "Says to wait three days although a baby with fever must be seen today."


def through(chat: Chat, number: int) -> None:
    """From the open question to the summary, and by every third number once more by [Change]."""
    _to_the_summary(chat, number)
    if number % 3 == 2:
        chat.presses("Change").presses(_labels(chat)[0])
        _to_the_summary(chat, number + 1)


def _to_the_summary(chat: Chat, number: int) -> None:
    for step in range(STEPS_MOST):
        labels = _labels(chat)
        if "Next task" in labels:
            return
        _answers(chat, labels, number, step)
    raise AssertionError(f"no end: {chat.panel.text}")


def _answers(chat: Chat, labels: list[str], number: int, step: int) -> None:
    """One press, or words where there is nothing to press."""
    label, words = onward(chat.panel.text, labels, number, step)
    if words:
        chat.says(words)
    else:
        chat.presses(label)


def onward(text: str, labels: list[str], number: int, step: int) -> tuple[str, str]:
    """What is pressed on a panel that says this and has these buttons, or what is typed."""
    options = [one for one in labels if one not in CONTROLS]
    if "Tap the best answer." in text and number % 4 == 3:
        return "", " > ".join(reversed(options)).lower().replace(" > ", " = ", 1)
    if "Undo" in labels and number % 4 == step == 1:
        return "Undo", ""
    if "Submit" in labels:
        return "Submit", ""
    if "Done" in labels and " 0 chosen." not in text:
        again = next((one for one in options if " chosen: " in one), "")
        return (again if again and number % 5 == 0 and step < 4 else "Done"), ""
    if not options or (options == ["No reason"] and number % 2):
        return "", REASON
    return options[(number + step) % len(options)], ""


def _labels(chat: Chat) -> list[str]:
    return [button.label for button in chat.panel.buttons]
