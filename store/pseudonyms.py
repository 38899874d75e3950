"""A person's name outside: the same in every export of one installation, and nobody's but theirs.

It is made from the installation's secret, so that two installations never name one person alike.
"""

import hashlib
import hmac
from collections.abc import Mapping

from sqlalchemy import Connection, select

from store.port.people import PERSON

PSEUDONYM = 16
"""Hex digits of a pseudonym: 64 bits."""


def pseudonym(secret: bytes, person: int) -> str:
    """The same for a person as long as the secret is the same."""
    return hmac.new(secret, f"annotator:{person}".encode(), hashlib.sha256).hexdigest()[:PSEUDONYM]


def everybody(connection: Connection, secret: bytes) -> Mapping[str, int]:
    """Everybody who ever took part, by their pseudonym."""
    people = connection.execute(select(PERSON.c.id)).scalars()
    return {pseudonym(secret, person): person for person in people}
