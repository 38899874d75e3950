"""The release is what a trainer takes: `datasets` reads it, and TRL learns the right way round."""

import math
import shutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tests.train import tiny
from tests.voting import Voting, better, level

pytestmark = [
    pytest.mark.train,
    pytest.mark.filterwarnings("default"),  # these libraries warn about themselves
]

TASKS = 120
WARNS = ["see", "a", "doctor", "today", "because", "this", "may", "be", "serious"]
SOOTHES = ["wait", "and", "rest", "there", "is", "surely", "nothing", "to", "fear"]


def answer(words: list[str], number: int) -> str:
    """An answer of five of these words; which ones differs from task to task."""
    return " ".join(words[(number * (place + 2) + place) % len(words)] for place in range(5))


@pytest.fixture(scope="module")
def known() -> dict[str, str]:
    """The better response of each task. Its place in the file changes sides."""
    return {f"t{number}": ("r1", "r2")[number % 2] for number in range(TASKS)}


@pytest.fixture(scope="module")
def release(
    known: dict[str, str], sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """120 tasks, three votes each: the third is level or the other way now and then."""
    folder = tmp_path_factory.mktemp("release")
    voting = Voting(f"sqlite:///{shutil.copy(sqlite_template, folder / 'rounds.db')}")
    for number, (key, best) in enumerate(known.items()):
        worst = "r2" if best == "r1" else "r1"
        texts = {best: answer(WARNS, number), worst: answer(SOOTHES, number)}
        responses = [(response, texts[response]) for response in ("r1", "r2")]
        voting.task(key, f"my child has had a fever for {number} hours", responses)
        voting.vote("a", key, better(best, worst, 3, rationale="Says when to be seen."))
        voting.vote("@b", key, better(worst, best), better(best, worst, 2))
        odd = level("r1", "r2") if number % 7 == 0 else better(worst, best, 1)
        voting.vote("c", key, odd if number % 3 == 0 else better(best, worst, 1))
    yield voting.released(folder / "releases")
    voting.close()


@pytest.fixture
def loaded(release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The release as `datasets` reads it: offline, from an empty cache."""
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_HOME", str(tmp_path / "huggingface"))
    return import_module("datasets").load_dataset(str(release), cache_dir=str(tmp_path / "cache"))


def test_every_pair_points_to_the_known_answer(loaded: Any, known: dict[str, str]) -> None:
    """Training alone would not see labels that are inverted everywhere (notes on export, 0.7)."""
    rows = [*loaded["train"], *loaded["test"]]
    assert {row["task_id"]: row["chosen_id"] for row in rows} == known
    for row in rows:
        chosen, rejected = (row[side][-1]["content"] for side in ("chosen", "rejected"))
        assert set(chosen.split()) <= set(WARNS)
        assert set(rejected.split()) <= set(SOOTHES)


def test_the_reward_trainer_learns_from_it_unchanged(
    release: Path, loaded: Any, tmp_path: Path
) -> None:
    trl, torch, transformers = map(import_module, ("trl", "torch", "transformers"))
    transformers.set_seed(0)
    words = tiny.tokenizer([" ".join([*WARNS, *SOOTHES]), "my child has had a fever for hours"])
    trainer = trl.RewardTrainer(
        model=tiny.model(words),
        processing_class=words,
        train_dataset=loaded["train"],
        eval_dataset=loaded["test"],
        args=trl.RewardConfig(
            output_dir=str(tmp_path / "out"),
            num_train_epochs=6,
            per_device_train_batch_size=8,
            learning_rate=5e-3,
            logging_steps=1,
            report_to="none",
            save_strategy="no",
            use_cpu=True,
            bf16=False,
            seed=0,
        ),
    )
    assert len(trainer.train_dataset) == len(loaded["train"]), "rows were dropped"
    before = trainer.evaluate()
    trainer.train()
    after = trainer.evaluate()

    losses = [entry["loss"] for entry in trainer.state.log_history if "loss" in entry]
    assert losses and all(map(math.isfinite, losses))
    assert after["eval_accuracy"] > 0.9 and after["eval_loss"] < before["eval_loss"]

    def score(text: str) -> float:
        turns = [{"role": "user", "content": "my child has had a fever for hours"}]
        turns.append({"role": "assistant", "content": text})
        read = words.apply_chat_template(turns, return_tensors="pt", return_dict=True)
        with torch.no_grad():
            return float(trainer.model(input_ids=read["input_ids"]).logits[0, 0])

    assert score("see a doctor today") > score("wait and rest"), "it prefers the wrong one"


def test_votes_load_beside_the_pairs(release: Path, loaded: Any, tmp_path: Path) -> None:
    votes = import_module("datasets").load_dataset(
        str(release), "annotations", cache_dir=str(tmp_path / "votes")
    )["train"]
    final = [row for row in votes if row["final"]]
    assert (len(votes), len(final)) == (4 * TASKS, 3 * TASKS)
    assert final[0]["at"].utcoffset().total_seconds() == 0
