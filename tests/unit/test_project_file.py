"""A project file says a project, or is refused with every mistake and its line."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.rubric import ACCURACY
from store.projectfile import WrongProject, read, wrong_id

DEMO = Path(__file__).parents[2] / "adapters" / "demo" / "project.yaml"


def said(folder: Path, text: str | bytes) -> dict[str, Any]:
    file = folder / "project.yaml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read(file)


def refused(folder: Path, text: str | bytes) -> list[str]:
    with pytest.raises(WrongProject) as found:
        said(folder, text)
    return str(found.value).replace(str(folder / "project.yaml"), "FILE").split("\n")


def test_the_sample_project_is_said_whole() -> None:
    written = yaml.safe_load(DEMO.read_text(encoding="utf-8"))
    written["id"] = written.pop("project")
    written["overlap"] = written.pop("annotators_per_task")
    assert read(DEMO) == written


def test_json_is_yaml_too(tmp_path: Path) -> None:
    assert said(tmp_path, '{"project": "x", "title": "T"}') == {"id": "x", "title": "T"}


def test_a_byte_order_mark_is_no_matter(tmp_path: Path) -> None:
    assert said(tmp_path, b"\xef\xbb\xbfproject: x\n") == {"id": "x"}


CONDITION_NAMES = "S1, S2, S3, clearly, level, contradiction, neither"
ONE_LINE = "has to be one line of text"
KIND_NAMES = "flag, rate, rank, rationale"
QUOTES = "is no text: put it in quotation marks"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("titel: x", "“titel” is not known. Did you mean “title”?"),
        ("title: 2024", f"title {QUOTES}."),
        ("title: 2024-05-03", f"title {QUOTES}."),
        ("title: yes", f"title {QUOTES}."),
        ("title:", f"title {QUOTES}."),
        ('title: " "', f"title {ONE_LINE}."),
        ('title: "a\\nb"', f"title {ONE_LINE}."),
        ('title: "a\\0b"', "title holds a character that no chat can carry: remove it."),
        ('title: "a\\ud800"', "title holds a character that no chat can carry: remove it."),
        (f"title: {'x' * 201}", "title has more than 200 characters: shorten it."),
        ("coordinators: Sam", "coordinators is no list: write [one, another]."),
        ("languages: [no]", f"languages has an entry (“no”) that {QUOTES}."),
        ("languages: [en, en]", "languages names “en” twice: keep one."),
        (
            "ask: [rank, telepathy]",
            "ask cannot be this: “telepathy” is not known; use flag, rate, rank, rationale.",
        ),
        ("ask: [rationale]", "ask cannot be this: a reason alone judges nothing."),
        (
            "annotators_per_task: 0",
            "annotators_per_task has to be a whole number from 1 to 100.",
        ),
        (
            "annotators_per_task: true",
            "annotators_per_task has to be a whole number from 1 to 100.",
        ),
        ("platforms: []", "platforms has to name slack or telegram, or both."),
        ("platforms: [teams]", "platforms names “teams”. Did you mean “telegram”?"),
        ("platforms: slack", "platforms is no list: write [one, another]."),
        ("ask: rank", "ask is no list: write [one, another]."),
        (f"languages: {[*map(str, range(51))]}", "languages has 51 entries: keep at most 50."),
        ("guideline: [a]", "guideline is no text: write it under “guideline: |”."),
        ('guideline: "a\\0b"', "guideline holds a character that no chat can carry: remove it."),
        (
            f"guideline: {'x' * 20_001}",
            "guideline has 20001 characters: keep it within 20000.",
        ),
        ("project: y", "project stands twice: keep one."),
        ("criteria: safety", "criteria is no list: write [accuracy, safety]."),
        (
            "criteria: [safty]",
            "the criterion “safty” is not known. Did you mean “safety”?",
        ),
        ("criteria: [safety, safety]", "the criterion “safety” stands twice: keep one."),
        (
            "criteria: [accuracy, safety, helpfulness, sureness]",
            "criteria names 4, and no task is rated by more than 3: keep those that matter most.",
        ),
        ("criteria: [5]", "a criterion is a known name, or has id, name and levels."),
        ("failure_kinds: maybe", "failure_kinds has to be true or false."),
        (
            "conditions: [S2]",
            "conditions can only say when a reason is asked: write “rationale: [S2, clearly]”"
            " below it.",
        ),
        ("conditions: {rationale: [clear]}", "conditions names “clear”. Did you mean “clearly”?"),
        ("reason_required: [S4]", f"reason_required names “S4”. Known are {CONDITION_NAMES}."),
        ("title: 2024-13-45", "title is no date and no number: put it in quotation marks."),
        ("requires: [x]", "requires is no text: write the id of one course, such as rlhf_1."),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, text: str, sentence: str) -> None:
    assert refused(tmp_path, f"# ours\nproject: x\n{text}\n") == [f"line 3: {sentence}"]


OWN = """project: x
criteria:
  - accuracy
  - id: tone
    name: Tone
    levels:
      5: "Warm: Meets the worry first."
      4: "Kind: Polite and clear."
      3: "Neutral: Neither."
      2: "Cold: Skips the worry."
      1: "Hurtful: Blames."
