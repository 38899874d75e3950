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
    text = chat.panel.text
    options = [one for one in labels if one not in CONTROLS]
    if "Tap the best answer." in text and number % 4 == 3:
        chat.says(" > ".join(reversed(options)).lower().replace(" > ", " = ", 1))
    elif "Undo" in labels and number % 4 == step == 1:
        chat.presses("Undo")
    elif "Submit" in labels:
        chat.presses("Submit")
    elif "Done" in labels and " 0 chosen." not in text:
        again = next((one for one in options if " chosen: " in one), "")
        chat.presses(again if again and number % 5 == 0 and step < 4 else "Done")
    elif not options or (options == ["No reason"] and number % 2):
        chat.says(REASON)
    else:
        chat.presses(options[(number + step) % len(options)])


def _labels(chat: Chat) -> list[str]:
    return [button.label for button in chat.panel.buttons]
