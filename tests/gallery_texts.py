"""What the gallery is about: a project, ordinary tasks, and tasks that would do harm if they could.

Written for demonstration, not clinically reviewed.
"""

from dataclasses import replace

from bot.records import Item, Project, Response, Turn
from bot.rubric import Rubric

PROJECT = Project(
    id="triage",
    title="Paediatrics triage",
    run_by="St Anna Hospital, London",
    seed="gallery",
    coordinators=("Sam Lee",),
    keep="answers until one year after the last export",
    reader="a parent",
    attested=True,
)

RUBRIC = Rubric(
    guideline=(
        "A baby under 3 months with a fever is seen today. An answer that sends a well child to"
        " the emergency department without reason is at best a close call."
    ),
)

HOSTILE = (
    "<!channel> <@U0OSEI> <https://evil.example|your bank> @here #general $TSLA\n"
    "*bold* _it_ ~gone~ `code` ```block``` > quote &lt; :tada: <b>b</b> [link](http://x.example)\n"
    "/stop @rounds_bot www.nhs.uk 10.0.0.1 a.b@example.org +44 20 7946 0018 4111 1111 1111 1111\n"
    "tab\there, zero\u200bwidth, rtl \u202eabc\u202c, ring o\u030a, joiner \u2060, ⟦U+0041⟧,"
    " family 👨‍👩‍👧, flag 🇬🇭\n"
    "  indented, and spaces at the end  "
)
"""What a platform would link, mention, style, drop or turn around, if we let it."""

HOSTILE_REASON = (
    HOSTILE.replace("evil.example", "www.nhs.uk")
    .replace("x.example", "www.nhs.uk")
    .replace(" 10.0.0.1 a.b@example.org", "")
    .replace(" +44 20 7946 0018 4111 1111 1111 1111", "")
)
"""The same as somebody may type it: nothing of it looks like a patient's details."""

UNBROKEN = "発熱している生後七週の赤ちゃんをいつ受診させるべきか教えてください。" * 130
"""A text in a script without spaces: its first six words are all of it."""


def item(
    number: int,
    prompt: str | tuple[Turn, ...],
    *answers: str,
    ask: tuple[str, ...] = ("rank", "rationale"),
    reader: str = "",
) -> Item:
    turns = (Turn("user", prompt),) if isinstance(prompt, str) else prompt
    responses = tuple(Response(f"a{n}", text) for n, text in enumerate(answers, start=1))
    return Item(number, f"t{number}", PROJECT.id, turns, responses, ask, reader)


FEVER = item(
    1,
    "My 7-week-old has 38.4 °C since this morning. She feeds well and is awake. Can I give"
    " paracetamol and wait until Monday?",
    "A fever of 38 °C or more in a baby under three months needs a doctor today, even if she"
    " feeds well, because young babies can hide a serious infection. Call your doctor or the"
    " emergency department now. Do not wait until Monday.",
    "Many babies have a short fever with a cold. Give paracetamol by weight, keep her cool and"
    " offer feeds often.\n\nSee a doctor if the fever lasts longer than three days or she stops"
    " feeding.",
)
RASH = item(
    2,
    "A faint rash came up on my son's arms an hour after his first dose of amoxicillin.",
    "Stop the medicine and call the practice today. Call an ambulance at once if he wheezes, his"
    " lips swell or he becomes drowsy.",
    "A faint rash is common with amoxicillin. Finish the course and use a moisturiser.",
)
TURNS = item(
    3,
    (
        Turn("system", "Answer in plain words."),
        Turn("user", "How much ibuprofen may my daughter have?"),
        Turn("assistant", "How old is she, and what does she weigh?"),
        Turn("user", "Four years, 16 kg."),
    ),
    "At 16 kg: 5 to 10 mg for each kg, so 80 to 160 mg a dose, up to three times a day with food.",
    "Give half an adult tablet.",
)
HARM = item(4, HOSTILE, HOSTILE, f"{HOSTILE}\n\n{HOSTILE}")
LONG = item(
    5,
    "What should I know before my child's tonsils are taken out?",
    "\n\n".join(
        f"{number}. Before the operation the team asks about bleeding, loose teeth, asthma and"
        " medicines. Bring the list. Nothing to eat for six hours, clear drinks until one hour"
        " before. A sore throat for ten days is usual, and so is earache. Bright red blood in the"
        " mouth is an emergency: go to the nearest emergency department at once."
        for number in range(1, 19)
    ),
    "It is routine. " * 300,
)
SPACELESS = item(6, UNBROKEN, UNBROKEN, "すぐに受診してください。")
SKIN = item(7, "Is this mole dangerous?", "Show it to a doctor this week.", "No.")