"""


def test_a_criterion_may_be_written_out(tmp_path: Path) -> None:
    known, own = said(tmp_path, OWN)["criteria"]
    assert known is ACCURACY and (own.id, own.name) == ("tone", "Tone")
    assert [level.label for level in own.levels] == ["Warm", "Kind", "Neutral", "Cold", "Hurtful"]
    assert own.levels[0].anchor == "Meets the worry first."


@pytest.mark.parametrize(
    ("line", "was", "now", "sentence"),
    [
        (4, "id: tone", "id: Tone 1", "id has 1 to 32 small letters, digits or “_”."),
        (5, "name: Tone", "name: 5", "name has to be one line of text."),
        (5, "name: Tone", f"name: {'x' * 28}", "name has more than 27 characters: shorten it."),
        (
            6,
            '      3: "Neutral: Neither."\n',
            "",
            "levels are 5, 4, 3, 2 and 1, each “Label: what it means”.",
        ),
    ],
)
def test_a_mistake_in_a_criterion_is_named_with_its_line(
    tmp_path: Path, line: int, was: str, now: str, sentence: str
) -> None:
    assert was in OWN
    assert refused(tmp_path, OWN.replace(was, now)) == [f"line {line}: a criterion's {sentence}"]


@pytest.mark.parametrize(
    ("line", "was", "now", "sentence"),
    [
        (
            7,
            '"Warm: Meets the worry first."',
            "Warm",
            "level 5 is no “Label: what it means”: put it in quotation marks.",
        ),
        (
            7,
            "Warm:",
            f"{'W' * 29}:",
            "the label of level 5 has more than 28 characters: shorten it.",
        ),
        (
            11,
            "Blames.",
            "x" * 201,
            "the anchor of level 1 has more than 200 characters: shorten it.",
        ),
        (11, "Blames.", " ", "the anchor of level 1 has to be one line of text."),
        (5, "name: Tone", "nam: Tone", "“nam” of a criterion is not known. Did you mean “name”?"),
    ],
)
def test_a_mistake_in_a_level_is_named_with_its_line(
    tmp_path: Path, line: int, was: str, now: str, sentence: str
) -> None:
    assert was in OWN
    assert refused(tmp_path, OWN.replace(was, now)) == [f"line {line}: {sentence}"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("ask: [rank]\ncriteria: [safety]", "criteria are rated only where “rate” is asked"),
        ("ask: [rank]\nfailure_kinds: true", "kinds of failure are asked only where “flag” is"),
        ("ask: [rank]\ncorrections: true", "a better wording is asked only where “flag” is"),
        ("ask: [flag]\nneighbour_strength: true", "neighbours are compared only where “rank” is"),
        ("ask: [flag]\nas_it_stands: true", "“as it stands” is asked only where “rank” is"),
        (
            "ask: [rank]\nconditions: {rationale: [clearly]}",
            "a reason is never asked: add “rationale” to ask",
        ),
        (
            "ask: [rank, rationale]\nconditions: {rationale: [S2]}",
            "conditions names S2, but “flag” is not asked",
        ),
        (
            "ask: [flag, rationale]\nreason_required: [clearly]",
            "reason_required names clearly, but “rank” is not asked",
        ),
    ],
)
def test_a_file_that_contradicts_itself_is_refused(
    tmp_path: Path, text: str, sentence: str
) -> None:
    (told,) = refused(tmp_path, f"project: x\n{text}\n")
    assert told.startswith(f"line 3: {sentence}")


EVERYTHING = """project: x
titel: x
ask: [rank, telepathy,
      clairvoyance]
