"""What is wrong with this installation, all of it in one go, each with its remedy."""

from collections.abc import Awaitable, Callable

from adapters.keys import key_file
from adapters.settings import Settings
from adapters.slack.check import check as check_slack
from adapters.telegram.check import check as check_telegram
from store import schema

PRIVATE = 0o077
"""Permission bits nobody but the owner may have on the key file."""


async def examine(settings: Settings) -> list[str]:
    """Every finding as one sentence; an empty list when all is well."""
    wrong = settings.missing()
    wrong += schema.check(settings.database_url)
    path = key_file(settings)
    if not settings.secret_key and path.exists() and path.stat().st_mode & PRIVATE:
        wrong.append(f"{path} can be read by others: chmod 600 it.")
    checks: list[Callable[[], Awaitable[list[str]]]] = []
    if settings.slack_bot_token:
        token = settings.slack_bot_token.get_secret_value()
        app = settings.slack_app_token.get_secret_value() if settings.slack_app_token else ""
        checks.append(lambda: check_slack(token, app, settings.slack_api_url))
    if settings.telegram_token:
        telegram = settings.telegram_token.get_secret_value()
        hook = settings.telegram_webhook_url
        checks.append(lambda: check_telegram(telegram, settings.telegram_api_url, hook))
    if not checks:
        wrong.append(
            "No platform is set up: set ROUNDS_SLACK_BOT_TOKEN and ROUNDS_SLACK_APP_TOKEN, or"
            " ROUNDS_TELEGRAM_TOKEN."
        )
    for check in checks:
        wrong += await check()
    return wrong
