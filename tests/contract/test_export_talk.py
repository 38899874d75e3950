"""From a task file through two chats to a release: what was pressed is what comes out."""

import json
from pathlib import Path

import pyarrow.parquet as pq

from store.export import export
from tests.talk import BEGIN, Chat, Talk, task

FIRST = "see a doctor today"
NUMBERS = (5, 4, 3, 2, 1)


def judges(chat: Chat, best: str, *, why: str = "") -> str:
    """Answers the next task for the answer that holds these words; returns what came first."""
    chat.says("next")
    shown = [text for text in chat.texts() if text.startswith("Answer ")][-2:]
    letter = "AB"[[best in text for text in shown].index(True)] if best else ""
    chat.presses(f"{letter} is better" if letter else "Level")
    if letter:
        chat.presses("Better")
    chat.presses("Yes").presses("None of")
    if why:
        chat.says(why)
    else:
        chat.presses("No reason")
    return "a1" if FIRST in shown[0] else "a2"


def test_what_was_pressed_comes_out(database_url: str, tmp_path: Path) -> None:
    talk = Talk(database_url)
    modelled = task(1, metadata={"source": "ward 9"})
    modelled["responses"][0]["model"] = "vendor-7b"
    talk.project([modelled], tmp_path)
    osei = talk.member("slack", "U1", "Dr Osei")
    lang = talk.member("telegram", "42", "Dr Lang")
    mora = talk.member("telegram", "43", "Dr Mora")

    why = "Fever at this age must be seen on the same day, not in three days."
    first = {"slack": judges(osei, FIRST, why=why), "telegram": judges(lang, FIRST)}
    judges(mora, "")

    told = export(talk.store, "demo", tmp_path / "releases", BEGIN, b"secret")
    assert (told["pairs"], told["annotations"]) == (1, 3)
    release = Path(told["path"])
    (pair,) = pq.read_table(release / "pairs" / "train.parquet").to_pylist()
    assert (pair["chosen_id"], pair["strength"], pair["n_annotators"]) == ("a1", 2, 3)
    assert [turn["content"] for turn in pair["chosen"]] == [
        modelled["prompt"],
        modelled["responses"][0]["text"],
    ]
    rows = pq.read_table(release / "annotations" / "annotations.parquet").to_pylist()
    level = [row for row in rows if len(row["ranking"]) == 1]
    assert [row["strength"] for row in level] == [0]
    decided = {row["platform"]: row for row in rows if row not in level}
    assert decided["slack"]["rationale"] == why
    assert decided["telegram"]["rationale"] is None
    for platform, row in decided.items():
        assert (row["ranking"], row["strength"], row["stands"]) == ([["a1"], ["a2"]], 2, True)
        assert row["order_shown"][0] == first[platform]
    told_of = str(rows) + (release / "manifest.json").read_text(encoding="utf-8")
    assert not any(word in told_of for word in ("vendor-7b", "ward 9", "Osei"))
    talk.close()


