"""A long text leaves the phone as several messages, with nothing that says they belong together.

The phone looks back at most 300 characters from the limit for a better place to part: an empty
line, a line end, the end of a sentence, a blank. What stood there is lost to trimming.
"""

from playground.telegram.facts import TEXT_MAX, width

LOOK_BACK = 300  # as the Android client does


def parts_of(text: str) -> list[str]:
    parts = []
    while width(text) > TEXT_MAX:
        at = place(text)
        parts.append(text[:at])
        text = text[at:]
    return [*parts, text]


def place(text: str) -> int:
    """Where the first part ends, in characters."""
    most = TEXT_MAX
    while width(text[:most]) > TEXT_MAX:
        most -= (width(text[:most]) - TEXT_MAX + 1) // 2
    least = max(1, most - LOOK_BACK)
    paragraph = text.rfind("\n\n", least, most)
    line = text.rfind("\n", least, most)
    sentence = max(text.rfind(". ", least, most), text.rfind(".\n", least, most))
    blank = max(text.rfind(" ", least, most), text.rfind("\t", least, most))
    if paragraph > 0:
        return paragraph + 1
    if line > 0:
        return line
    if sentence > 0:
        return sentence + 1
    return blank if blank > 0 else most
