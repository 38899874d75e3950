"""The edge of the house: only here and in the platforms' app.py are time and chance asked for."""

import secrets
from datetime import UTC, datetime

BASE36 = "0123456789abcdefghijklmnopqrstuvwxyz"
ID_BITS = 96
"""Random bits of a public id (design.md 3, law 4)."""
ID_LENGTH = 19
"""96 bits need 19 digits in base 36; ids are padded so that all have one length."""


def now() -> datetime:
    """This moment, in UTC, aware."""
    return datetime.now(UTC)


def fresh_id() -> str:
    """A new public id: 96 random bits in base 36, 19 characters."""
    number, digits = secrets.randbits(ID_BITS), ""
    while number:
        number, digit = divmod(number, 36)
        digits = BASE36[digit] + digits
    return digits.rjust(ID_LENGTH, "0")


def fresh_code() -> str:
    """An invitation code: 128 random bits, URL-safe, within Telegram's 64 characters of start."""
    return secrets.token_urlsafe(16)
