"""What a release says of itself: `manifest.json` for programs, `README.md` for people.

Neither names the moment of the export: the same answers give the same bytes on any day.
"""

import json
from collections.abc import Mapping
from typing import Any

import yaml

from store.export import asked

SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (10**6, "100K<n<1M"))
"""Pairs and the hub's word for so many."""


def canonical(data: Mapping[str, Any]) -> bytes:
    """The same data as the same bytes."""
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def indented(data: Mapping[str, Any]) -> str:
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def readme(data: Mapping[str, Any]) -> str:
    """The data card, from the manifest alone."""
    project, counts, trust = data["project"], data["counts"], data["trust"]
    pairs = counts["pairs"]
    total = pairs["train"] + pairs["test"]
    front: dict[str, Any] = {"pretty_name": project["title"]}
    if project["languages"]:
        front["language"] = project["languages"]
    front["tags"] = ["human-feedback", "rlhf", "preference", "reward-model"]
    front["size_categories"] = [next((w for n, w in SIZES if total < n), "n>1M")]
    front["configs"] = _configs(pairs)
    parts = [
        f"---\n{yaml.safe_dump(front, sort_keys=False, allow_unicode=True)}---",
        f"# {' '.join(project['title'].split())}",
        _what(data, total),
        _how(data),
        asked.section(data),
        "## How far to trust it",
        _trust(trust),
        _limits(data),
        _left_out(counts),
        _columns(),
    ]
    return "\n\n".join(parts) + "\n"


def _configs(pairs: Mapping[str, int]) -> list[dict[str, Any]]:
    """What a loader finds: a side without rows is not named, because `datasets` cannot load one.
    Its file is there all the same, with the columns of the other."""
    sides = [side for side, rows in pairs.items() if rows]
    named = [{"split": side, "path": f"pairs/{side}.parquet"} for side in sides]
    votes = [{"split": "train", "path": "annotations/annotations.parquet"}]
    return [
        *([{"config_name": "pairs", "default": True, "data_files": named}] if named else []),
        {"config_name": "annotations", "data_files": votes},
    ]


def _what(data: Mapping[str, Any], total: int) -> str:
    project, counts = data["project"], data["counts"]
    run_by = f" Run by {' '.join(project['run_by'].split())}." if project["run_by"] else ""
    said = ", ".join(f"{word}: {tasks} tasks" for word, tasks in data["attested"].items())
    return (
        f"{total:,} preference pairs ({counts['pairs']['train']:,} train,"
        f" {counts['pairs']['test']:,} test) from {counts['votes']:,} votes of"
        f" {counts['annotators']:,} annotators on {counts['tasks_answered']:,} tasks,"
        f" given from {data['answers']['oldest'][:10]} to {data['answers']['newest'][:10]} (UTC)."
        f"{run_by} What the importers said of the texts: {said}. No licence is stated here: ask"
        " who runs the project.\n\n"
        "```python\n"
        "from datasets import load_dataset\n"
        'pairs = load_dataset("path/to/this/folder")            # train and test\n'
        'votes = load_dataset("path/to/this/folder", "annotations")["train"]\n'
        "```\n\n"
        "TRL's RewardTrainer takes `pairs` unchanged. Keep releases in folders of their own: the\n"
        "library caches by path and would show the old rows of a folder that was written over.\n"
        "`sha256sum --check SHA256SUMS` says whether all files are as they were made."
    )


def _how(data: Mapping[str, Any]) -> str:
    project = data["project"]
    lines = [
        "## How it was collected",
        f"AI answers to one question, shown whole in a chat on {_list(project['platforms'])},"
        " without the models' names, the order drawn from a stored seed and balanced per task"
        f" (`{data['seed_version']}`). Of two: “Which answer is better overall?” A, level or B;"
        " “How much better?” slightly (1), better (2), clearly (3); “Could the better one go to"
        " this reader as it stands?”; more were put in an order, level ones together. Nobody saw"
        f" anybody else's answer. A task was meant for {project['annotators_per_task']} people;"
        " late ones count too. An answer may be changed; every revision is in `annotations`, the"
        " newest is `final`.",
        "**A pair** stands where more than half of a task's votes, level ones counted, chose the"
        " same answer. `agreement` is that share, `n_annotators` the number of votes. `strength`"
        " is the mean of what those who chose it said, rounded, an exact half to the weaker; 3"
        " clearly, 2 better, 1 slightly. There is no `margin` on purpose: its presence alone"
        " changes TRL's loss.",
        f"**Train and test** (`{data['split']['rule']}`): by a hash of the prompt's opening, case"
        " and white space folded, so that all pairs of a prompt, and of conversations that grew"
        " from it, are on one side, in every release. Rows stand in the order of that hash, a"
        " prompt's pairs together.",
    ]
    if project["guideline"]:
        quoted = "\n".join(f"> {line}".rstrip() for line in project["guideline"].splitlines())
        lines.append(f"The guideline as it stands now:\n\n{quoted}")
    return "\n\n".join(lines)


