"""A line of a task file becomes a task, to the byte, or is refused with what is wrong and how to
put it right."""

import json
from typing import Any

import pytest

from store.judging import LIST_MOST, TEXT_MOST, WORD_MOST, Unusable, visible
from store.taskfile import DEPTH_MOST, HIDDEN_MOST, LINE_MOST, TURNS_MOST, Defaults, read

PROJECT = Defaults(("rank", "rationale"), "a parent")
NO_READER = Defaults(("rank", "rationale"), "")
BOTH = "Ask flag, rate, rank or rationale; rank of at least two."
ADD_RESPONSES = 'Add "responses": [{"id": …, "text": …}, …].'


def task(**more: Any) -> dict[str, Any]:
    """A usable task; None takes a field away."""
    whole = {
        "id": "fever-07",
        "prompt": "My 7-week-old has 38.4 °C",
        "responses": [{"id": "a1", "text": "Go now."}, {"id": "a2", "text": "Wait."}],
        **more,
    }
    return {key: value for key, value in whole.items() if value is not None}


def line(**more: Any) -> bytes:
    return json.dumps(task(**more)).encode()


def refused(raw: bytes, project: Defaults = PROJECT) -> list[tuple[str, str]]:
    with pytest.raises(Unusable) as found:
        read(raw, project)
    return [(mistake.error, mistake.remedy) for mistake in found.value.mistakes]


def responses(*texts: Any) -> list[dict[str, Any]]:
    return [{"id": f"a{number}", "text": text} for number, text in enumerate(texts, start=1)]


def test_a_task_is_kept_to_the_byte() -> None:
    turns = [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": " tab\t, CRLF\r\n, e\u0301, \u202e, <!channel> "},
    ]
    kept = read(
        line(
            prompt=turns,
            reader="a nurse",
            responses=[
                {"id": "b", "text": "  Go.\n", "model": "m-2"},
                {"id": "a", "text": "😀\u200d"},
            ],
            ask=["rank"],
            specialties=["paediatrics"],
            gold={"ranking": [["a"], ["b"]], "note": 1.5},
            metadata={"source": "…", "n": 10**30},
        ),
        PROJECT,
    )
    assert kept["key"] == "fever-07" and kept["reader"] == "a nurse"
    assert json.loads(kept["prompt"]) == [[turn["role"], turn["content"]] for turn in turns]
    assert json.loads(kept["responses"]) == [["b", "  Go.\n"], ["a", "😀\u200d"]]
    assert json.loads(kept["ask"]) == ["rank"]
    assert json.loads(kept["specialties"]) == ["paediatrics"]
    assert json.loads(kept["hidden"]) == {
        "models": {"b": "m-2"},
        "gold": {"ranking": [["a"], ["b"]], "note": 1.5},
        "metadata": {"source": "…", "n": 10**30},
        "ask": ["rank"],
    }


def test_what_a_task_does_not_say_the_project_says() -> None:
    kept = read(line(), PROJECT)
    assert json.loads(kept["ask"]) == ["rank", "rationale"]
    assert kept["reader"] == "", "the project's, whatever it is by then"
    assert json.loads(kept["hidden"]) == {
        "models": {},
        "gold": None,
        "metadata": None,
        "ask": None,
    }


def test_whose_field_a_task_does_not_say_the_project_says() -> None:
    """The pile knows it, which is where the match looks; the task keeps what its line said."""
    hearts = Defaults(("rank",), "a parent", ("Cardiology",))

    def fields(**more: Any) -> tuple[Any, Any]:
        kept = read(line(**more), hearts)
        return json.loads(kept["specialties"]), json.loads(kept["pile"])[0]

    assert fields() == fields(specialties=[]) == ([], ["cardiology"])
    assert fields(specialties=["eyes"]) == (["eyes"], ["eyes"])
    assert fields(specialties=["general"]) == (["general"], ["general"])


def test_null_says_nothing() -> None:
    silent = dict.fromkeys(("reader", "ask", "specialties", "gold", "metadata"))
    assert read(json.dumps({**task(), **silent}).encode(), PROJECT) == read(line(), PROJECT)


def test_a_line_may_end_as_windows_ends_it() -> None:
    assert read(line() + b"\r\n", PROJECT) == read(line(), PROJECT)


