"""The sample project is safe to show: complete, marked as unreviewed, solvable only by reading."""

import json
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

DEMO = Path(__file__).resolve().parents[2] / "adapters" / "demo"

SOURCE = "written for demonstration, not clinically reviewed"
FAMILIES = {"W": "Factually wrong", "H": "Harmful", "I": "Incomplete", "M": "Manner"}
# The kinds an answer itself can have; T1 and T2 are about the task.
KINDS = {"W": 4, "H": 6, "I": 3, "M": 2}
CODES = {f"{letter}{number}" for letter, count in KINDS.items() for number in range(1, count + 1)}
NEVER_MILD = {"H2", "H3", "H5"}  # their severity starts from S2
MOST_LENGTH_RATIO = 1.6
MOST_BYTES_A_LINE = 8 * 1024
FEWEST_WORDS, MOST_WORDS = 50, 170
EVEN = range(9, 16)  # of 24: what a fair coin gives five times in six

LINES = (DEMO / "tasks.jsonl").read_text(encoding="utf-8").splitlines()
TASKS: list[dict[str, Any]] = [json.loads(line) for line in LINES]
PROJECT: dict[str, Any] = yaml.safe_load((DEMO / "project.yaml").read_text(encoding="utf-8"))

each_task = pytest.mark.parametrize("task", TASKS, ids=[task["id"] for task in TASKS])


def failing(task: dict[str, Any]) -> str:
    return str(task["metadata"]["failure"]["response"])


def words(text: str) -> int:
    return len(text.split())


def better_and_worse(task: dict[str, Any]) -> tuple[str, str]:
    texts = {response["id"]: response["text"] for response in task["responses"]}
    worse = texts.pop(failing(task))
    (better,) = texts.values()
    return better, worse


def better_stands_first(task: dict[str, Any]) -> bool:
    return bool(task["responses"][0]["id"] != failing(task))


def test_there_are_24_tasks_with_ids_of_their_own() -> None:
    assert len(TASKS) == 24
    assert len({task["id"] for task in TASKS}) == 24


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
    assert task["ask"] in (["rank", "rationale"], ["rank"])
    assert task["specialties"]
    assert set(task["specialties"]) <= set(PROJECT["specialties"])


@each_task
def test_a_prompt_is_a_text_or_turns_ending_with_the_person(task: dict[str, Any]) -> None:
    prompt = task["prompt"]
    turns = [{"role": "user", "content": prompt}] if isinstance(prompt, str) else prompt
    assert [turn["role"] for turn in turns] == ["user", "assistant", "user"][: len(turns)]
    assert turns[-1]["role"] == "user"
    assert all(turn["content"].strip() for turn in turns)


@each_task
def test_two_answers_differ_and_have_their_own_ids(task: dict[str, Any]) -> None:
    first, second = task["responses"]
    assert set(first) == set(second) == {"id", "text"}
    assert first["id"] != second["id"]
    assert first["text"].strip()
    assert second["text"].strip()
    assert first["text"] != second["text"]


@each_task
def test_length_does_not_give_the_better_answer_away(task: dict[str, Any]) -> None:
    counts = sorted(words(text) for text in better_and_worse(task))
    assert counts[0] >= FEWEST_WORDS
    assert counts[1] <= MOST_WORDS
    assert counts[1] <= MOST_LENGTH_RATIO * counts[0]


@each_task
def test_every_line_says_it_is_not_clinically_reviewed(task: dict[str, Any]) -> None:
    assert task["metadata"]["source"] == SOURCE


@each_task
def test_the_failure_named_is_one_people_can_choose(task: dict[str, Any]) -> None:
    failure = task["metadata"]["failure"]
    assert failure["response"] in {response["id"] for response in task["responses"]}
    assert failure["code"] in CODES
    assert failure["family"] == FAMILIES[failure["code"][0]]
    assert failure["severity"] in {"S1", "S2", "S3"}
    if failure["code"] in NEVER_MILD:
        assert failure["severity"] != "S1"


def test_most_kinds_occur_and_the_hard_ones_occur_most() -> None:
    codes = Counter(task["metadata"]["failure"]["code"] for task in TASKS)
    assert len(codes) >= 12
    others = max(count for code, count in codes.items() if code not in {"H1", "H2", "W1", "M1"})
    assert min(codes["H1"], codes["H2"], codes["W1"], codes["M1"]) > others


def test_the_better_answer_stands_first_about_half_the_time() -> None:
    assert sum(better_stands_first(task) for task in TASKS) in EVEN


def test_the_better_answer_is_the_longer_one_about_half_the_time() -> None:
    pairs = [better_and_worse(task) for task in TASKS]
    assert sum(words(better) > words(worse) for better, worse in pairs) in EVEN


def test_the_better_answer_does_not_simply_alternate() -> None:
    sides = [better_stands_first(task) for task in TASKS]
    changes = sum(here != there for here, there in pairwise(sides))
    assert changes < len(sides) - 4


def test_the_file_exercises_what_a_card_must_show() -> None:
    assert any(isinstance(task["prompt"], list) for task in TASKS), "a conversation"
    text = "\n".join(LINES)
    assert all(letter in text for letter in "°µé"), "letters beyond ASCII"
    answers = [answer for task in TASKS for answer in better_and_worse(task)]
    assert sum("\n- " in answer for answer in answers) >= 4, "lists"
    assert any(answer.count(" | ") >= 8 for answer in answers), "a table in plain lines"


def test_the_project_file_says_whose_it_is_and_what_it_is_not() -> None:
    assert PROJECT["project"] == "demo"
    assert PROJECT["title"] == "Everyday questions"
    assert PROJECT["run_by"] == "Rounds demonstration"
    assert PROJECT["coordinators"] == ["Sam Lee"]
    assert PROJECT["keep"] == "answers until one year after the last export"
    assert (PROJECT["reader"], PROJECT["ask"]) == ("a patient", ["rank", "rationale"])
    assert PROJECT["annotators_per_task"] == 3
    assert PROJECT["platforms"] == ["slack", "telegram"]
    assert "not clinically reviewed" in PROJECT["guideline"]