def _trust(trust: Mapping[str, Any]) -> str:
    def told(name: str) -> str:
        found = trust[name]
        if found["rate"] is None:
            return "nothing to count yet (n = 0)"
        return f"{100 * found['rate']:.1f} % (n = {found['n']:,})"

    return "\n".join(
        [
            "| | |",
            "|---|---|",
            f"| two votes on one task agree, level against a side as half | {told('agreement')},"
            f" on {trust['tasks_compared']:,} tasks |",
            f"| the same where both chose a side | {told('agreement_decided')} |",
            "| the answer shown first wins | "
            f"{told('first_wins')}; a coin: {trust['first_wins']['by_chance']} |",
            "| the longer answer (in words) wins | "
            f"{told('longer_wins')}; a coin: {trust['longer_wins']['by_chance']} |",
            f"| level votes | {trust['level']:,} |",
            "",
            "Agreement of 63 to 77 % is normal for such judgements; below 60 % look at the",
            "guideline, above 90 % suspect easy tasks or copying. A small n says little: see the",
            "range a coin would stay in.",
        ]
    )


def _limits(data: Mapping[str, Any]) -> str:
    counts = data["counts"]
    return "\n".join(
        [
            "Known limits:",
            "",
            f"- {counts['pairs_below_overlap']:,} pairs rest on fewer than"
            f" {data['project']['annotators_per_task']} votes; `n_annotators` says which.",
            "- The majority is not the truth: all may share a mistake, and length, order and a"
            " sure tone lead people. The votes are there so that other rules can be tried.",
            "- Whoever judges many tasks weighs more. No vote was dropped or weighted for its"
            " giver's record.",
            "- Texts are as they were imported and typed. That no text names a patient is the"
            " importers' word, not something that was checked.",
            "- `rationale` is a person's own words. Print it, in a paper or on a slide, only where"
            " `quotable` is true.",
            "- TRL drops rows over `max_length` (1,024 tokens unless told otherwise) without a"
            f" word. The longest row here has {counts['longest_row']:,} characters.",
        ]
    )


def _left_out(counts: Mapping[str, Any]) -> str:
    reasons = {
        "no_majority": "no majority for one answer",
        "level": "the majority said level",
        "gold": "tasks with a known answer, which measure people",
        "withdrawn": "withdrawn tasks",
    }
    lines = [f"- {counts['dropped'][name]:,} · {why}" for name, why in reasons.items()]
    abstained = ", ".join(f"{code} {count:,}" for code, count in counts["abstentions"].items())
    return "\n".join(
        [
            "Not among the pairs, but in `annotations`:",
            "",
            *lines,
            f"- {sum(counts['abstentions'].values()):,} · abstentions"
            + (f" ({abstained})" if abstained else ""),
        ]
    )


def _columns() -> str:
    return """## Columns

`pairs`: `chosen` and `rejected` are whole conversations, lists of `role` and `content`, that end in
the answer; `task_id`, `chosen_id` and `rejected_id` are the task file's.

`annotations`, one row per annotator, task and revision. A vote is a row that is `final` and has no
`abstention`.

| column | says |
|---|---|
| `annotator` | a pseudonym: the same person has the same in every release of one installation |
| `platform` | where the task lay open last |
| `attempt`, `final`, `cause` | the revision's number; whether it is what holds now; what made it |
| `ranking` | lists of response ids, best first, level ones in one list; null for an abstention |
| `strength` | −3 to 3: above 0 if the first response of the task file is better, 0 if level |
| `stands` | whether the better one, or either if level, could reach the reader as it is |
| `strengths` | of an order: how much better each place is than the next, 1 to 3, best first |
| `contradiction` | the one preferred was marked as riskier, and both were meant; null: not asked |
| `ratings` | by response and criterion: 1 to 5, or null and in `cannot` why it cannot be judged |
| `flags` | by response: `kind` of failure and its `family`, or only the `severity`, of the worst |
| `spans` | where in a response: characters of its text, end excluded, and its words |
| `corrections` | how a response should read, in that person's words |
| | *null in these lists is not asked; an empty list, nothing found* |
| `main_reason` | what counted most: the response, and a kind of failure or `P1`, a merit |
| `rationale`, `quotable` | the reason, null if none; whether it may be quoted without a name |
| `nudged` | they were asked once to point to something in the text |
| `inquired` | they asked the coordinator about the task before this |
| `abstention` | why the task was passed on, null for an answer |
| `extra` | finished after the task had been passed on; counts like any other |
| `gold` | the task has a known answer |
| `order_shown` | response ids, first shown first |
| `renderer` | how the texts were drawn and split that this person saw |
| `rubric` | the version of how the project asked; its words are in `manifest.json` |
| `specialty` | how their field fits: `match`, `general` (anybody may), `unknown`; null before |
| `offered_at`, `delivered_at` | when the task was handed out, and stood there whole; UTC |
| `first_tap_at` | when it was first touched |
| `active_seconds` | time spent on it, gaps over two minutes left out; null where not taken |
| `fast` | less time than reading takes (450 words a minute, two seconds a question) |
| `submitted_at`, `at` | when this person first finished it; when this revision was stored |"""


def _list(words: list[str]) -> str:
    names = [word.capitalize() for word in words]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
