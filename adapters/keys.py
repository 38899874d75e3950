"""The installation's secret: given by a setting, or made once and kept beside the database."""

import os
import secrets
from pathlib import Path

from adapters.settings import Settings
from store.connect import file_of

NAME = "rounds.key"
BYTES = 32


def key_file(settings: Settings) -> Path:
    """Where the key lies: beside a SQLite file, else in the working folder."""
    beside = file_of(settings.database_url)
    return beside.with_name(NAME) if beside else Path(NAME).resolve()


def secret_key(settings: Settings) -> bytes:
    """The secret as bytes; made on first use, readable by its owner alone."""
    if settings.secret_key:
        return settings.secret_key.get_secret_value().encode()
    path = key_file(settings)
    if not path.exists():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(BYTES))
    return path.read_text().strip().encode()
