"""A release, opened as its reader would open it, from both databases."""

import hashlib
import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import yaml

from bot.assign import SEED_VERSION
from bot.text import RENDERER
from store.export import Refused, export, reading, rows
from store.export.columns import ANNOTATIONS, GROUPS, PAIRS
from tests.voting import BEGIN, SECRET, Voting, better, level

Begin = Callable[..., Voting]


@pytest.fixture
def begin(database_url: str) -> Iterator[Begin]:
    """Begin a project that people vote in."""
    begun: list[Voting] = []

    def start(**about: Any) -> Voting:
        begun.append(Voting(database_url, **about))
        return begun[-1]

    yield start
    for voting in begun:
        voting.close()


HOSTILE = (
    "  leading, trailing \t \r\n\n",
    "e\u0301 is not \u00e9, and \u212b is not \u00c5",
    "right \u202eto left\u202c, zero\u200b\u2060width, \ufeff in the middle",
    "<!channel> <@U1> *bold* `code` | cell | \\ \" ' {{ x }} ${y} %s --- \n# head",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467 \U0010ffff \ufdd0 \uffff \x01\x1b[31m\x85\u2028",
    "fever " * 5_000,
)
"""What must come through as it is: spaces, compositions, directions, markup, rare characters."""


def names(folder: Path) -> list[str]:
    """What is in it, the database aside."""
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("rounds.db"))


