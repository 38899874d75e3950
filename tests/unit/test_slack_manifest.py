"""The manifest asks for what the code uses: every call is listed, every scope has a reason."""

import re
from pathlib import Path

from slack_sdk.web.async_client import AsyncWebClient

import adapters.slack
from adapters.slack import read
from adapters.slack.manifest import COMING, EVENTS, METHODS, QUERIES, manifest, scopes
from playground.slack.facts import NEEDS

SOURCES = "\n".join(
    path.read_text(encoding="utf-8")
    for folder in adapters.slack.__path__
    for path in sorted(Path(folder).glob("*.py"))
    if path.name != "manifest.py"
)


def test_every_call_is_among_the_methods_and_every_method_is_called() -> None:
    called = set(re.findall(r'Call\(\s*"([A-Za-z.]+)"', SOURCES))
    ours = {name for name in dir(AsyncWebClient) if not name.startswith("_")} - {"api_call"}
    direct = set(re.findall(r"client\.([a-z_]+)\(", SOURCES)) & ours
    called |= {name.replace("_", ".") for name in direct}
    assert called == set(METHODS)


def test_nothing_is_called_past_the_list() -> None:
    calls = re.findall(r"api_call\((.+?),", SOURCES)
    assert calls == ["call.method"]  # guarded by METHODS just above
    assert "WebClient(" not in SOURCES.replace("AsyncWebClient(", "")


def test_each_method_has_a_scope_that_opens_it() -> None:
    for method, scope in METHODS.items():
        needed = NEEDS.get(method, ())
        assert (scope in needed) if needed else scope == "", method
        assert not scope or scope in scopes()
    assert set(QUERIES) <= set(METHODS)


def test_no_scope_without_a_reason() -> None:
    reasons = {*METHODS.values(), *EVENTS.values(), *COMING, "commands"}
    assert set(scopes()) == reasons - {""}
    assert set(scopes()) == {
        "chat:write",
        "commands",
        "dnd:read",
        "files:write",
        "im:history",
        "im:write",
        "users:read",
    }


def test_every_event_asked_for_is_read() -> None:
    source = Path(read.__file__).read_text(encoding="utf-8")
    for event in EVENTS:
        assert f'"{event.removesuffix(".im")}"' in source, event


def test_the_manifest() -> None:
    made = manifest("Rounds at St Anna")
    home = made["features"]["app_home"]
    assert home["home_tab_enabled"] and home["messages_tab_enabled"]
    assert home["messages_tab_read_only_enabled"] is False
    assert made["display_information"]["name"] == "Rounds at St Anna"
    assert made["settings"]["socket_mode_enabled"] is True
    assert made["settings"]["interactivity"]["is_enabled"] is True
    assert made["features"]["slash_commands"][0]["command"] == "/rounds"
    assert made["settings"]["event_subscriptions"]["bot_events"] == sorted(EVENTS)
    assert "user" not in made["oauth_config"]["scopes"]
    url = "https://clinic.example/slack/events"
    called = manifest(url=url)
    assert called["settings"]["socket_mode_enabled"] is False
    assert called["settings"]["event_subscriptions"]["request_url"] == url
    assert called["settings"]["interactivity"]["request_url"] == url
    assert called["features"]["slash_commands"][0]["url"] == url
