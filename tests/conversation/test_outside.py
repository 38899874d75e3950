"""Who has no part in it, or not yet: what each way of knocking says, and what it leaves behind."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.cards import words
from bot.events import Account, Opened, Pressed, Submitted
from bot.records import Contact, Person
from bot.words import CONFIRMING, FILE, NEED_INVITATION, NOT_OPEN, NOTHING_RECORDED, VOICE
from store import people
from store.port.threads import MESSAGE
from tests.conversation.conftest import Begin
from tests.talk import Chat, Talk, task

CODE = "c" * 22
OTHER = "o" * 22

KNOCKS = (
    ("says", "hello there"),
    ("opens", "start"),
    ("says", "next"),
    ("says", "start"),
    ("says", "join"),
)

both = pytest.mark.parametrize("platform", ["slack", "telegram"])


def contact(chat: Chat) -> Contact:
    found: Contact | None = chat.talk.store.submit(lambda it: it.hold(chat.account)).result()
    assert found is not None
    return found


def person(chat: Chat) -> Person:
    number = contact(chat).person
    found: Person = chat.talk.store.submit(lambda records: records.person(number)).result()
    return found


def in_first_contact(talk: Talk, platform: str = "slack") -> Chat:
    people.invite(talk.store, "demo", "Dr Osei", CODE, talk.now)
    return talk.meets(platform, "U1", "Dr Osei").opens("start", CODE)


def waiting(talk: Talk, platform: str = "slack") -> Chat:
    return in_first_contact(talk, platform).takes_part()


def declined(talk: Talk, platform: str = "slack") -> Chat:
    osei = in_first_contact(talk, platform)
    for label in ("Continue", "Continue", "Continue", "Not now"):
        osei.presses(label)
    return osei


@both
def test_a_stranger_hears_one_sentence_however_they_knock(begin: Begin, platform: str) -> None:
    talk = begin(task(1))
    for number, (does, word) in enumerate(KNOCKS):
        stranger = talk.meets(platform, f"8{number}", "Nobody")
        getattr(stranger, does)(word)
        assert stranger.texts() == [NEED_INVITATION]
        assert contact(stranger).person == 0


@both
def test_what_a_stranger_cannot_use_says_so_and_nothing_more(begin: Begin, platform: str) -> None:
    talk = begin(task(1))
    stranger = talk.meets(platform, "80", "Nobody")
    stranger.presses_token("home:1:next")
    assert stranger.notices == [NOT_OPEN]
    stranger.opens("home")
    assert stranger.home and words(stranger.home) == f"Rounds\n{NEED_INVITATION}"
    stranger.opens("messages").edits("1", "else")
    _submits(stranger, "0" * 19 + ":1:w")
    assert stranger.replies[-1].errors == (("reason", NOT_OPEN),)
    assert stranger.texts() == []


def _submits(chat: Chat, token: str) -> None:
    chat._do(Submitted, token=token, fields={"reason": "words"})


@both
def test_one_who_declined_is_told_that_nothing_is_recorded(begin: Begin, platform: str) -> None:
    talk = begin(task(1))
    osei = declined(talk, platform)
    assert osei.last.text == NOTHING_RECORDED
    seen = len(osei.texts())
    osei.says("hello")
    assert osei.texts()[seen:] == [NOTHING_RECORDED]
    osei.opens("home")
    assert osei.home and words(osei.home) == f"Rounds\n{NOTHING_RECORDED}"
    osei.presses_token("home:1:next")
    assert osei.notices[-1] == NOT_OPEN
    assert (person(osei).state, person(osei).page, person(osei).consent) == ("declined", "", 0)
    osei.says(" Start ").sees("What is recorded")
    assert person(osei).state == "joining"


@both
def test_one_who_declined_comes_back_by_opening_the_chat(begin: Begin, platform: str) -> None:
    osei = declined(begin(task(1)), platform).opens("start")
    osei.sees("What is recorded")
    assert person(osei).page == "who"


@both
def test_what_is_known_of_an_account_follows_what_the_platform_says(
    begin: Begin, platform: str
) -> None:
    talk = begin(task(1))
    osei = talk.meets(platform, "U1", "K. Osei").says("hello", language="fr")
    met = contact(osei)
    assert (met.name, met.language, met.channel) == ("K. Osei", "fr", "DU1")
    assert (met.home, met.reach) == (False, "ok")
    osei.name = ""
    osei.says("hello", language="")
    assert contact(osei) == replace(met), "silence changes nothing"
    osei.name = "Kofi Osei"
    osei.says("hello", language="en").opens("start")
    assert contact(osei) == replace(met, name="Kofi Osei", language="en")
    osei.opens("home").says("hello")
    assert contact(osei).home, "opened once, it is kept up to date"


@both
def test_whoever_blocked_the_bot_is_reached_again_when_they_write(
    begin: Begin, platform: str
) -> None:
    osei = begin(task(1)).member(platform, "U1", "Dr Osei").reached("blocked")
    assert contact(osei).reach == "blocked"
    osei.reached("gone")
    assert contact(osei).reach == "blocked"
    osei.says("next").sees("Which answer is better overall?")
    assert contact(osei).reach == "ok"
    osei.reached("joined")
    assert contact(osei).reach == "ok"
    osei.reached("blocked").reached("joined")
    assert contact(osei).reach == "ok"


@both
def test_in_first_contact_anything_else_shows_the_open_page_again(
    begin: Begin, platform: str
) -> None:
    osei = in_first_contact(begin(task(1)), platform).presses("Continue")
    for does, word in KNOCKS[:2]:
        seen = len(osei.texts())
        getattr(osei, does)(word)
        (again,) = osei.texts()[seen:]
        assert "Type nothing that could identify a patient" in again.replace("\n", " ")
    osei.opens("home")
    assert osei.home and "Your first questions are in Messages." in words(osei.home)


@both
def test_whoever_waits_for_a_coordinator_is_told_so(begin: Begin, platform: str) -> None:
    osei = waiting(begin(task(1)), platform)
    for does, word in KNOCKS[:3]:
        seen = len(osei.texts())
        getattr(osei, does)(word)
        assert osei.texts()[seen:] == [CONFIRMING]
    seen = len(osei.texts())
    osei.opens("messages").edits("1", "else")
    assert osei.texts()[seen:] == []
    _submits(osei, "0" * 19 + ":1:w")
    assert osei.replies[-1].errors == (("reason", NOT_OPEN),)
    osei.presses_token("0" * 19 + ":1:0")
    assert osei.notices[-1] == NOT_OPEN


@both
def test_voice_and_files_are_declined_by_their_kind(begin: Begin, platform: str) -> None:
    osei = begin(task(1)).member(platform, "U1", "Dr Osei")
    assert osei.says("", form="voice").last.text == VOICE
    assert osei.says("", form="document").last.text == FILE


def test_a_named_member_is_known_by_the_first_word(begin: Begin) -> None:
    talk = begin(task(1))
    people.invite(talk.store, "demo", "Dr Osei", "", talk.now, slack_member="U1", slack_team="T1")
    osei = talk.meets("slack", "U1", "Dr Osei").says("hello")
    osei.sees("What is recorded")
    assert person(osei).confirmed
    assert person(osei).name == "Dr Osei" and person(osei).zone == "Europe/London"


@both
def test_a_name_and_a_zone_come_from_the_invitation_until_the_platform_says(
    begin: Begin, platform: str
) -> None:
    talk = begin(task(1))
    people.invite(talk.store, "demo", "Dr Invited", CODE, talk.now, confirmed=True)
    osei = talk.meets(platform, "U1", "").opens("start", CODE)
    made = person(osei)
    zone = "Europe/London" if platform == "slack" else "UTC"
    assert (made.name, made.zone, made.confirmed) == ("Dr Invited", zone, True)


def test_an_account_of_another_team_is_somebody_else(begin: Begin) -> None:
    talk = begin(task(1))
    osei = talk.member("slack", "U1", "Dr Osei")
    twin = Chat(talk, Account("slack", "T2", "U1"), "Dr Twin")
    talk.chats[twin.account] = twin
    twin.says("next")
    assert contact(twin).person == 0 and contact(osei).person != 0


@both
def test_words_that_are_no_code_are_no_guess(begin: Begin, platform: str) -> None:
    talk = begin(task(1))
    people.invite(talk.store, "demo", "Dr Osei", CODE, talk.now)
    osei = talk.meets(platform, "U1", "Dr Osei")
    for _ in range(7):
        osei.says("hello")
    osei.opens("start", CODE).sees("What is recorded")


@both
def test_an_account_is_known_from_its_first_sign(begin: Begin, platform: str) -> None:
    stranger = begin(task(1)).meets(platform, "80", "Nobody").opens("messages")
    met = contact(stranger)
    assert (met.channel, met.name, met.person) == ("D80", "Nobody", 0)


@both
def test_what_is_typed_is_answered_by_the_next_question_and_not_by_saved(
    begin: Begin, platform: str
) -> None:
    talk = begin(task(1, ask=["rank"]))
    people.invite(talk.store, "demo", "Dr Osei", CODE, talk.now, confirmed=True)
    osei = talk.meets(platform, "U1", "Dr Osei").says(f"join {CODE}")
    for typed in ("1", "1", "1", "1", "2", "2", "no", "1", "next", "a", "2"):
        osei.says(typed)
    osei.presses("Skip").says("1").sees("Skipped: not my field.")
    assert not {"Saved.", "Skipped."} & set(osei.texts())


@both
def test_a_chat_that_moved_is_known_where_it_is_now(begin: Begin, platform: str) -> None:
    talk = begin(task(1))
    osei = talk.member(platform, "U1", "Dr Osei").says("help")
    for number, (channel, known) in enumerate((("D9", "D9"), ("", "D9"), ("D8", "D8"))):
        talk.deliver(
            Opened(
                id=f"m{number}",
                at=talk.now,
                account=osei.account,
                channel=channel,
                view="messages",
            )
        )
        assert contact(osei).channel == known


@both
def test_a_form_of_nothing_opens_nothing(begin: Begin, platform: str) -> None:
    osei = begin(task(1)).member(platform, "U1", "Dr Osei")
    _submits(osei, "reason")
    assert osei.replies[-1].errors == (("reason", NOT_OPEN),)


def test_a_message_is_redrawn_with_what_its_newest_press_brought(begin: Begin) -> None:
    talk = begin(task(1))
    osei = talk.member("slack", "U1", "Dr Osei").says("next")
    panel = osei.panel

    def brought(redraw: str) -> str:
        osei._do(Pressed, token=osei.find("Back")[1].token, message=panel.ref, redraw=redraw)
        kept = select(MESSAGE.c.redraw).where(MESSAGE.c.name == panel.name)
        return str(talk.store.read(lambda look: look.execute(kept).scalar_one()))

    told = [brought(redraw) for redraw in ("https://chat.example/1", "", "https://chat.example/2")]
    assert told == [f"https://chat.example/{number}" for number in (1, 1, 2)]
