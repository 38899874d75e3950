"""A long command says how far it is: by a bar, by a line now and then, or not at all."""

import io

from rich.console import Console

from adapters.cli.progress import EVERY_SECONDS, lines, progress


def test_a_terminal_sees_a_bar_that_leaves_nothing_behind() -> None:
    terminal = Console(file=io.StringIO(), force_terminal=True, width=100, _environ={})
    with progress(terminal, as_json=False) as tell:
        tell("Reading", 30, 120)
        tell("Reading", 120, 120)
        tell("Storing", 1, 2)
    assert isinstance(terminal.file, io.StringIO)
    seen = terminal.file.getvalue()
    assert "Storing" in seen and "50%" in seen
    assert seen.rstrip().endswith("\x1b[2K"), "the last line is wiped"


def test_elsewhere_a_line_now_and_then_and_none_of_what_is_soon_done() -> None:
    now = [0.0]
    console = Console(file=io.StringIO())
    tell = lines(console, lambda: now[0])
    tell("Reading", 1, 4)
    now[0] += EVERY_SECONDS
    tell("Reading", 2, 4)
    now[0] += EVERY_SECONDS / 2
    tell("Reading", 3, 4)
    now[0] += EVERY_SECONDS / 2
    tell("Storing", 0, 0)
    assert isinstance(console.file, io.StringIO)
    assert console.file.getvalue() == "Reading: 50 %\nStoring: 100 %\n"


def test_a_machine_and_a_quick_command_hear_nothing() -> None:
    for terminal, as_json in ((True, True), (False, True), (False, False)):
        console = Console(file=io.StringIO(), force_terminal=terminal)
        with progress(console, as_json) as tell:
            tell("Reading", 1, 2)
        assert isinstance(console.file, io.StringIO) and console.file.getvalue() == ""