def test_a_release_says_by_which_words_it_was_judged(database_url: str, tmp_path: Path) -> None:
    """Somebody rates by the project's first version, somebody by its second; nobody flags."""
    talk = Talk(database_url)
    rated = task(1, ask=["rate"])
    talk.project(
        [{**rated, "responses": rated["responses"][:1]}],
        tmp_path,
        ask=["rate"],
        criteria=["safety"],
    )
    osei = talk.member("slack", "U1", "Dr Osei").says("next")
    warmth = {"id": "warmth", "name": "Warmth", "levels": {n: f"W{n}: Means {n}." for n in NUMBERS}}
    talk.applies(ask=["rate"], criteria=["safety", warmth])
    lang = talk.member("telegram", "42", "Dr Lang").says("next")
    osei.presses("2 Missed")
    lang.presses("Can't judge").presses("Not my field").presses("4 W4")

    release = Path(export(talk.store, "demo", tmp_path / "releases", BEGIN, b"secret")["path"])
    rows = pq.read_table(release / "annotations" / "annotations.parquet").to_pylist()
    found = {row["platform"]: row for row in rows}
    assert [row["ratings"] for row in (found["slack"], found["telegram"])] == [
        [{"response": "a1", "criterion": "safety", "rating": 2, "cannot": None}],
        [
            {"response": "a1", "criterion": "safety", "rating": None, "cannot": "not_my_field"},
            {"response": "a1", "criterion": "warmth", "rating": 4, "cannot": None},
        ],
    ]
    about = json.loads((release / "manifest.json").read_text(encoding="utf-8"))
    named = {
        int(version): [one["id"] for one in said["criteria"]]
        for version, said in about["rubrics"].items()
    }
    older, newer = found["slack"]["rubric"], found["telegram"]["rubric"]
    assert named == {older: ["safety"], newer: ["safety", "warmth"]} and older < newer
    assert about["rubrics"][str(newer)]["criteria"][1]["levels"][1]["anchor"] == "Means 4."
    assert about["codes"]["abstentions"]["not_my_field"] == "Not my field"
    assert about["counts"]["votes_with"] == {
        "ranking": 0, "ratings": 2, "flags": 0, "corrections": 0, "rationale": 0,
    }  # fmt: skip
    card = (release / "README.md").read_text(encoding="utf-8")
    assert "| ratings by criteria | 2 |" in card and "`warmth` Warmth: **5 W5.** Means 5." in card
    assert f"the words of version {newer}" in card and "**Kinds of failure**" not in card
    talk.close()


def test_a_release_says_what_its_codes_mean(database_url: str, tmp_path: Path) -> None:
    talk = Talk(database_url)
    flagged = task(1, ask=["flag"])
    talk.project(
        [{**flagged, "responses": flagged["responses"][:1]}],
        tmp_path,
        ask=["flag"],
        corrections=True,
    )
    osei = talk.member("slack", "U1", "Dr Osei").says("next")
    osei.presses("Manner").presses("1 Confident").presses("Done").presses("A: S2")
    osei.presses("No one place").says("It may be serious.")

    release = Path(export(talk.store, "demo", tmp_path / "releases", BEGIN, b"secret")["path"])
    (row,) = pq.read_table(release / "annotations" / "annotations.parquet").to_pylist()
    (flag,) = row["flags"]
    about = json.loads((release / "manifest.json").read_text(encoding="utf-8"))
    assert about["codes"]["failures"][flag["kind"]] == "Confident beyond the evidence"
    assert about["codes"]["severities"][flag["severity"]] == "care delayed or worse"
    counted = about["counts"]["votes_with"]
    assert (counted["flags"], counted["corrections"], counted["ratings"]) == (1, 1, 0)
    card = (release / "README.md").read_text(encoding="utf-8")
    assert "`S2` care delayed or worse" in card and "`M1` Confident beyond the evidence" in card
    assert "**Ratings**" not in card
    talk.close()


def test_a_question_to_the_coordinator_is_told_with_what_followed_it(
    database_url: str, tmp_path: Path
) -> None:
    """Osei asks between an answer and its change; Lang asks nothing."""
    talk = Talk(database_url)
    talk.project([task(1)], tmp_path)
    osei = talk.member("slack", "U1", "Dr Osei")
    judges(osei, FIRST)
    judges(talk.member("telegram", "42", "Dr Lang"), FIRST)
    talk.later(minutes=1)
    osei.presses("Change").presses("Which is better").presses("More", "Ask the coordinator")
    osei.says("Does a low fever count here?").presses("Level", "Yes").sees("Saved")

    release = Path(export(talk.store, "demo", tmp_path / "releases", BEGIN, b"secret")["path"])
    rows = pq.read_table(release / "annotations" / "annotations.parquet").to_pylist()
    told = {(row["platform"], row["attempt"]): row["inquired"] for row in rows}
    assert told == {("slack", 1): False, ("slack", 2): True, ("telegram", 1): False}
    talk.close()