@pytest.mark.parametrize(
    ("more", "error", "remedy"),
    [
        ({"id": None}, "The id is missing.", 'Add "id": "…".'),
        ({"id": 7}, "The id is not a text.", "Put it in quotation marks."),
        ({"id": " \t"}, "The id is empty.", 'Write "id": "…".'),
        ({"id": "x" * 201}, "The id has 201 characters.", f"Use at most {WORD_MOST}."),
        (
            {"prompt": None},
            "The prompt is missing.",
            'Add "prompt": the question, as a text or as turns.',
        ),
        ({"prompt": 5}, "The prompt is not a text.", "Put it in quotation marks."),
        ({"prompt": ""}, "The prompt is empty.", "Give it a text, or leave the task out."),
        ({"prompt": []}, "The prompt has 0 turns.", f"Give it 1 to {TURNS_MOST}."),
        (
            {"prompt": ["hello"]},
            "Turn 1 is not an object.",
            'Write {"role": "user", "content": "…"}.',
        ),
        (
            {"prompt": [{"role": "human", "content": "x"}]},
            "The role “human” of turn 1 is not known.",
            "Known are user, assistant, system.",
        ),
        (
            {"prompt": [{"role": "users", "content": "x"}]},
            "The role “users” of turn 1 is not known.",
            "Did you mean “user”?",
        ),
        (
            {"prompt": [{"role": "user", "text": "x", "content": "x"}]},
            "The field “text” of turn 1 is not known.",
            "Known are role, content.",
        ),
        (
            {"prompt": [{"role": "user", "content": "\u200b\n"}]},
            "Turn 1 is empty.",
            "Give it a text, or leave the task out.",
        ),
        (
            {"prompt": [{"role": "user", "content": "x"}, {"role": "assistant", "content": "y"}]},
            "The prompt does not end with the user.",
            "End it with what is answered.",
        ),
        (
            {"prompt": [{"role": "user", "content": "x" * 60_000}] * 2},
            "The prompt is too long.",
            f"Keep its turns within {TEXT_MOST} characters.",
        ),
        ({"responses": None}, "The responses are missing.", ADD_RESPONSES),
        ({"responses": "a"}, "The responses are not a list.", ADD_RESPONSES),
        ({"responses": []}, "There are 0 responses.", "Give 1 to 9."),
        ({"responses": responses(*"abcdefghij")}, "There are 10 responses.", "Give 1 to 9."),
        (
            {"responses": ["x", *responses("x", "y")]},
            "Response 1 is not an object.",
            'Write {"id": "a1", "text": "…"}.',
        ),
        (
            {"responses": responses("x", "")},
            "Response 2 is empty.",
            "Give it a text, or leave the task out.",
        ),
        (
            {"responses": responses("x", " \n\t\u00a0")},
            "Response 2 is empty.",
            "Give it a text, or leave the task out.",
        ),
        (
            {"responses": responses(True, "x")},
            "Response 1 is not a text.",
            "Put it in quotation marks.",
        ),
        (
            {"responses": [{"id": "a1"}, {"id": "a2", "text": "x"}]},
            "Response 1 has no text.",
            "Give it one, or leave the task out.",
        ),
        (
            {"responses": responses("x", "y" * 100_001)},
            "Response 2 has 100001 characters.",
            f"Keep it within {TEXT_MOST} characters.",
        ),
        (
            {"responses": responses("same", "same")},
            "Responses 1 and 2 are identical.",
            "Leave the task out: there is nothing to choose between.",
        ),
        (
            {"responses": [{"id": "a", "text": "x"}, {"id": "a", "text": "y"}]},
            "Responses 1 and 2 have the same id.",
            "Give each an id of its own.",
        ),
        (
            {"responses": [{"id": "a", "text": "x", "modell": "m"}, {"id": "b", "text": "y"}]},
            "The field “modell” of response 1 is not known.",
            "Did you mean “model”?",
        ),
        (
            {"responses": [{"id": "a", "text": "x", "model": 5}, {"id": "b", "text": "y"}]},
            "The model of response 1 is not a text.",
            "Put it in quotation marks.",
        ),
        ({"reader": ""}, "The reader is empty.", 'Write "reader": "…".'),
        ({"ask": []}, "ask is empty.", 'Leave it out, or write "ask": ["rank"].'),
        ({"ask": "rank"}, "ask is not a list of texts.", 'Write "ask": ["…", "…"].'),
        ({"ask": ["rank", "rank"]}, "ask has an empty or a repeated entry.", "Name each once."),
        (
            {"ask": ["telepathy", "rank"]},
            "ask: “telepathy” is not known; use flag, rate, rank, rationale.",
            BOTH,
        ),
        ({"ask": ["rationale"]}, "ask: a reason alone judges nothing.", BOTH),
        (
            {"responses": responses("x")},
            "ask: rank compares at least 2 responses, this has 1.",
            BOTH,
        ),
        (
            {"specialties": [5]},
            "specialties is not a list of texts.",
            'Write "specialties": ["…", "…"].',
        ),
        (
            {"specialties": [str(n) for n in range(51)]},
            "specialties is too long.",
            f"Use at most {LIST_MOST} entries of {WORD_MOST} characters.",
        ),
        ({"gold": [1]}, "gold is not an object.", 'Write "gold": {"…": …}.'),
        (
            {"gold": {"ranking": [["a1"]]}},
            "The ranking of gold does not name every response once.",
            'Write lists of response ids, best first: [["a2"], ["a1"]].',
        ),
        (
            {"gold": {"ranking": {"a1": 1}}},
            "The ranking of gold does not name every response once.",
            'Write lists of response ids, best first: [["a2"], ["a1"]].',
        ),
        (
            {"metadata": {"x": "y" * HIDDEN_MOST}},
            "metadata is too long.",
            f"Keep it within {HIDDEN_MOST} characters.",
        ),
        ({"promt": "x"}, "The field “promt” is not known.", "Did you mean “prompt”?"),
        (
            {"difficulty": 3},
            "The field “difficulty” is not known.",
            "Known are id, prompt, reader, responses, ask, specialties, gold, metadata.",
        ),
        (
            {"prompt": "a\x00b"},
            "There is a NUL character in “prompt”.",
            "Remove \\u0000.",
        ),
        (
            {"responses": responses("x", "a\ud83d")},
            "There is half of a surrogate pair in “responses”, number 2, “text”.",
            "Write the character itself, or both halves of its \\u escape.",
        ),
        (
            {"metadata": {"a\udc00": 1}},
            "There is half of a surrogate pair in the name “metadata”, “a?”.",
            "Write the character itself, or both halves of its \\u escape.",
        ),
    ],
)
def test_one_mistake_is_one_sentence_with_its_remedy(
    more: dict[str, Any], error: str, remedy: str
) -> None:
    assert refused(line(**more)) == [(error, remedy)]