def annotations(release: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(
        release / "annotations/annotations.parquet"
    ).to_pylist()
    return found


def pairs(release: Path, *sides: str) -> list[dict[str, Any]]:
    return [
        row
        for side in sides or ("train", "test")
        for row in pq.read_table(release / "pairs" / f"{side}.parquet").to_pylist()
    ]


def about(release: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((release / "manifest.json").read_text(encoding="utf-8"))
    return found


def card(release: Path) -> tuple[dict[str, Any], str]:
    """The README's front matter and its body."""
    _, front, body = (release / "README.md").read_text(encoding="utf-8").split("---\n", 2)
    return yaml.safe_load(front), body


def files(release: Path) -> dict[str, bytes]:
    return {
        path.relative_to(release).as_posix(): path.read_bytes()
        for path in release.rglob("*")
        if path.is_file()
    }


class TestPairs:
    def test_who_was_removed_since_has_answered_all_the_same(
        self, begin: Begin, tmp_path: Path
    ) -> None:
        voting = begin().task("t1").vote("a", "t1", better("r1", "r2", 3)).removed("a")
        (pair,) = pairs(voting.released(tmp_path))
        assert (pair["chosen_id"], pair["n_annotators"]) == ("r1", 1)

    def test_they_point_to_the_better_one(self, begin: Begin, tmp_path: Path) -> None:
        voting = begin().task("t1").task("t2")
        voting.vote("a", "t1", better("r1", "r2", 3)).vote("@b", "t1", better("r1", "r2", 2))
        voting.vote("c", "t1", level("r1", "r2"))
        voting.vote("a", "t2", better("r2", "r1", 1), order=(1, 0))

        found = {row["task_id"]: row for row in pairs(voting.released(tmp_path))}
        assert found["t1"] == {
            "chosen": [
                {"role": "user", "content": "Question t1?"},
                {"role": "assistant", "content": "First."},
            ],
            "rejected": [
                {"role": "user", "content": "Question t1?"},
                {"role": "assistant", "content": "Second."},
            ],
            "strength": 2,
            "task_id": "t1",
            "chosen_id": "r1",
            "rejected_id": "r2",
            "n_annotators": 3,
            "agreement": 2 / 3,
        }
        assert found["t2"]["chosen_id"] == "r2"
        assert found["t2"]["chosen"][-1]["content"] == "Second."
        assert (found["t2"]["n_annotators"], found["t2"]["agreement"]) == (1, 1.0)

    def test_level_and_undecided_tasks_are_counted_instead(
        self, begin: Begin, tmp_path: Path
    ) -> None:
        voting = begin().task("level").task("split").task("won")
        for name in "abc":
            voting.vote(name, "level", level("r1", "r2"))
            voting.vote(name, "won", better("r1", "r2"))
        voting.vote("a", "split", better("r1", "r2")).vote("b", "split", better("r2", "r1"))

        release = voting.released(tmp_path)
        assert [row["task_id"] for row in pairs(release)] == ["won"]
        counts = about(release)["counts"]
        assert counts["dropped"] == {"no_majority": 1, "level": 1, "gold": 0, "withdrawn": 0}
        assert (counts["votes"], counts["level"]) == (8, 3)

    def test_a_late_extra_vote_counts(self, begin: Begin, tmp_path: Path) -> None:
        voting = begin().task("t1")
        voting.vote("a", "t1", better("r1", "r2")).vote("b", "t1", better("r2", "r1"))
        assert pairs(voting.released(tmp_path)) == []

        voting.vote("c", "t1", better("r2", "r1"), extra=True)
        release = voting.released(tmp_path)
        assert [row["chosen_id"] for row in pairs(release)] == ["r2"]
        assert sorted(row["extra"] for row in annotations(release)) == [False, False, True]

    def test_known_answers_and_withdrawn_tasks_train_nobody(
        self, begin: Begin, tmp_path: Path
    ) -> None:
        voting = begin()
        voting.task("gold", gold={"ranking": [["r1"], ["r2"]]}).task("gone", withdrawn=True)
        voting.vote("a", "gold", better("r1", "r2")).vote("a", "gone", better("r1", "r2"))

        release = voting.released(tmp_path)
        assert pairs(release) == []
        assert {row["task_id"]: row["gold"] for row in annotations(release)} == {
            "gold": True,
            "gone": False,
        }
        dropped = about(release)["counts"]["dropped"]
        assert (dropped["gold"], dropped["withdrawn"]) == (1, 1)

    def test_all_turns_of_a_prompt_stand_before_the_answer(
        self, begin: Begin, tmp_path: Path
    ) -> None:
        turns = [["system", "Be brief."], ["user", "Fever?"], ["assistant", "How high?"]]
        voting = begin().task("t1", [*turns, ["user", "39.4"]]).vote("a", "t1", better("r2", "r1"))
        (row,) = pairs(voting.released(tmp_path))
        assert [[turn["role"], turn["content"]] for turn in row["chosen"]] == [
            *turns,
            ["user", "39.4"],
            ["assistant", "Second."],
        ]

    def test_a_prompt_is_on_one_side_and_its_pairs_stand_together(
        self, begin: Begin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(GROUPS, "pairs", 4)  # over the borders of groups and of chunks, too
        monkeypatch.setattr(reading, "AT_ONCE", 3)
        voting = begin()
        for number in range(24):
            spelled = (f"question  {number % 8}", f"QUESTION {number % 8}\n")[number % 2]
            voting.task(f"t{number}", spelled).vote("a", f"t{number}", better("r1", "r2"))

        release = voting.released(tmp_path)
        sides = []
        for side in ("train", "test"):
            asked = [
                " ".join(row["chosen"][0]["content"].lower().split())
                for row in pairs(release, side)
            ]
            runs = [one for place, one in enumerate(asked) if place == 0 or asked[place - 1] != one]
            assert runs and len(runs) == len(set(runs)), "a prompt's pairs are apart"
            sides.append(set(asked))
        assert not sides[0] & sides[1] and len(sides[0] | sides[1]) == 8
        assert about(release)["split"]["openings"] == {
            "train": len(sides[0]),
            "test": len(sides[1]),
        }
        assert len(pairs(release)) == 24


class TestAnnotations:
    def test_every_revision_is_kept_and_the_last_one_counts(
        self, begin: Begin, tmp_path: Path
    ) -> None:
        voting = begin().task("t1")
        voting.vote("a", "t1", better("r1", "r2", 3, rationale="One."), better("r2", "r1", 1))
        release = voting.released(tmp_path)
        first, second = annotations(release)
        assert (first["attempt"], first["final"], first["cause"]) == (1, False, "submitted")
        assert (second["attempt"], second["final"], second["cause"]) == (2, True, "changed")
        assert (first["strength"], second["strength"]) == (3, -1)
        assert (first["rationale"], second["rationale"]) == ("One.", None)
        assert first["submitted_at"] == second["submitted_at"] == first["at"] < second["at"]
        assert pairs(release)[0]["chosen_id"] == "r2"
        assert about(release)["counts"]["superseded"] == 1

    def test_a_row_says_all_that_was_seen_and_said(self, begin: Begin, tmp_path: Path) -> None:
        voting = begin().task("t1")
        answer = better("r2", "r1", 2, rationale="Because.")
        voting.vote("@b", "t1", answer, order=(1, 0), renderer="house-0")
        voting.quoting("@b")
        (row,) = annotations(voting.released(tmp_path))
        pseudonym = row.pop("annotator")
        assert len(pseudonym) == 16 and int(pseudonym, 16) >= 0
        assert row == {
            "task_id": "t1",
            "platform": "telegram",
            "attempt": 1,
            "final": True,
            "ranking": [["r2"], ["r1"]],
            "strength": -2,
            "strengths": None,
            "stands": True,
            "contradiction": None,
            "ratings": None,
            "flags": None,
            "spans": None,
            "corrections": None,
            "main_reason": None,
            "rationale": "Because.",
            "nudged": False,
            "inquired": False,
            "quotable": True,
            "abstention": None,
            "cause": "submitted",
            "extra": False,
            "gold": False,
            "order_shown": ["r2", "r1"],
            "renderer": "house-0",
            "specialty": None,
            "rubric": 1,
            "offered_at": BEGIN,
            "delivered_at": None,
            "first_tap_at": BEGIN + timedelta(milliseconds=250),
            "active_seconds": None,
            "fast": None,
            "submitted_at": BEGIN + timedelta(seconds=1),
            "at": BEGIN + timedelta(seconds=1),
        }

    def test_an_abstention_is_no_vote_whatever_was_drafted(
        self, begin: Begin, tmp_path: Path
    ) -> None:
        voting = begin().task("t1")
        voting.vote("a", "t1", better("r1", "r2", rationale="Drafted."), skipped="not_my_field")
        voting.vote("b", "t1", better("r2", "r1"))
        release = voting.released(tmp_path)
        (passed,) = [row for row in annotations(release) if row["abstention"]]
        assert (passed["abstention"], passed["final"]) == ("not_my_field", True)
        assert {passed[name] for name in ("strength", "stands", "rationale")} == {None}
        assert passed["ranking"] is None
        assert [row["n_annotators"] for row in pairs(release)] == [1]
        assert about(release)["counts"]["abstentions"] == {"not_my_field": 1}

    def test_people_are_pseudonyms_that_last(self, begin: Begin, tmp_path: Path) -> None:
        voting = begin().task("t1").task("t2")
        voting.vote("Osei", "t1", better("r1", "r2")).vote("Osei", "t2", better("r1", "r2"))
        voting.vote("@Lang", "t1", level("r1", "r2"))
        before = annotations(voting.released(tmp_path / "one"))
        names = {row["annotator"] for row in before}
        assert len(names) == 2

        voting.vote("@Lang", "t2", level("r1", "r2"))
        after = annotations(voting.released(tmp_path / "two"))
        elsewhere = annotations(voting.released(tmp_path / "three", secret=b"another"))
        assert {row["annotator"] for row in after} == names
        assert not names & {row["annotator"] for row in elsewhere}

    def test_their_order_does_not_tell_who_came_first(self, begin: Begin, tmp_path: Path) -> None:
        voting = begin().task("t1")
        for name in "abcdef":
            voting.vote(name, "t1", better("r1", "r2"))
        found = [row["annotator"] for row in annotations(voting.released(tmp_path))]
        assert found == sorted(found) and len(set(found)) == 6

    def test_nothing_that_is_hidden_comes_out(self, begin: Begin, tmp_path: Path) -> None:
        voting = begin().task("t1", model="vendor-secret-7b").vote("Osei", "t1", better("r1", "r2"))
        release = voting.released(tmp_path)
        told = json.dumps([pairs(release), annotations(release)], default=str)
        told += (release / "README.md").read_text() + (release / "manifest.json").read_text()
        for hidden in ("vendor-secret-7b", "Osei", "user-", "Sam Lee"):
            assert hidden not in told


def test_hostile_texts_come_out_to_the_byte(begin: Begin, tmp_path: Path) -> None:
    voting = begin()
    for number, text in enumerate(HOSTILE):
        responses = [("r1", text), ("r2", text + " ")]
        voting.task(f"t{number}", text + "?", responses)
        voting.vote("a", f"t{number}", better("r2", "r1", rationale=text))
    release = voting.released(tmp_path)
    by_task = {row["task_id"]: row for row in pairs(release)}
    reasons = {row["task_id"]: row["rationale"] for row in annotations(release)}
    for number, text in enumerate(HOSTILE):
        row = by_task[f"t{number}"]
        assert [turn["content"] for turn in row["chosen"]] == [text + "?", text + " "]
        assert [turn["content"] for turn in row["rejected"]] == [text + "?", text]
        assert reasons[f"t{number}"] == text


class TestFolder:
    def test_the_same_answers_give_the_same_bytes_on_any_day(
        self, begin: Begin, tmp_path: Path
    ) -> None:
        voting = begin().task("t1").task("t2")
        voting.vote("a", "t1", better("r1", "r2")).vote("a", "t2", better("r2", "r1"))
        one = voting.released(tmp_path / "one")
        two = voting.released(tmp_path / "two", at=BEGIN + timedelta(days=40))
        assert files(one) == files(two)
        assert one.name == f"release-2026-03-02-{about(one)['content'][:12]}"
        assert two.name == one.name.replace("2026-03-02", "2026-04-11")

    def test_what_is_there_is_told_and_not_kept_twice(self, begin: Begin, tmp_path: Path) -> None:
        voting = begin().task("t1").vote("a", "t1", better("r1", "r2"))
        said: list[str] = []
        one = voting.released(tmp_path, say=said.append)
        assert said == []
        again = voting.released(tmp_path, say=said.append, at=BEGIN + timedelta(days=1))
        assert again == one and names(tmp_path) == [one.name]
        assert said == [f"{one.name} is there already, and nothing has changed since."]

        voting.vote("b", "t1", better("r1", "r2"))
        assert len({one, voting.released(tmp_path)}) == 2

    def test_the_sums_are_right(self, begin: Begin, tmp_path: Path) -> None:
        voting = begin().task("t1").vote("a", "t1", better("r1", "r2"))
        release = voting.released(tmp_path)
        kept = files(release)
        sums = kept.pop("SHA256SUMS").decode().splitlines()
        assert dict(line.split("  ")[::-1] for line in sums) == {
            name: hashlib.sha256(held).hexdigest() for name, held in kept.items()
        }
        assert sorted(kept) == [
            "README.md",
            "annotations/annotations.parquet",
            "manifest.json",
            "pairs/test.parquet",
            "pairs/train.parquet",
        ]

    def test_a_release_is_readable_as_the_umask_allows(self, begin: Begin, tmp_path: Path) -> None:
        release = begin().task("t1").vote("a", "t1", better("r1", "r2")).released(tmp_path)
        plain = tmp_path / "plain"
        plain.mkdir()
        assert release.stat().st_mode == plain.stat().st_mode

    def test_what_is_told_is_what_is_there(self, begin: Begin, tmp_path: Path) -> None:
        voting = begin().task("t1").vote("a", "t1", better("r1", "r2"), better("r2", "r1"))
        told = export(voting.store, "demo", tmp_path / "new" / "folder", BEGIN, SECRET)
        release = Path(told["path"])
        assert told == {
            "path": str(tmp_path / "new" / "folder" / release.name),
            "release": release.name,
            "pairs": len(pairs(release)),
            "annotations": len(annotations(release)),
        }
        assert (told["pairs"], told["annotations"]) == (1, 2)

    def test_one_moment_is_exported_while_people_go_on(
        self, begin: Begin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        voting = begin().task("t1").task("t2").vote("a", "t1", better("r1", "r2"))
        before = voting.released(tmp_path / "before")
        written = rows.annotations

        def meanwhile(*given: Any) -> Any:
            voting.vote("b", "t1", better("r2", "r1")).vote("a", "t2", better("r2", "r1"))
            return written(*given)

        monkeypatch.setattr(rows, "annotations", meanwhile)
        during = voting.released(tmp_path / "during")
        monkeypatch.setattr(rows, "annotations", written)
        assert files(during) == files(before)
        assert len(annotations(voting.released(tmp_path / "after"))) == 3

    @pytest.mark.parametrize("side", ["train", "test"])
    def test_both_sides_have_the_one_schema_also_when_empty(
        self, begin: Begin, tmp_path: Path, side: str
    ) -> None:
        release = begin().task("t1").vote("a", "t1", level("r1", "r2")).released(tmp_path)
        assert pq.read_schema(release / "pairs" / f"{side}.parquet") == PAIRS
        assert pq.read_schema(release / "annotations/annotations.parquet") == ANNOTATIONS
        assert pairs(release, side) == []


KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from store import open_store
from store.export import about, export, folder, rows
where = {"rows": rows, "about": about, "folder": folder}[sys.argv[3]]
setattr(where, sys.argv[4], lambda *given: os.kill(os.getpid(), signal.SIGKILL))
store = open_store(sys.argv[1], lambda: "never")
export(store, "demo", Path(sys.argv[2]), datetime(2026, 3, 2, tzinfo=UTC), b"secret")
"""


@pytest.mark.parametrize(
    ("module", "function"), [("rows", "pairs"), ("about", "_counts"), ("folder", "_sync")]
)
def test_a_killed_export_leaves_nothing_that_looks_like_a_release(
    begin: Begin, database_url: str, tmp_path: Path, module: str, function: str
) -> None:
    voting = begin().task("t1").vote("a", "t1", better("r1", "r2"))
    to = tmp_path / "releases"
    command = [sys.executable, "-c", KILLED, database_url, str(to), module, function]
    done = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    assert [path.name.startswith(".unfinished-") for path in to.iterdir()] == [True]
    assert list(to.rglob("release-*")) == []
    assert len(pairs(voting.released(to))) == 1


class TestCard:
    def test_its_configs_name_what_is_there(self, begin: Begin, tmp_path: Path) -> None:
        voting = begin(title="Triage: “first”\n--- hours").task("t1").task("t2")
        voting.vote("a", "t1", better("r1", "r2")).vote("a", "t2", better("r2", "r1"))
        release = voting.released(tmp_path)
        front, body = card(release)
        assert front["pretty_name"] == "Triage: “first”\n--- hours"
        assert front["language"] == ["en"], "as the project says"
        default, votes = front["configs"]
        assert (default["config_name"], default["default"]) == ("pairs", True)
        assert [entry["split"] for entry in default["data_files"]] == ["train", "test"]
        assert (votes["config_name"], votes.get("default")) == ("annotations", None)
        for entry in (*default["data_files"], *votes["data_files"]):
            assert pq.read_metadata(release / entry["path"]).num_rows > 0
        assert "2 preference pairs (1 train, 1 test) from 2 votes of 1 annotators" in body
        assert "> Safe, then accurate,\n> then helpful." in body

    def test_a_side_without_rows_is_not_promised(self, begin: Begin, tmp_path: Path) -> None:
        """`datasets` refuses a whole config for one split without rows."""
        voting = begin().task("t1").vote("a", "t1", better("r1", "r2"))
        front, _ = card(voting.released(tmp_path / "one"))
        assert [entry["split"] for entry in front["configs"][0]["data_files"]] == ["train"]

        voting.vote("b", "t1", better("r2", "r1"))
        front, _ = card(voting.released(tmp_path / "two"))
        assert [config["config_name"] for config in front["configs"]] == ["annotations"]

    def test_it_says_how_far_to_trust_it(self, begin: Begin, tmp_path: Path) -> None:
        longer = [("r1", "See a doctor today."), ("r2", "Wait.")]
        voting = begin().task("t1", "", longer).task("t2", "", longer).task("t3")
        voting.vote("a", "t1", better("r1", "r2"))  # shown first, longer
        voting.vote("b", "t1", better("r2", "r1"))  # shown second, shorter
        voting.vote("c", "t1", better("r1", "r2"), order=(1, 0))  # shown second, longer
        voting.vote("d", "t1", level("r1", "r2"))
        voting.vote("a", "t2", better("r1", "r2"))  # shown first, longer; alone
        voting.vote("a", "t3", better("r2", "r1"))  # shown second, neither is longer

        trust = about(release := voting.released(tmp_path))["trust"]
        assert trust["agreement"] == {"rate": round((1 + 3 * 0.5) / 6, 4), "n": 6}
        assert trust["agreement_decided"] == {"rate": round(1 / 3, 4), "n": 3}
        assert (trust["tasks_compared"], trust["level"]) == (1, 1)
        assert (trust["first_wins"]["rate"], trust["first_wins"]["n"]) == (0.4, 5)
        assert (trust["longer_wins"]["rate"], trust["longer_wins"]["n"]) == (0.75, 4)
        _, body = card(release)
        assert "as half | 41.7 % (n = 6), on 1 tasks |" in body
        assert "wins | 75.0 % (n = 4); a coin: 1 to 99 % |" in body

    def test_nothing_to_compare_is_said_and_not_divided_by(
        self, begin: Begin, tmp_path: Path
    ) -> None:
        release = begin().task("t1").vote("a", "t1", level("r1", "r2")).released(tmp_path)
        assert about(release)["trust"]["first_wins"]["rate"] is None
        assert "nothing to count yet (n = 0)" in card(release)[1]

    def test_where_everybody_passed_on_nothing_is_listed(
        self, begin: Begin, tmp_path: Path
    ) -> None:
        voting = begin().task("t1").vote("a", "t1", {}, skipped="upsetting")
        body = card(voting.released(tmp_path))[1]
        assert "Nobody has judged a task yet." in body and "| votes with |" not in body

    def test_the_manifest_names_rules_and_versions(self, begin: Begin, tmp_path: Path) -> None:
        voting = begin(overlap=5).task("t1").task("t2").vote("a", "t1", better("r1", "r2"))
        voting.vote("b", "t1", better("r1", "r2"), renderer="house-0")
        release = voting.released(tmp_path)
        found = about(release)
        assert found["seed_version"] == SEED_VERSION
        assert found["renderers"] == ["house-0", RENDERER]
        assert found["project"]["annotators_per_task"] == 5
        assert found["attested"] == {"synthetic": 2}
        assert found["counts"]["tasks"] == 2 and found["counts"]["tasks_answered"] == 1
        assert found["counts"]["pairs_below_overlap"] == 1
        for table, schema in (("pairs", PAIRS), ("annotations", ANNOTATIONS)):
            assert list(found["schema"][table]) == schema.names
        assert found["versions"]["pyarrow"]


class TestRefused:
    def test_an_unknown_project(self, begin: Begin, tmp_path: Path) -> None:
        with pytest.raises(Refused, match="no project “other”: rounds project list"):
            export(begin().store, "other", tmp_path, BEGIN, SECRET)
        assert names(tmp_path) == []

    def test_a_project_nobody_answered(self, begin: Begin, tmp_path: Path) -> None:
        to = tmp_path / "releases"
        with pytest.raises(Refused, match="Nobody has answered a task of demo yet"):
            begin().task("t1").released(to)
        assert names(to) == []

    def test_a_folder_that_cannot_be(self, begin: Begin, tmp_path: Path) -> None:
        voting = begin().task("t1").vote("a", "t1", better("r1", "r2"))
        in_the_way = tmp_path / "file"
        in_the_way.touch()
        for to in (in_the_way, in_the_way / "inside"):
            with pytest.raises(Refused, match=r"cannot be written to .* name a folder"):
                voting.released(to)


def test_both_databases_give_the_same_bytes(
    sqlite_template: Path, postgresql: Any, postgresql_template: str, tmp_path: Path
) -> None:
    name = postgresql.create(postgresql_template)
    file = shutil.copy(sqlite_template, tmp_path / "rounds.db")
    made: list[dict[str, bytes]] = []
    for url in (f"sqlite:///{file}", postgresql.url(name)):
        voting = Voting(url)
        for key in ("Z", "a", "Ä", "_", "b"):  # collations disagree on their order
            voting.task(key).vote("a", key, better("r1", "r2", 1), better("r2", "r1", 3))
            voting.vote("@b", key, level("r1", "r2", rationale="Ünentschieden 🙂"))
            voting.vote("c", key, better("r2", "r1"), order=(1, 0))
        voting.vote("d", "a", skipped="upsetting")
        made.append(files(voting.released(tmp_path / f"release-{len(made)}")))
        voting.close()
    postgresql.drop(name)
    assert made[0] == made[1]