criteria:
  - safty
  - acuracy
failure_kinds: maybe
corrections: true
languages: [no,
            7, en, en]
platforms:
  - fax
  - teams
conditions:
  rationale: [S9, S8, S2]
  rank: [S1]
reason_required: [foo, bar, clearly]
title: 2024-13-45
run_by: !!python/name:os.system x
guideline: 5
guideline: 6
"""


def test_every_mistake_is_named_whatever_else_is_wrong(tmp_path: Path) -> None:
    """No typo hides a contradiction, and no bad entry the next one."""
    known = f"Known are {CONDITION_NAMES}."
    assert refused(tmp_path, EVERYTHING) == [
        "line 2: “titel” is not known. Did you mean “title”?",
        f"line 3: ask cannot be this: “telepathy” is not known; use {KIND_NAMES}.",
        f"line 4: ask cannot be this: “clairvoyance” is not known; use {KIND_NAMES}.",
        "line 5: criteria are rated only where “rate” is asked: add it to ask.",
        "line 6: the criterion “safty” is not known. Did you mean “safety”?",
        "line 7: the criterion “acuracy” is not known. Did you mean “accuracy”?",
        "line 8: failure_kinds has to be true or false.",
        "line 9: a better wording is asked only where “flag” is: add it to ask.",
        f"line 10: languages has an entry (“no”) that {QUOTES}.",
        f"line 11: languages has an entry (“7”) that {QUOTES}.",
        "line 11: languages names “en” twice: keep one.",
        "line 13: platforms names “fax”. Known are slack, telegram.",
        "line 14: platforms names “teams”. Did you mean “telegram”?",
        "line 15: a reason is never asked: add “rationale” to ask.",
        f"line 16: conditions names “S9”. {known}",
        f"line 16: conditions names “S8”. {known}",
        "line 16: conditions names S2, but “flag” is not asked: add it to ask.",
        "line 17: conditions can only say when a reason is asked: write"
        " “rationale: [S2, clearly]” below it.",
        f"line 18: reason_required names “foo”. {known}",
        f"line 18: reason_required names “bar”. {known}",
        "line 18: a reason is never asked: add “rationale” to ask.",
        "line 19: title is no date and no number: put it in quotation marks.",
        "line 20: this is not YAML: could not determine a constructor for the tag"
        " 'tag:yaml.org,2002:python/name:os.system'.",
        "line 21: guideline is no text: write it under “guideline: |”.",
        "line 22: guideline stands twice: keep one.",
        "line 22: guideline is no text: write it under “guideline: |”.",
    ]


@pytest.mark.parametrize(
    ("ask", "wrong"),
    [("[rnk, rationale]", 1), ("rank", 2), ("7", 1)],
)
def test_what_is_meant_by_a_typo_contradicts_nothing(tmp_path: Path, ask: str, wrong: int) -> None:
    text = f"project: x\nask: {ask}\nas_it_stands: true\nreason_required: [clearly]\n"
    assert len(refused(tmp_path, text)) == wrong


def test_every_mistake_of_a_criterion_is_named(tmp_path: Path) -> None:
    text = OWN.replace("id: tone", "id: Tone 1").replace("name: Tone", "nam: Tone\n    x: 1")
    text = text.replace('"Warm: Meets the worry first."', f"'{'W' * 29}: {'x' * 201}'")
    text = text.replace('      3: "Neutral: Neither."\n', "")
    assert refused(tmp_path, text) == [
        "line 4: a criterion's id has 1 to 32 small letters, digits or “_”.",
        "line 5: “nam” of a criterion is not known. Did you mean “name”?",
        "line 6: “x” of a criterion is not known. Known are id, name, levels.",
        "line 7: a criterion's levels are 5, 4, 3, 2 and 1, each “Label: what it means”.",
        "line 8: the label of level 5 has more than 28 characters: shorten it.",
        "line 8: the anchor of level 5 has more than 200 characters: shorten it.",
    ]


def test_what_stands_twice_inside_a_field_is_named_too(tmp_path: Path) -> None:
    text = OWN + "    name: Other\nconditions: {rationale: [S2], rationale: [S3]}\n"
    assert refused(tmp_path, text) == [
        "line 12: “name” of a criterion stands twice: keep one.",
        "line 13: conditions names “rationale” twice: keep one.",
    ]


def test_what_is_nested_without_end_is_a_sentence(tmp_path: Path) -> None:
    assert refused(tmp_path, f"project: {'[' * 5000}") == ["FILE is nested too deeply to be read."]


def test_too_many_criteria_hide_no_mistake_among_them(tmp_path: Path) -> None:
    text = "project: x\ncriteria:\n  - safety\n  - safty\n  - accuracy\n  - sureness\n"
    lines = [sentence.split(":")[0] for sentence in refused(tmp_path, text)]
    assert lines == ["line 2", "line 4"]


def test_optional_criteria_take_the_place_of_others(tmp_path: Path) -> None:
    made = said(tmp_path, "project: x\ncriteria: [safety, completeness, sureness]\n")["criteria"]
    assert [one.id for one in made] == ["safety", "completeness", "sureness"]


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    text = "titel: x\nask: [rationale]\n\nplatforms: [fax]\n"
    lines = [sentence.split(":")[0] for sentence in refused(tmp_path, text)]
    assert lines == ["line 1", "line 2", "line 4", "FILE names no project"]


def test_nothing_may_be_required(tmp_path: Path) -> None:
    assert said(tmp_path, "project: x\nrequires:\ncriteria: []\n") == {
        "id": "x",
        "requires": None,
        "criteria": [],
    }


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "FILE is empty or larger than 1048576 bytes."),
        ("- a\n- b\n", "FILE is no project file: begin with “project: NAME”."),
        ("title: x\n", "FILE names no project: begin with “project: NAME”."),
        (b"project: \xff", "FILE is not UTF-8: save it as UTF-8."),
        (b"#\nproject: a\x07", "line 2: YAML has no room for the character U+0007."),
        (
            "project: [a\n",
            "line 2: this is not YAML: expected ',' or ']', but got '<stream end>'.",
        ),
        (
            "project: !!python/name:os.system x\n",
            "line 1: this is not YAML: could not determine a constructor for the tag"
            " 'tag:yaml.org,2002:python/name:os.system'.",
        ),
        (
            "project: x\nlanguages: &a [*a]\n",
            "line 2: this is not YAML: found unconstructable recursive node.",
        ),
        ("project: 7\n", "line 1: project is no text: put it in quotation marks."),
        ("project: my project\n", None),
    ],
)
def test_what_is_no_project_file(tmp_path: Path, text: str | bytes, sentence: str | None) -> None:
    (found,) = refused(tmp_path, text)
    assert found == (sentence or f"line 1: project cannot be this: {wrong_id('my project')}")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(WrongProject, match="cannot be read: No such file or directory"):
        read(tmp_path / "none.yaml")


@pytest.mark.parametrize("project", ["", "a b", "a/b", "é", "x" * 65, "a\n"])
def test_ids_that_no_command_line_likes(project: str) -> None:
    assert wrong_id(project)


@pytest.mark.parametrize("project", ["demo", "Ward-7_b.2", "7"])
def test_ids(project: str) -> None:
    assert wrong_id(project) == ""
