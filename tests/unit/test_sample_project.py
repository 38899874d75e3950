"""The sample project is safe to show: complete, marked as unreviewed, solvable only by reading."""

import json
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.gate import findings
from bot.rubric import FAILURES, FAMILY_OF, GRAVE

DEMO = Path(__file__).resolve().parents[2] / "adapters" / "demo"

SOURCE = "written for demonstration, not clinically reviewed"
COMPARE, RANK, RATE = ("flag", "rank", "rationale"), ("rank", "rationale"), ("rate",)
SEARCH, BOTH = ("flag", "rationale"), ("flag", "rate", "rationale")
EVERYTHING = ("flag", "rate", "rank", "rationale")
KINDS = {
    COMPARE: (2, 6),
    RANK: (4, 3),
    RATE: (1, 3),
    SEARCH: (1, 3),
    BOTH: (1, 2),
    EVERYTHING: (2, 1),
}
"""What is asked: of how many answers, and how often."""

MOST_LENGTH_RATIO = 1.6
MOST_BYTES_A_LINE = 8 * 1024
FEWEST_WORDS, MOST_WORDS = 40, 170
HARD = {"H1", "H2", "W1", "M1"}

LINES = (DEMO / "tasks.jsonl").read_text(encoding="utf-8").splitlines()
TASKS: list[dict[str, Any]] = [json.loads(line) for line in LINES]
PROJECT: dict[str, Any] = yaml.safe_load((DEMO / "project.yaml").read_text(encoding="utf-8"))

each_task = pytest.mark.parametrize("task", TASKS, ids=[task["id"] for task in TASKS])


def failures(task: dict[str, Any]) -> list[dict[str, str]]:
    return list(task["metadata"]["failures"])


def words(text: str) -> int:
    return len(text.split())


def pairs() -> list[dict[str, Any]]:
    return [task for task in TASKS if len(task["responses"]) == 2]


def better_and_worse(task: dict[str, Any]) -> tuple[str, str]:
    texts = {response["id"]: response["text"] for response in task["responses"]}
    (failure,) = failures(task)
    worse = texts.pop(failure["response"])
    (better,) = texts.values()
    return better, worse


def better_stands_first(task: dict[str, Any]) -> bool:
    return bool(task["responses"][0]["text"] == better_and_worse(task)[0])


def test_every_kind_of_judgement_occurs() -> None:
    asked = Counter(tuple(task["ask"]) for task in TASKS)
    assert asked == {ask: count for ask, (_, count) in KINDS.items()}
    assert len({task["id"] for task in TASKS}) == len(TASKS) == 18


def test_the_first_five_tasks_are_one_of_each_kind() -> None:
    assert [tuple(task["ask"]) for task in TASKS[:5]] == [COMPARE, RANK, SEARCH, RATE, BOTH]


def test_the_baby_with_a_fever_comes_first() -> None:
    assert TASKS[0]["id"] == "fever-07"
    assert TASKS[0]["prompt"].startswith("My 7-week-old has 38.4 °C")


@pytest.mark.parametrize("line", LINES, ids=[task["id"] for task in TASKS])
def test_a_line_stays_small_and_readable(line: str) -> None:
    assert len(line.encode()) <= MOST_BYTES_A_LINE
    assert "\\u" not in line, "write °, µ and é as themselves"


@each_task
def test_a_task_has_the_fields_of_the_task_file_and_no_gold(task: dict[str, Any]) -> None:
    assert set(task) == {"id", "prompt", "reader", "responses", "ask", "specialties", "metadata"}
    assert task["reader"].split()[0] in {"a", "an"}
    assert task["specialties"]
    assert set(task["specialties"]) <= set(PROJECT["specialties"])


def test_every_field_of_the_project_is_somebody_s() -> None:
    found = {name for task in TASKS for name in task["specialties"]}
    assert found == set(PROJECT["specialties"])


@each_task
def test_a_prompt_is_a_text_or_turns_ending_with_the_person(task: dict[str, Any]) -> None:
    prompt = task["prompt"]
    turns = [{"role": "user", "content": prompt}] if isinstance(prompt, str) else prompt
    assert [turn["role"] for turn in turns] == ["user", "assistant", "user"][: len(turns)]
    assert turns[-1]["role"] == "user"
    assert all(turn["content"].strip() for turn in turns)


