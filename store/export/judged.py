"""What an answer says of single responses, as rows of the raw file.

What was not asked is null and never an empty list: an empty list of flags is "no failure found".
"""

from collections.abc import Mapping
from typing import Any

from bot import counting, pace
from bot.kinds.rank import riskier, risks
from bot.rubric import FAMILY_OF, NONE
from store.export.votes import Revision, Task

Answer = Mapping[str, Any]
Rows = list[dict[str, Any]]


def strengths(answer: Answer) -> list[int | None] | None:
    """How much better each group of a ranking is than the next, best first."""
    given = answer.get("strengths")
    if not given:
        return None
    return [given.get(str(place)) for place in range(len(answer["ranking"]) - 1)]


def contradiction(answer: Answer) -> bool | None:
    """Whether the one preferred was marked as riskier, and that was meant; null where no risks
    could be compared, or nobody was asked whether it was meant."""
    if "ranking" not in answer or len(risks(answer)) < 2:
        return None
    if answer.get("contradiction"):
        return True
    return None if riskier(answer) else False


def ratings(task: Task, answer: Answer) -> Rows | None:
    """One row a response and criterion: a number, or why it cannot be judged."""
    return _rows(
        task,
        answer.get("ratings"),
        lambda given: [
            {
                "criterion": criterion,
                "rating": None if isinstance(value, dict) else value,
                "cannot": value["cannot"] if isinstance(value, dict) else None,
            }
            for criterion, value in given.items()
        ],
    )


def flags(task: Task, answer: Answer) -> Rows | None:
    """One row a kind of failure, with the severity of its response's worst; one row without a kind
    where only the risk was asked. Responses with no concern, and without failures, have none."""
    risks = answer.get("risk", {})
    found = answer.get("failures")
    if found is None:
        return _rows(
            task,
            answer.get("risk"),
            lambda risk: [] if risk == NONE else [_flag(None, risk)],
        )
    by_response = {response: (codes, risks.get(response)) for response, codes in found.items()}
    return _rows(task, by_response, lambda both: [_flag(code, both[1]) for code in both[0]])


def spans(task: Task, answer: Answer) -> Rows | None:
    """Where in a response: characters of the text as imported, end excluded, and the words."""
    texts = {response[0]: response[1] for response in task.responses}
    marked = answer.get("spans")
    if marked is None:
        return None
    return [
        {"response": key, "start": start, "end": end, "text": texts[key][start:end]}
        for key, _ in task.responses
        for start, end in marked.get(key, ())
    ]


def corrections(task: Task, answer: Answer) -> Rows | None:
    """How a person would have it read; one who was asked and gave no wording has no row."""
    given = answer.get("corrections")
    return _rows(task, given, lambda text: [{"text": text}] if text else [])


def main_reason(answer: Answer) -> dict[str, str] | None:
    """What counted most, if it was one of those offered."""
    main = answer.get("main")
    return {"response": main[0], "code": main[1]} if main else None


def fast(task: Task, revision: Revision) -> bool | None:
    """Whether the time spent lies below what reading takes: 450 words a minute, and two seconds for
    each question that was answered (`bot.pace`). Null where the time was not taken."""
    words = sum(counting.words(text) for _, text in (*task.prompt, *task.responses))
    return pace.fast(words, _questions(revision.answer), revision.active)


def _questions(answer: Answer) -> int:
    """How many questions an answer answers."""
    marks = ("ranking", "strength", "stands", "main", "rationale")
    each = ("risk", "failures", "spans", "corrections", "strengths")
    rated = sum(len(given) for given in answer.get("ratings", {}).values())
    single = sum(answer.get(mark) is not None for mark in marks)
    return single + sum(len(answer.get(mark, ())) for mark in each) + rated


def _flag(code: str | None, severity: str | None) -> dict[str, Any]:
    return {"family": FAMILY_OF[code] if code else None, "kind": code, "severity": severity}


def _rows(task: Task, given: Mapping[str, Any] | None, row: Any) -> Rows | None:
    """Rows by response in file order; None where nothing of the kind was asked."""
    if given is None:
        return None
    return [
        {"response": key, **one}
        for key, _ in task.responses
        if key in given
        for one in row(given[key])
    ]
