"""The standing view says what is true now: to whom it speaks, what is next and what it costs."""

from bot.cards import words
from bot.home import IN_FIRST_CONTACT
from bot.words import CONFIRMING, NEED_INVITATION, NOTHING_RECORDED
from store import people
from tests.conversation.conftest import Begin
from tests.talk import task


def test_home_says_what_is_next_and_what_it_costs(begin: Begin) -> None:
    talk = begin(task(1, ask=["rank"]), task(2, ask=["rank"]))
    osei = talk.joined("slack", "U1", "Dr Osei").opens("home")
    assert osei.home is not None

    assert words(osei.home) == (
        "Rounds · Dr Osei\nNext: Compare two answers · about 1 min · Triage\n"
        "This week: 0 done · 2 waiting\nOne task, or I have:"
    )
    osei.presses("Next task").presses("Level").presses("Yes")
    assert "This week: 1 done · 1 waiting" in words(osei.home)


def test_home_leads_to_the_open_task(begin: Begin) -> None:
    talk = begin(task(1, ask=["rank"]), task(2, ask=["rank"]))
    osei = talk.joined("slack", "U1", "Dr Osei").opens("home").presses("Next task")
    assert osei.home is not None
    assert "Your task is in Messages." in words(osei.home)
    assert [button.url[:8] for button in osei.home.rows[0]] == ["https://", ""]
    osei.presses("Level").presses("Yes")
    assert "Next: Compare two answers" in words(osei.home)


def test_home_tells_what_a_coordinator_decided(begin: Begin) -> None:
    talk = begin(task(1, ask=["rank"]))
    osei = talk.meets("slack", "U1", "Dr Osei")
    people.invite(talk.store, "demo", "Dr Osei", "code-00000000000000001", talk.now)
    osei.opens("start", "code-00000000000000001").opens("home")
    osei.takes_part()
    assert osei.home and CONFIRMING in words(osei.home)
    person = talk.store.submit(lambda records: records.hold(osei.account)).result()
    assert person is not None
    people.confirm(talk.store, person.person, talk.now)
    talk.pump()
    assert "Next: Compare two answers" in words(osei.home)
    people.remove(talk.store, person.person, talk.now)
    talk.pump()
    assert NEED_INVITATION in words(osei.home)


def test_home_promises_no_word_to_one_who_stopped_them(begin: Begin) -> None:
    osei = begin(task(1, ask=["rank"])).joined("slack", "U1", "Dr Osei").opens("home").says("next")
    osei.says("level").says("yes").says("settings").presses("Reminders").presses("Yes")
    assert osei.home and "We'll write when there is." in words(osei.home)
    osei.says("stop")
    assert "Look in whenever you like." in words(osei.home)


def test_home_follows_whoever_declines(begin: Begin) -> None:
    talk = begin(task(1))
    osei = talk.meets("slack", "U1", "Dr Osei").opens("home")
    people.invite(talk.store, "demo", "Dr Osei", "code-00000000000000001", talk.now)
    osei.opens("start", "code-00000000000000001")
    assert osei.home and IN_FIRST_CONTACT in words(osei.home)
    osei.presses("Continue").presses("Continue").presses("Continue").presses("Not now")
    assert osei.home and NOTHING_RECORDED in words(osei.home)


def test_home_follows_whoever_leaves(begin: Begin) -> None:
    talk = begin(task(1))
    osei = talk.member("slack", "U1", "Dr Osei").opens("home").says("next")
    before = osei.home
    osei.says("leave").presses("Yes, leave")
    assert osei.home and osei.home != before
    assert [button for row in osei.home.rows for button in row if button.label == "Next task"] == []
