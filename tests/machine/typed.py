"""What may be typed instead of tapped: a label, its first words, a letter, a number, an order."""

from collections.abc import Sequence

OWN = {
    "A is better": ("a",),
    "B is better": ("b", "B."),
    "Level": ("level", "same"),
    "Clearly better": ("clearly",),
    "Better": ("better",),
    "Slightly better": ("slightly",),
    "Yes": ("yes",),
    "No, neither is acceptable": ("no",),
    "No, none is acceptable": ("no",),
    "Keep both": ("keep",),
    "Change the risk": ("risk", "change the risk"),
    "Change the choice": ("choice",),
    "No failure found": ("none", "no failure"),
    "No one place": ("no one place", "nowhere"),
    "No wording": ("no wording",),
    "No reason": ("no reason", "No reason."),
    "Send as is": ("send as is",),
    "Can't judge": ("can’t judge", "cannot judge"),
}
"""Words that buttons are called by, besides their labels (conversation.md 1, 4 to 8)."""

WRITING = ("No wording", "No reason", "Send as is")
"""Where words of one's own are awaited, only a whole name is a choice."""


def words_for(label: str, labels: Sequence[str]) -> list[str]:
    """Everything that means this button; `labels` are all that stand there, in their order."""
    meant = [label, label.upper(), *OWN.get(label, ())]
    if label in WRITING:
        return meant
    scale = "Can't judge" in labels
    if scale and label[0].isdecimal():
        meant += [label[0], label[2:]]
    elif not any(one[0].isdecimal() for one in labels):
        meant.append(str(labels.index(label) + 1))
    _, _, harm = label.partition(": ")
    if harm[:2] in ("S1", "S2", "S3"):
        meant.append(harm[:2].lower())
    elif harm == "no concern":
        meant.append("none")
    elif label.endswith(" is last"):
        meant.append("last")
    elif label.startswith("Level with "):
        meant.append("level")
    elif " level with " in label:
        meant.append("=")
    elif len(label) == 1:
        meant += [label.lower(), f"Answer {label}"]
    first = " ".join(label.split()[:2])
    if [one for one in labels if one.lower().startswith(first.lower())] == [label]:
        meant.append(first)
    return meant


def order(letters: str, drawn: Sequence[int], ties: Sequence[bool], sign: str) -> str:
    """ "c > a = d > b", of these letters, as drawn."""
    left = list(letters.lower())
    said = left.pop(drawn[0] % len(left))
    for number, place in enumerate(drawn[1 : len(letters)], start=1):
        between = " = " if ties[number % len(ties)] else sign
        said += between + left.pop(place % len(left))
    return said
