"""Every setting, from the environment or a `.env` file, checked at once and told in plain words.

Nothing else reads the environment. Secrets are `SecretStr`: they are never printed.
"""

import os
import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from adapters.tongues import tongues
from bot.rules import Rules

PREFIX = "ROUNDS_"
OFF = "off"
"""ROUNDS_HTTP_BIND of a worker that opens no port."""

WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
"""What Telegram takes as a webhook's secret (its Bot API, setWebhook)."""

DATABASES = ("sqlite:///", "postgresql+psycopg://")


def address(bind: str) -> tuple[str, int]:
    """Host and port of "host:port"; an IPv6 address stands in brackets. Raises ValueError."""
    host, colon, port = bind.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not (colon and host and port.isdecimal() and int(port) < 65536):
        raise ValueError("use HOST:PORT, such as 127.0.0.1:8080, or off")
    return host, int(port)


def plain(secret: SecretStr | None) -> str:
    """A secret's value for whoever must use it, "" if it is not set."""
    return secret.get_secret_value() if secret else ""


class WrongSettings(ValueError):  # noqa: N818  the house's word
    """One or more settings are unknown or wrong; the message names each with its remedy.

    `rest` are the settings without the unknown ones, None where one of the known is wrong.
    """

    def __init__(self, sentences: str, rest: "Settings | None" = None) -> None:
        super().__init__(sentences)
        self.rest = rest


