"""From a task file through two chats to a release: what was pressed is what comes out."""

from pathlib import Path

import pyarrow.parquet as pq

from store.export import export
from tests.talk import BEGIN, Chat, Talk, task

FIRST = "see a doctor today"


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