def test_somebody_has_to_read_the_answer() -> None:
    (wrong,) = refused(line(), NO_READER)
    assert wrong[0] == "The reader is missing, in the task and in the project."
    assert read(line(reader="a nurse"), NO_READER)["reader"] == "a nurse"


ONE_OBJECT = 'Write the task as one JSON object on one line: {"id": …, "prompt": …}.'
UTF8 = "Save the file as UTF-8 without a byte order mark."
MARKED = "The file begins with a byte order mark, as UTF-16 and some editors write it."


@pytest.mark.parametrize(
    ("raw", "error", "remedy"),
    [
        (b"\n", "The line is blank.", "Delete the line."),
        (b" \t\r\n", "The line is blank.", "Delete the line."),
        (
            b'{"id": "a" "b"}',
            "This is not JSON: Expecting ',' delimiter at column 12.",
            ONE_OBJECT,
        ),
        (b"[1]", "The line is not a JSON object.", ONE_OBJECT),
        (b'{"id": "a"} {}', "This is not JSON: Extra data at column 13.", ONE_OBJECT),
        (
            b'{"id": "a\x00"}',
            "This is not JSON: Invalid control character at column 10.",
            ONE_OBJECT,
        ),
        (b'{"id": "a", "id": "b"}', "“id” stands twice in one object.", "Keep one of them."),
        (
            b'{"metadata": {"x": 1, "x": 1}}',
            "“x” stands twice in one object.",
            "Keep one of them.",
        ),
        (b'{"metadata": {"x": NaN}}', "NaN is not JSON.", "Write a number, a text or null."),
        (
            b'{"metadata": {"x": -Infinity}}',
            "-Infinity is not JSON.",
            "Write a number, a text or null.",
        ),
        (b'{"id": "\xff"}', "Byte 9 of the line is not UTF-8.", UTF8),
        (b"\xef\xbb\xbf{}", MARKED, UTF8),
        ("{}".encode("utf-16"), MARKED, UTF8),
        (
            b'{"metadata": ' + b"[" * 100_000,
            "The line is nested too deeply to be read.",
            "Keep metadata flat.",
        ),
        (
            b'{"metadata": {"x": ' + b"9" * 5000 + b"}}",
            "A number has too many digits.",
            "Write it as a text.",
        ),
        (
            b" " * (LINE_MOST + 1),
            f"The line is longer than {LINE_MOST} bytes.",
            "Split the task, or leave parts of it out.",
        ),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_what_is_no_json_says_where(raw: bytes, error: str, remedy: str) -> None:
    ((said, how),) = refused(raw)
    assert (said, how) == (error, remedy)


@pytest.mark.parametrize("value", ["1e999", "[" * DEPTH_MOST + "]" * DEPTH_MOST])
def test_metadata_that_could_not_be_written_again_is_refused(value: str) -> None:
    raw = line()[:-1] + b', "metadata": {"x": ' + value.encode() + b"}}"
    ((error, _),) = refused(raw)
    assert error == "metadata holds a number without end, or is nested more than 50 deep."


def test_every_mistake_of_a_line_is_named_at_once() -> None:
    raw = line(id=None, prompt="", responses=responses("x", True), ask=["telepathy"], extra=1)
    assert [error for error, _ in refused(raw)] == [
        "The field “extra” is not known.",
        "The id is missing.",
        "The prompt is empty.",
        "Response 2 is not a text.",
        "ask: “telepathy” is not known; use flag, rate, rank, rationale.",
    ]


def test_an_empty_response_is_not_also_called_identical() -> None:
    errors = [error for error, _ in refused(line(responses=responses("", "")))]
    assert errors == ["Response 1 is empty.", "Response 2 is empty."]


def test_the_longest_texts_are_usable() -> None:
    longest = ["😀" * TEXT_MOST, "é" * TEXT_MOST]
    kept = read(line(responses=responses(*longest)), PROJECT)
    assert [text for _, text in json.loads(kept["responses"])] == longest


@pytest.mark.parametrize(
    ("text", "seen"),
    [("a", True), (" a", True), ("\u200b.", True), ("", False), ("\u2028\u00a0\u200b\t", False)],
)
def test_what_can_be_seen(text: str, seen: bool) -> None:
    assert visible(text) is seen
