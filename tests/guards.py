"""What stands between a person's answer and a wrong label: the guard code, and which tests look.

`make coverage` and `make mutation` read this one list. A file with no parts counts whole.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Guard:
    """What a file guards, who tests it, and which of its functions count if not all."""

    what: str
    tests: tuple[str, ...]
    parts: tuple[str, ...] = ()

    def counts(self, where: str) -> bool:
        """Whether a function, as `Class.method` or `function`, is guard code."""
        return not self.parts or where.split(".<locals>")[0] in self.parts


def _contract(*names: str) -> tuple[str, ...]:
    return tuple(f"tests/contract/test_{name}.py" for name in names)


def _conversation(*names: str) -> tuple[str, ...]:
    return tuple(f"tests/conversation/test_{name}.py" for name in names)


_KINDS = (
    *_contract("kinds", "cards"),
    *_conversation("comparison", "orders", "ratings", "risks", "failures", "placing", "changing"),
    *_conversation("typing_only", "aloud"),
    "tests/unit/test_spans.py",
    "tests/unit/test_typed_orders.py",
)

_COURSES = (
    *_conversation("lessons", "lessons_beside", "lessons_resumed", "course_versions", "warm_up"),
)

GUARDS: dict[str, Guard] = {
    "store/deliveries.py": Guard("a delivery counts once", _contract("store_steps")),
    "store/sql.py": Guard(
        "a delivery counts once",
        _contract("store_steps", "incidents", "trust", "overtaken"),
        ("Store.submit", "Store.deliver", "Store._committed", "_mark", "_quarantine", "_MARK"),
    ),
    "store/writer.py": Guard(
        "a delivery counts once",
        _contract("store_writer", "store_steps", "machine_fails", "trust"),
    ),
    "store/outbox.py": Guard(
        "what leaves",
        _contract("store_outbox", "store_outbox_rows", "store_crossing", "pump", "uploads"),
    ),
    "store/port/leaving.py": Guard(
        "what leaves",
        _contract(
            *("store_outbox", "store_outbox_rows", "conclude", "people", "people_exact"),
            *("store_steps", "uploads"),
        ),
    ),
    "adapters/outbox.py": Guard(
        "what leaves",
        (
            *_contract("conclude", "pump", "pump_home", "pump_rest", "uploads"),
            *_conversation("stored", "unshown", "joining"),
        ),
    ),
    "bot/assign.py": Guard(
        "who gets which task",
        (
            *_contract("assign", "assign_choice", "authors", "overtaken"),
            *_conversation("comparison", "gaps", "fields"),
            "tests/unit/test_balance.py",
        ),
    ),
    "store/alike.py": Guard(
        "who gets which task", (*_contract("assign_choice", "imports"), "tests/unit/test_alike.py")
    ),
    "store/port/piles.py": Guard(
        "who gets which task",
        (
            *_contract("store_queue", "store_frontier", "assign_choice", "authors", "overtaken"),
            *_contract("people_exact", "projects"),
            "tests/unit/test_balance.py",
        ),
    ),
    "bot/stopping.py": Guard("which task stops", _conversation("stopping")),
    "store/port/queue.py": Guard(
        "who gets which task",
        (
            *_contract(
                "store_queue", "store_frontier", "overtaken", "people", "people_exact", "projects"
            ),
            *_conversation("unshown", "stopping"),
        ),
    ),
    "store/port/work.py": Guard(
        "an assignment changes by compare-and-set",
        (
            *_contract("port_work", "store_steps", "store_crossing", "people_exact"),
            *_conversation("stored", "slips", "changing", "gaps"),
        ),
    ),
    "bot/answering.py": Guard(
        "whose press, and of which turn",
        (
            *_conversation("stored", "slips", "comparison", "aside", "outside", "joining"),
            *_conversation("failures", "time", "typed"),
            *_contract("overtaken"),
        ),
        ("press", "_named", "onward", "_stale", "_toggle", "skip"),
    ),
    "bot/turns.py": Guard(
        "which question a press may answer",
        (
            *_conversation("stored", "slips", "comparison", "aside", "outside", "joining"),
            *_conversation("failures"),
            *_contract("overtaken"),
        ),
        ("slipped", "ask_again", "turned"),
    ),
    "bot/engine.py": Guard(
        "who may do what",
        (
            *_conversation("outside", "coming", "joining", "home", "slips", "stored", "aside"),
            *_contract("trust", "tick"),
        ),
        (
            "handle",
            "_contact",
            "_outside",
            "_redeemed",
            "_guesses",
            "_return",
            "_wants_in",
            "_code",
            "_inside",
            "_pressed",
            "_submitted",
            "_opened",
        ),
    ),
    "bot/again.py": Guard("whose task a text is about", _conversation("said_again", "unshown")),
    "bot/placing.py": Guard(
        "whose task a text is about",
        (
            *_conversation("stored", "slips", "comparison", "aside", "changing", "placing"),
            *_conversation("typed", "said_again", "asking"),
        ),
    ),
    "bot/unplaced.py": Guard(
        "whose task a text is about",
        (*_conversation("placing", "typed", "details", "asking"), *_contract("authorization")),
    ),
    "bot/coordinator.py": Guard(
        "whose task a text is about", _conversation("asking", "changing", "comparison", "details")
    ),
    "bot/reasons.py": Guard(
        "whose task a text is about",
        (
            *_conversation("stored", "comparison", "slips", "changing", "said_again"),
            *_contract("authorization"),
        ),
        ("submitted", "_taken"),
    ),
    "bot/revising.py": Guard(
        "which words belong to which reason",
        (
            *_conversation("stored", "comparison", "slips", "changing", "said_again"),
            *_contract("authorization"),
        ),
        ("revised", "edit", "removal", "undo"),
    ),
    "bot/kinds/__init__.py": Guard("what a choice means", _KINDS),
    "bot/kinds/failures.py": Guard("what a choice means", _KINDS),
    "bot/kinds/flag.py": Guard("what a choice means", _KINDS),
    "bot/kinds/growing.py": Guard("what a choice means", _KINDS),
    "bot/kinds/orders.py": Guard("what a choice means", _KINDS),
    "bot/kinds/rank.py": Guard("what a choice means", _KINDS),
    "bot/kinds/rate.py": Guard("what a choice means", _KINDS),
    "bot/kinds/rationale.py": Guard("what a choice means", _KINDS),
    "bot/kinds/spans.py": Guard("what a choice means", _KINDS),
    "bot/details.py": Guard("what nobody may use", _conversation("details")),
    "bot/decided.py": Guard("what nobody may use", _conversation("details")),
    "store/port/withheld.py": Guard(
        "what nobody may use", (*_conversation("details"), *_contract("withheld", "prune"))
    ),
    "bot/parts.py": Guard(
        "which words belong to which reason",
        _conversation("changing", "stored", "comparison", "slips", "aside", "said_again"),
    ),
    "bot/commands.py": Guard(
        "whose press",
        (*_conversation("slips", "comparison"), *_contract("authorization")),
        ("remove", "_own"),
    ),
    "bot/ways.py": Guard("who is through a course, and ready", _COURSES),
    "bot/graduating.py": Guard("who is through a course, and ready", _COURSES),
    "bot/moving.py": Guard("who is through a course, and ready", _COURSES),
    "bot/required.py": Guard("who is through a course, and ready", _COURSES),
    "bot/courses.py": Guard("who is through a course, and ready", _COURSES),
    "store/port/trust.py": Guard(
        "who decided what, and who guesses", (*_contract("trust"), *_conversation("joining"))
    ),
    "store/port/people.py": Guard(
        "who is who, and what an invitation opens",
        (
            *_contract("people", "people_exact", "store_queue", "trust"),
            *_conversation("outside", "coming", "joining"),
        ),
    ),
    "bot/joining.py": Guard(
        "what an invitation opens",
        (*_conversation("joining", "outside", "coming", "aside"), *_contract("trust")),
        ("begin", "ask_to_confirm", "show", "choose", "typed", "again", "_next", "_with"),
    ),
    "store/people.py": Guard(
        "what an invitation opens",
        (
            *_contract("people", "people_exact", "trust", "overtaken"),
            *_conversation("outside", "coming", "joining", "aside"),
        ),
    ),
}
