"""What is wrong with the Telegram side of an installation, each finding with its remedy."""

from telegram.error import InvalidToken, TelegramError

from adapters.telegram.client import make_bot
from adapters.telegram.outcome import REFUSED


async def check(token: str, api_url: str, webhook: str = "") -> list[str]:
    """Findings as sentences; an empty list when all is well. `webhook` is the address we are to
    be called at, "" where we poll. Changes nothing at Telegram."""
    bot = make_bot(token, api_url)
    wrong = list[str]()
    try:
        await bot.initialize()
        hook = await bot.do_api_request("getWebhookInfo")
        if hook.get("url") and hook["url"] != webhook:
            wrong.append(
                "Telegram sends updates to another webhook; rounds serve takes it away when it"
                " starts, so make sure that no other program needs it."
            )
        elif hook.get("url") and hook.get("last_error_message"):
            wrong.append(
                f"Telegram could not call the webhook ({hook['last_error_message']}): check that"
                " its address leads to /telegram at ROUNDS_HTTP_BIND, over https."
            )
    except InvalidToken:
        wrong.append(REFUSED)
    except TelegramError as error:
        wrong.append(
            f"Telegram is not reachable at {api_url} ({error.message}): check the network and"
            " ROUNDS_TELEGRAM_API_URL."
        )
    finally:
        await bot.shutdown()
    return wrong