class Settings(BaseSettings):
    """What an operator may set. Names in the environment carry the prefix ROUNDS_."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", extra="ignore", hide_input_in_errors=True
    )

    database_url: str = "sqlite:///rounds.db"
    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_api_url: str = "https://slack.com/api/"
    telegram_token: SecretStr | None = None
    telegram_api_url: str = "https://api.telegram.org"
    telegram_webhook_url: str = ""
    telegram_webhook_secret: SecretStr | None = None
    secret_key: SecretStr | None = None
    http_bind: str = "127.0.0.1:8080"
    log_level: str = "INFO"

    slip_seconds: float = Field(0.7, ge=0, le=10)
    lease_hours: float = Field(72, gt=0)
    session_quiet_minutes: float = Field(30, gt=0)
    tasks_as_imported: bool = False
    tick_seconds: float = Field(15, gt=0)
    look_seconds: float = Field(1, gt=0)
    send_timeout_seconds: float = Field(10, gt=0)
    send_lease_seconds: float = Field(60, gt=0)
    send_at_once: int = Field(32, ge=1)
    slack_posts_per_second: float = Field(1, gt=0)
    slack_posts_burst: int = Field(4, ge=1)
    slack_updates_per_minute: float = Field(50, gt=0)
    slack_other_per_minute: float = Field(100, gt=0)
    telegram_chat_per_second: float = Field(1, gt=0)
    telegram_chat_burst: int = Field(5, ge=1)
    telegram_per_second: float = Field(30, gt=0)
    telegram_poll_seconds: int = Field(50, ge=0, le=50)

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: str) -> str:
        if not value.startswith(DATABASES):
            raise ValueError("use sqlite:///FILE or postgresql+psycopg://…")
        return value

    @field_validator("log_level")
    @classmethod
    def _level(cls, value: str) -> str:
        if value.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR"):
            raise ValueError("use DEBUG, INFO, WARNING or ERROR")
        return value.upper()

    @field_validator("http_bind")
    @classmethod
    def _bind(cls, value: str) -> str:
        if value != OFF:
            address(value)
        return value

    def secrets(self) -> list[str]:
        """Every value that may never be printed."""
        given = (getattr(self, name) for name in type(self).model_fields)
        found = [value.get_secret_value() for value in given if isinstance(value, SecretStr)]
        return [*found, unquote(urlsplit(self.database_url).password or "")]

    def rules(self) -> Rules:
        """The thresholds a decision depends on."""
        return Rules(
            slip=timedelta(seconds=self.slip_seconds),
            lease=timedelta(hours=self.lease_hours),
            quiet=timedelta(minutes=self.session_quiet_minutes),
            as_imported=self.tasks_as_imported,
            tongues=tongues(),
        )

    def missing(self) -> list[str]:
        """What half-made platform settings lack, one sentence each."""
        hears_slack = self.slack_app_token or self.slack_signing_secret
        return [
            sentence
            for wrong, sentence in (
                (
                    self.slack_bot_token and not hears_slack,
                    "ROUNDS_SLACK_BOT_TOKEN is set but neither ROUNDS_SLACK_APP_TOKEN nor"
                    " ROUNDS_SLACK_SIGNING_SECRET is: create an app-level token with the scope"
                    " connections:write and set it.",
                ),
                (
                    self.slack_app_token and not self.slack_bot_token,
                    "ROUNDS_SLACK_APP_TOKEN is set but ROUNDS_SLACK_BOT_TOKEN is not: install the"
                    " app to the workspace and set its bot token.",
                ),
                (
                    self.slack_signing_secret and not self.slack_bot_token,
                    "ROUNDS_SLACK_SIGNING_SECRET is set but ROUNDS_SLACK_BOT_TOKEN is not: install"
                    " the app to the workspace and set its bot token.",
                ),
                *self._door(),
            )
            if wrong
        ]

    def _door(self) -> list[tuple[bool, str]]:
        """What is wrong about being called instead of asking."""
        url, secret = self.telegram_webhook_url, plain(self.telegram_webhook_secret)
        called = bool(self.slack_signing_secret or url)
        return [
            (
                bool(url and not self.telegram_token),
                "ROUNDS_TELEGRAM_WEBHOOK_URL is set but ROUNDS_TELEGRAM_TOKEN is not: set the"
                " bot's token.",
            ),
            (
                bool(url and not WEBHOOK_SECRET.fullmatch(secret)),
                "ROUNDS_TELEGRAM_WEBHOOK_URL needs ROUNDS_TELEGRAM_WEBHOOK_SECRET: set it to 1 to"
                " 256 letters, digits, _ or -, which nobody can guess.",
            ),
            (
                bool(secret and not url),
                "ROUNDS_TELEGRAM_WEBHOOK_SECRET is set but ROUNDS_TELEGRAM_WEBHOOK_URL is not: set"
                " the public address that leads to /telegram here, or remove the secret.",
            ),
            (
                called and self.http_bind == OFF,
                "ROUNDS_HTTP_BIND is off, but a platform is to call us: set it to HOST:PORT.",
            ),
        ]


def load(env_file: Path | str | None = ".env") -> Settings:
    """Settings from the environment and `env_file`.

    Raises WrongSettings naming every unknown or malformed setting in one go.
    """
    wrong = [
        f"{name} is not a setting of Rounds: remove it or correct its spelling."
        for name in _given(env_file)
        if name.upper().startswith(PREFIX)
        and name[len(PREFIX) :].lower() not in Settings.model_fields
        and not name.upper().startswith(("ROUNDS_REAL_", "ROUNDS_REQUIRE"))
    ]
    try:
        settings = Settings(_env_file=env_file)
    except ValidationError as error:
        wrong += [
            f"{PREFIX}{str(part['loc'][0]).upper()}: {part['msg'].removeprefix('Value error, ')}."
            for part in error.errors()
        ]
        raise WrongSettings("\n".join(wrong)) from None
    if wrong:
        raise WrongSettings("\n".join(wrong), settings)
    return settings


def _given(env_file: Path | str | None) -> list[str]:
    """Names set in the environment and in the file."""
    names = list(os.environ)
    if env_file and Path(env_file).is_file():
        for line in Path(env_file).read_text(encoding="utf-8").splitlines():
            name = line.split("=", 1)[0].strip().removeprefix("export ").strip()
            if name and not name.startswith("#"):
                names.append(name)
    return names