@each_task
def test_the_gate_finds_nobody_in_it(task: dict[str, Any]) -> None:
    prompt = task["prompt"]
    asked = [prompt] if isinstance(prompt, str) else [turn["content"] for turn in prompt]
    for text in (*asked, *(response["text"] for response in task["responses"])):
        assert findings(text) == ()


@each_task
def test_answers_are_as_many_as_asked_short_and_all_different(task: dict[str, Any]) -> None:
    count, _ = KINDS[tuple(task["ask"])]
    assert [set(response) for response in task["responses"]] == [{"id", "text"}] * count
    assert len({response["id"] for response in task["responses"]}) == count
    assert len({response["text"] for response in task["responses"]}) == count
    for response in task["responses"]:
        assert FEWEST_WORDS <= words(response["text"]) <= MOST_WORDS


@pytest.mark.parametrize("task", pairs(), ids=[task["id"] for task in pairs()])
def test_length_does_not_give_the_better_answer_away(task: dict[str, Any]) -> None:
    shorter, longer = sorted(words(text) for text in better_and_worse(task))
    assert longer <= MOST_LENGTH_RATIO * shorter


@each_task
def test_every_line_says_it_is_not_clinically_reviewed(task: dict[str, Any]) -> None:
    assert task["metadata"]["source"] == SOURCE


@each_task
def test_the_failures_named_are_ones_people_can_choose(task: dict[str, Any]) -> None:
    for failure in failures(task):
        assert failure["response"] in {response["id"] for response in task["responses"]}
        assert failure["code"] in FAILURES
        assert failure["family"] == FAMILY_OF[failure["code"]]
        assert failure["severity"] in {"S1", "S2", "S3"}
        assert failure["code"] not in GRAVE or failure["severity"] != "S1"


def test_most_kinds_of_failure_occur_and_the_hard_ones_occur_most() -> None:
    codes = Counter(failure["code"] for task in TASKS for failure in failures(task))
    assert len(codes) >= 12
    others = max(count for code, count in codes.items() if code not in HARD)
    assert min(codes[code] for code in HARD) > others


def test_nobody_can_count_on_a_failure() -> None:
    """One single answer has none, and some of the answers to be ranked are good."""
    single = [task for task in TASKS if len(task["responses"]) == 1]
    assert sum(not failures(task) for task in single) == 1
    ranked = [task for task in TASKS if len(task["responses"]) == 4]
    assert all(1 <= 4 - len(failures(task)) <= 2 for task in ranked)


def test_the_better_answer_stands_first_about_half_the_time() -> None:
    assert 2 <= sum(better_stands_first(task) for task in pairs()) <= len(pairs()) - 2


def test_the_better_answer_is_the_longer_one_about_half_the_time() -> None:
    told = [better_and_worse(task) for task in pairs()]
    longer = sum(words(better) > words(worse) for better, worse in told)
    assert 2 <= longer <= len(told) - 2


def test_the_better_answer_does_not_simply_alternate() -> None:
    sides = [better_stands_first(task) for task in pairs()]
    changes = sum(here != there for here, there in pairwise(sides))
    assert changes < len(sides) - 1


def test_the_file_exercises_what_a_card_must_show() -> None:
    assert any(isinstance(task["prompt"], list) for task in TASKS), "a conversation"
    text = "\n".join(LINES)
    assert all(letter in text for letter in "°µ–"), "letters beyond ASCII"
    answers = [response["text"] for task in TASKS for response in task["responses"]]
    assert sum("\n- " in answer for answer in answers) >= 3, "lists"
    assert any(answer.count(" | ") >= 8 for answer in answers), "a table in plain lines"


def test_the_project_file_says_whose_it_is_and_what_it_is_not() -> None:
    assert PROJECT["project"] == "demo"
    assert PROJECT["title"] == "Everyday questions"
    assert PROJECT["run_by"] == "Rounds demonstration"
    assert PROJECT["coordinators"] == ["Sam Lee"]
    assert PROJECT["keep"] == "answers until one year after the last export"
    assert (PROJECT["reader"], PROJECT["ask"]) == ("a patient", ["flag", "rank", "rationale"])
    assert PROJECT["annotators_per_task"] == 3
    assert PROJECT["platforms"] == ["slack", "telegram"]
    assert "not clinically reviewed" in PROJECT["guideline"]