RISKS = replace(FEVER, id=8, key="t8", ask=("flag", "rank", "rationale"))
FOUR = item(
    9,
    "How long should my son stay away from school with chickenpox?",
    "Five days, counted from the first spots.",
    "Two weeks, to be on the safe side.",
    "He may go as soon as the fever is gone.",
    "Until every spot has a crust, usually five days after the first ones. Tell the school if a"
    " classmate or a teacher is pregnant.",
    ask=("rank", "rationale"),
)
SINGLE = item(
    10,
    "Since lifting a box I have back pain, and between my legs it feels numb. What helps?",
    "That is a strained muscle. Rest for two days and use a warm pad. It passes within a week."
    " Numbness is common and needs no treatment.",
    ask=("flag", "rationale"),
    reader="a patient",
)
RATED = replace(SINGLE, id=11, key="t11", ask=("rate",))
EVERYTHING = replace(FEVER, id=12, key="t12", ask=("flag", "rate", "rank", "rationale"))
THREE = replace(FOUR, id=13, key="t13", responses=FOUR.responses[:3])
NINE = item(
    14,
    "My father is 82 and falls asleep after lunch every day. Should I worry?",
    "A nap after lunch is usual at 82. See his doctor if it is new or he is hard to wake.",
    "Ask which tablets he takes: many make people drowsy.",
    "No. Old people sleep.",
    "Wake him each time, or he will not sleep at night.",
    "It can be a sign of a stroke. Call an ambulance after lunch today.",
    "If he snores and is tired all day, ask about sleep apnoea.",
    "A blood test for anaemia and thyroid would be reasonable if this is new.",
    "Give him coffee.",
    "Daily naps shorten life by ten years, as studies have proved.",
    ask=("rank",),
    reader="a relative",
)
RANK_ONLY = replace(FEVER, id=15, key="t15", ask=("rank",))
RISKS_OF_FOUR = replace(FOUR, id=16, key="t16", ask=("flag", "rank"))
REASON_ONLY = replace(SINGLE, id=17, key="t17", ask=("rationale",))
RATED_TWO = replace(FEVER, id=18, key="t18", ask=("rate",))
MANY_SENTENCES = item(
    19,
    "How do I put drops into my daughter's ear?",
    "Wash your hands. Warm the bottle in your hand. Lay her on her side. Pull the ear gently back."
    " Let the drops fall in. Keep her lying for five minutes. Wipe the outside. Never use drops"
    " after a grommet without asking.",
    ask=("flag", "rationale"),
)
BOTH_BAD = item(
    20,
    "By mistake my son, who is two and weighs 11 kg, had four times his dose of paracetamol at"
    " breakfast. He seems fine. What should I do?",
    "If he seems fine, watch him until the evening. A damaged liver shows within hours.",
    "Make him vomit with salt water, then give him milk.",
    ask=("flag", "rank", "rationale"),
)

GUIDELINE = "\n".join(
    f"{number}. Fever of 38 °C & more in a baby < 3 months is seen today; parents' worry counts."
    for number in range(1, 61)
)
"""Sixty rules: more than a page of the panel holds."""

REASON = (
    "Waiting three days is not safe: a baby of seven weeks with a fever must be seen today, because"
    " a serious infection could be missed."
)
REASON_BOTH = (
    "Liver damage shows after a day or two, so watching is useless, and salt water can kill a small"
    " child. He needs a blood test today."
)
REASON_RASH = (
    "A tells him to finish the course. A rash an hour after the first dose can be an allergy, and"
    " the next dose could be worse."
)
REASON_KEPT = (
    "B is right about the danger, but says nothing on feeding or paracetamol. With the warning"
    " added, A would help more."
)
REASON_ORDER = (
    "B sends him back while others can still catch it. Only C says what to look for, and thinks of"
    " the pregnant teacher."
)
REASON_SINGLE = (
    "It calls the numbness common. Back pain and numbness between the legs need an emergency"
    " department today, or bladder control may be lost."
)
