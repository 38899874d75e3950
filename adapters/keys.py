"""The installation's secret: given by a setting, or made once and kept beside the database."""

import os
import secrets
from pathlib import Path

from sqlalchemy.engine import make_url

from adapters.settings import Settings

NAME = "rounds.key"
BYTES = 32


def key_file(settings: Settings) -> Path:
    """Where the key lies: beside a SQLite file, else in the working folder."""
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and url.database:
        return Path(url.database).resolve().with_name(NAME)
    return Path(NAME).resolve()


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
