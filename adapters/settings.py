"""Every setting, from the environment or a `.env` file, checked at once and told in plain words.

Nothing else reads the environment. Secrets are `SecretStr`: they are never printed.
"""

import os
from datetime import timedelta
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.rules import Rules

PREFIX = "ROUNDS_"
NOT_YET = {
    "slack_signing_secret": "Slack is reached by Socket Mode, without a public address",
    "telegram_webhook_url": "Telegram is asked by long polling, without a public address",
    "telegram_webhook_secret": "Telegram is asked by long polling, without a public address",
    "http_bind": "rounds serve opens no port",
}
"""Settings whose part of the house is not built yet: set, they would promise what is not there."""

DATABASES = ("sqlite:///", "postgresql+psycopg://")


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

    def rules(self) -> Rules:
        """The thresholds a decision depends on."""
        return Rules(
            slip=timedelta(seconds=self.slip_seconds),
            lease=timedelta(hours=self.lease_hours),
            quiet=timedelta(minutes=self.session_quiet_minutes),
        )

    def missing(self) -> list[str]:
        """What half-made platform settings lack, and what would not be honoured, one sentence
        each."""
        wrong = [
            f"{PREFIX}{name.upper()} is set, but {instead}: remove it."
            for name, instead in NOT_YET.items()
            if name in self.model_fields_set
        ]
        if self.slack_bot_token and not self.slack_app_token:
            wrong.append(
                "ROUNDS_SLACK_BOT_TOKEN is set but ROUNDS_SLACK_APP_TOKEN is not: create an"
                " app-level token with the scope connections:write and set it."
            )
        if self.slack_app_token and not self.slack_bot_token:
            wrong.append(
                "ROUNDS_SLACK_APP_TOKEN is set but ROUNDS_SLACK_BOT_TOKEN is not: install the app"
                " to the workspace and set its bot token."
            )
        return wrong


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
