"""A project file says a project, or is refused with every mistake and its line."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.rubric import ACCURACY
from store.projectfile import LATER, WrongProject, read, wrong_id

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
        (f"title: {'x' * 201}", "title has more than 200 characters."),
        ("coordinators: Sam", "coordinators is no list: write [one, another]."),
        ("languages: [no]", f"languages has an entry (False) that {QUOTES}."),
        ("languages: [en, en]", "languages names something twice."),
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
        ("platforms: [teams]", "platforms has to name slack or telegram, or both."),
        ("platforms: slack", "platforms is no list: write [one, another]."),
        ("ask: rank", "ask is no list: write [one, another]."),
        (f"languages: [{'x, ' * 51}]", "languages has more than 50 entries."),
        ("guideline: [a]", "guideline is no text: write it under “guideline: |”."),
        ('guideline: "a\\0b"', "guideline holds a character that no chat can carry: remove it."),
        (
            f"guideline: {'x' * 20_001}",
            "guideline has 20001 characters: keep it within 20000.",
        ),
        ("project: y", "project stands twice."),
        ("criteria: safety", "criteria is no list: write [accuracy, safety]."),
        (
            "criteria: [safty]",
            "the criterion “safty” is not known. Did you mean “safety”?",
        ),
        ("criteria: [safety, safety]", "the criterion “safety” stands twice."),
        ("criteria: [5]", "a criterion is a known name, or has id, name and levels."),
        (
            "criteria: [{id: tone, nam: Tone}]",
            "“nam” of a criterion is not known. Did you mean “name”?",
        ),
        ("failure_kinds: maybe", "failure_kinds has to be true or false."),
        (
            "conditions: [S2]",
            "conditions can only say when a reason is asked: write “rationale: [S2, clearly]”"
            " below it.",
        ),
        ("conditions: {rationale: [clear]}", "conditions names “clear”. Did you mean “clearly”?"),
        ("reason_required: [S4]", f"reason_required names “S4”. Known are {CONDITION_NAMES}."),
        *[(f"{name}: [x]", f"{name}: {why}; leave it out.") for name, why in LATER.items()],
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
    ("was", "now", "sentence"),
    [
        ("id: tone", "id: Tone 1", "a criterion's id has 1 to 32 small letters, digits or “_”."),
        ("name: Tone", "name: 5", "a criterion's name has to be one line of text."),
        ("name: Tone", f"name: {'x' * 28}", "a criterion's name has more than 27 characters."),
        (
            '      3: "Neutral: Neither."\n',
            "",
            "a criterion's levels are 5, 4, 3, 2 and 1, each “Label: what it means”.",
        ),
        (
            '"Warm: Meets the worry first."',
            "Warm",
            "level 5 is no “Label: what it means”: put it in quotation marks.",
        ),
        ("Warm:", f"{'W' * 29}:", "the label of level 5 has more than 28 characters."),
        ("Blames.", "x" * 201, "the anchor of level 1 has more than 200 characters."),
        ("Blames.", " ", "the anchor of level 1 has to be one line of text."),
    ],
)
def test_a_mistake_in_a_criterion_is_named_with_its_line(
    tmp_path: Path, was: str, now: str, sentence: str
) -> None:
    assert was in OWN
    assert refused(tmp_path, OWN.replace(was, now)) == [f"line 4: {sentence}"]


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


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    text = "titel: x\nask: [rationale]\n\nplatforms: [fax]\n"
    lines = [sentence.split(":")[0] for sentence in refused(tmp_path, text)]
    assert lines == ["line 1", "line 2", "line 4", "FILE names no project"]


def test_what_is_not_there_yet_may_be_said_to_be_none(tmp_path: Path) -> None:
    assert said(tmp_path, "project: x\nrequires:\ncriteria: []\n") == {
        "id": "x",
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
