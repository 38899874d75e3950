"""The menu and the empty chat's words are within Telegram's limits."""

import re

from adapters.telegram import limits, menu


def test_the_menu_is_within_telegrams_limits() -> None:
    assert len(menu.COMMANDS) <= limits.COMMANDS
    for name, text in menu.COMMANDS:
        assert re.fullmatch(r"[a-z0-9_]+", name) and len(name) <= limits.COMMAND_CHARACTERS
        assert 0 < len(text) <= limits.COMMAND_TEXT_CHARACTERS
    assert len(menu.DESCRIPTION) <= limits.DESCRIPTION_CHARACTERS
    assert len(menu.SHORT_DESCRIPTION) <= limits.SHORT_DESCRIPTION_CHARACTERS
