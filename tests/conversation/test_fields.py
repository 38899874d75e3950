"""People get what is in their field: as whoever invited them wrote it down."""

from bot.records import Person
from store import people
from tests.conversation.conftest import Begin
from tests.talk import Chat, Talk, task

RANK = ["rank"]


def begun(begin: Begin) -> Talk:
    return begin(
        task(1, ask=RANK, specialties=["eyes"]),
        task(2, ask=RANK),
        task(3, ask=RANK, specialties=["Cardiology"]),
        task(4, ask=RANK, specialties=["kidneys", "general"]),
    )


def known(talk: Talk, chat: Chat) -> Person:
    def look(records: object) -> Person:
        contact = records.hold(chat.account)  # type: ignore[attr-defined]
        return records.person(contact.person)  # type: ignore[attr-defined, no-any-return]

    return talk.store.submit(look).result()


def joined(talk: Talk, *specialties: str) -> Chat:
    chat = talk.meets("telegram", "42", "Dr Osei")
    code = "a" * 22
    people.invite(talk.store, "demo", "Dr Osei", code, talk.now, specialties=specialties)
    chat.opens("start", code).takes_part()
    people.confirm(talk.store, known(talk, chat).id, talk.now)
    return chat


def test_the_invitation_says_it(begin: Begin) -> None:
    osei = joined(begun(begin), "cardiology")
    assert known(osei.talk, osei).specialties == ("cardiology",)
    osei.says("next").sees("My child number 3 has had")
    osei.presses("Level").presses("Yes").presses("Next task").sees("My child number 2 has had")
    osei.presses("Level").presses("Yes").presses("Next task").sees("My child number 4 has had")
    osei.presses("Level").presses("Yes").presses("Next task").sees("Nothing waiting for you.")


def test_a_second_invitation_adds_to_it(begin: Begin) -> None:
    osei = joined(begun(begin), "cardiology")
    code = "b" * 22
    more = ("eyes", "Cardiology")
    people.invite(osei.talk.store, "demo", "Dr Osei", code, osei.talk.now, specialties=more)
    osei.says(code).sees("You can now work on Triage.")
    assert known(osei.talk, osei).specialties == ("cardiology", "eyes")


def test_a_coordinator_corrects_it(begin: Begin) -> None:
    osei = joined(begun(begin), "eyes")
    talk = osei.talk
    person = known(talk, osei).id
    done = people.specialise(talk.store, person, ["kidneys", "Kidneys "], talk.now)
    assert done["specialties"] == ["kidneys"]
    osei.says("next").sees("My child number 4 has had")
    people.specialise(talk.store, person, [], talk.now)
    osei.presses("Level").presses("Yes").presses("Next task").sees("My child number 1 has had")


def test_a_project_names_the_field_of_tasks_that_name_none(begin: Begin) -> None:
    """Others get of it only what says that anybody may answer."""
    talk = begin(
        task(1, ask=RANK),
        task(2, ask=RANK, specialties=["general"]),
        task(3, ask=RANK, specialties=["eyes"]),
        specialties=["Cardiology"],
    )
    osei = joined(talk, "eyes")
    osei.says("next").sees("My child number 3 has had")
    osei.presses("Level").presses("Yes").presses("Next task").sees("My child number 2 has had")
    osei.presses("Level").presses("Yes").presses("Next task").sees("Nothing waiting for you.")
