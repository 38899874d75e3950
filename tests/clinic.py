"""A clinic of a test's own: the real programs, a project for each kind of task, and people in it.

Whoever joins walks through first contact over the real wires, as they would in earnest.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from adapters.edge import fresh_code, fresh_id, now
from store import Store, imports, open_store, people, projects, releases
from tests import schooling
from tests.real.annotator import Annotator
from tests.real.run import Run

Json = dict[str, Any]

SEATS = 9
"""People per task: whoever joins finds all of a project's tasks."""

FEVER = "My 7-week-old has had a fever of 38.4 °C since this morning"
SAID = (
    "See a doctor today: at this age a fever can be serious.",
    "Wait three days. Numbness is common. It needs no treatment.",
    "Give plenty to drink, and call again if she does not.",
    "A cool cloth helps. Fever is a good sign.",
)


def _task(name: str, answers: int, asks: str, **more: Any) -> Json:
    said = [{"id": f"a{n}", "text": text} for n, text in enumerate(SAID[:answers], start=1)]
    return {"id": name, "prompt": f"{asks}? {FEVER}", "responses": said, **more}


PROJECTS: dict[str, tuple[Json, tuple[Json, ...]]] = {
    "compare": (
        {"ask": ["flag", "rank", "rationale"]},
        (_task("t1", 2, "Is it urgent"), _task("t2", 2, "Can it wait")),
    ),
    "order": (
        {"ask": ["rank", "rationale"], "neighbour_strength": True, "as_it_stands": True},
        (_task("t1", 4, "What helps"), _task("t2", 4, "What now")),
    ),
    "rate": ({"ask": ["rate"]}, (_task("t1", 1, "Is it right"), _task("t2", 1, "Is it good"))),
    "failure": (
        {"ask": ["flag", "rationale"], "corrections": True},
        (_task("t1", 1, "What is wrong"), _task("t2", 1, "What is missing")),
    ),
}
"""By kind: how its project asks, and its tasks. Nobody's wording has to be remembered."""


class Clinic(Run):
    """`rounds serve` and a playground under way; their page answers at `url`."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.store: Store = open_store(self.env["ROUNDS_DATABASE_URL"], fresh_id)

    def projects(self) -> None:
        for name, (about, tasks) in PROJECTS.items():
            described = self.folder / f"{name}.yaml"
            told = {"project": name, "title": "Triage", "reader": "a parent", **about}
            described.write_text(json.dumps({**told, "annotators_per_task": SEATS}))
            projects.apply(self.store, described, now())
            file = self.folder / f"{name}.jsonl"
            file.write_text("\n".join(json.dumps(task) for task in tasks))
            done = imports.import_tasks(self.store, file, name, "synthetic", now())
            assert not done["refused"], done

    def teaches(self) -> None:
        """From now on there is the small course, for everybody."""
        releases.release(self.store, schooling.COURSE, "seed", now())

    def comes(self, platform: str, kind: str, *, reader: bool = False) -> Annotator:
        """Somebody who has joined a kind's project and may begin."""
        someone = self.invited(platform, kind)
        someone.join(reader=reader)
        someone.until(lambda screen: _says(screen, "You're in."), "the end of first contact")
        return someone

    def invited(self, platform: str, kind: str) -> Annotator:
        """Somebody who has just followed their invitation."""
        someone = Annotator(self, platform, "Dr Osei")
        code = fresh_code()
        people.invite(self.store, kind, "Dr Osei", code, now(), confirmed=True)
        if platform == "telegram":
            someone.open("start", code)
        else:
            someone.say(f"join {code}")
        return someone


def _says(screen: Json, words: str) -> bool:
    return any(words in one["text"] for one in screen["messages"])


@contextmanager
def clinic(folder: Path) -> Iterator[Clinic]:
    made = Clinic(folder)
    try:
        made.projects()
        with made.playground(), made.serving():
            yield made
    finally:
        made.store.close()
