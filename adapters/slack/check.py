"""What is wrong with the Slack side of an installation, each finding with its remedy."""

from slack_sdk.errors import SlackApiError

from adapters.slack.manifest import scopes
from adapters.slack.outcome import TRANSPORT, refused
from adapters.slack.web import Web


async def check(bot_token: str, app_token: str, api_url: str) -> list[str]:
    """Findings as sentences; an empty list when all is well. Changes nothing at Slack."""
    web = Web(bot_token, api_url)
    web.start()
    try:
        return [*await _bot(web), *(await _app(web, app_token) if app_token else [])]
    except (ValueError, KeyError, ConnectionError, *TRANSPORT) as error:
        return [
            f"Slack is not reachable at {api_url} ({type(error).__name__}): check the network,"
            " HTTPS_PROXY and ROUNDS_SLACK_API_URL."
        ]
    finally:
        await web.close()


async def _bot(web: Web) -> list[str]:
    """The bot token, and the scopes that came with the answer."""
    try:
        granted = await web.granted()
    except SlackApiError as error:
        return [_told(error, app=False)]
    missing = [scope for scope in scopes() if scope not in granted]
    if not missing:
        return []
    return [
        f"The bot token lacks {', '.join(missing)}: paste the manifest of `rounds slack manifest`"
        " on the app's page App Manifest and install the app again."
    ]


async def _app(web: Web, app_token: str) -> list[str]:
    try:
        await web.socket_address(app_token)
    except SlackApiError as error:
        return [_told(error, app=True)]
    return []


def _told(error: SlackApiError, *, app: bool) -> str:
    """The sentence, or ConnectionError when Slack itself is in trouble."""
    found = refused(error, app=app)
    if isinstance(found, ConnectionError):
        raise found
    return str(found)
