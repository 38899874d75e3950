"""What is said to a text that is withheld, by what it would have been: whole sentences, since no
other language puts them together as English does."""

from typing import NamedTuple

from bot.tongue import phrase


class Unused(NamedTuple):
    """What is said of a withheld text: what happened to it and what stands; the same where we
    delete the message; what to do then; the same where its writer has to delete it first."""

    kept: str
    erased: str
    again: str
    anew: str


NOT_USED = phrase("I have not used this text.")
NOT_USED_ERASED = phrase("I have not used this text and I am deleting your message.")
SEND_AGAIN = phrase("Please send it again without it.")
SEND_ANEW = phrase("Please delete your message and send it again without it.")
REST_AGAIN = phrase("Please send the rest again without it.")
REST_ANEW = phrase("Please delete your message and send the rest again without it.")

WITHHELD = {
    "reason": Unused(
        NOT_USED,
        NOT_USED_ERASED,
        phrase("Please send the reason again without it."),
        phrase("Please delete your message and send the reason again without it."),
    ),
    "more": Unused(
        phrase("I have not used this text; what you wrote before stands."),
        phrase(
            "I have not used this text and I am deleting your message; what you wrote before"
            " stands."
        ),
        REST_AGAIN,
        REST_ANEW,
    ),
    "added": Unused(
        phrase("I have not used this text; your reason stands as it was."),
        phrase(
            "I have not used this text and I am deleting your message; your reason stands as it"
            " was."
        ),
        REST_AGAIN,
        REST_ANEW,
    ),
    "edited": Unused(
        phrase("I have not used the change; your reason stands as it was."),
        phrase(
            "I have not used the change and I am deleting your message; your reason stands as it"
            " was."
        ),
        "",
        phrase("Please edit your message once more, without it."),
    ),
    "wording": Unused(
        NOT_USED,
        NOT_USED_ERASED,
        phrase("Please send the wording again without it."),
        phrase("Please delete your message and send the wording again without it."),
    ),
    "question": Unused(
        NOT_USED,
        NOT_USED_ERASED,
        phrase("Please ask again without it."),
        phrase("Please delete your message and ask again without it."),
    ),
    "placed": Unused(NOT_USED, NOT_USED_ERASED, SEND_AGAIN, SEND_ANEW),
    "remark": Unused(NOT_USED, NOT_USED_ERASED, SEND_AGAIN, SEND_ANEW),
}
"""By what a withheld text would have been."""
