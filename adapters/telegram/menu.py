"""What Telegram shows before a word is said: the menu of commands and the empty chat's text."""

COMMANDS = (
    ("start", "Where you are, and what is next"),
    ("next", "The next task"),
    ("learn", "Lessons, and how far you are"),
    ("where", "The task you have open"),
    ("answers", "Your last answers"),
    ("settings", "Reminders, quoting, screen reader, time zone"),
    ("mydata", "What is kept about you"),
    ("stop", "No more reminders; you still take part"),
    ("leave", "Stop taking part"),
    ("help", "What you can type"),
)
"""The words of the menu that work; `pause` and `link` join when there is more to say."""

DESCRIPTION = (
    "Compare answers that an AI gave to medical questions, and say why. You need an invitation"
    " from your coordinator. Nobody watches this chat for emergencies."
)
"""Shown in a chat that is still empty."""

SHORT_DESCRIPTION = "Compare AI answers to medical questions. By invitation."
"""Shown in the bot's profile and beside its link."""
