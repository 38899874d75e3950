"""Texts that are awkward to show: long, laid out, in other scripts, or meant to do harm.

What people judge must be what was stored, so each of them is posted whole and drawn plainly.
Written for demonstration, not clinically reviewed.
"""

import unicodedata

from bot.records import Turn
from tests.gallery_texts import (
    FEVER,
    HARM,
    HOSTILE_REASON,
    LONG,
    PROJECT,
    RASH,
    SPACELESS,
    TURNS,
    UNBROKEN,
    item,
)
from tests.gallery_visit import Hung, Visit

TALK = item(
    30,
    tuple(
        Turn("user" if number % 2 == 0 else "assistant", text)
        for number, text in enumerate(
            (
                "I keep getting headaches.",
                "How often, and where does it hurt?",
                "Twice a week, behind the left eye.",
                "Since when, and how long does each one last?",
                "Since January. Half a day.",
                "Do you feel sick, or does light hurt?",
                "Both.",
                "What have you taken so far?",
                "Ibuprofen, most days. And I take the pill.",
                "Do you see zigzag lines or lose part of your sight before it?",
                "Yes, a shimmering arc for twenty minutes.",
                "Do you smoke?",
                "Ten a day. Is this migraine, and what should I change?",
            )
        )
    ),
    "It sounds like migraine with aura. With aura, a pill that contains oestrogen raises the risk"
    " of a stroke, and smoking adds to it: ring your practice this week about another method."
    " Ibuprofen on most days can itself cause headaches.",
    "It is migraine. Go on with ibuprofen as soon as it begins, sleep regularly and drink enough.",
    reader="a patient",
)
"""A conversation of thirteen turns."""

LAID_OUT = item(
    31,
    "Write a function for creatinine clearance, and a table of what to change in a small clinic.",
    "Cockcroft and Gault, in ml/min:\n\n"
    "```python\n"
    "def clearance(age, weight, creatinine, female):\n"
    "    # creatinine in µmol/l, weight in kg\n"
    "    value = (140 - age) * weight * 1.23 / creatinine\n"
    "    if female:\n"
    "        value *= 0.85\n"
    "    return value\n"
    "```\n\n"
    "| Clearance | Metformin | Nitrofurantoin |\n"
    "|-----------|-----------|----------------|\n"
    "| ≥ 60      | as usual  | as usual       |\n"
    "| 45–59     | review    | as usual       |\n"
    "| 30–44     | half      | short courses  |\n"
    "| < 30      | stop      | avoid          |",
    "1. Take the age away from 140.\n"
    "2. Multiply:\n"
    "   - by the weight in kg,\n"
    "   - by 1.23 for men, 1.04 for women.\n"
    "      * Not the ideal weight, unless the person is very heavy.\n"
    "3. Divide by the creatinine in µmol/l.\n\n"
    "- [ ] Check whether the kidneys are stable\n"
    "- [x] Check the units\n\n"
    "Name\tunit\nweight\tkg\ncreatinine\tµmol/l",
    reader="a GP",
)
"""Code, a table, lists in lists, and columns held by tabs."""

RIGHT_TO_LEFT = item(
    32,
    "عمر ابنتي سبعة أسابيع وحرارتها 38.4 °C منذ الصباح. هل أعطيها باراسيتامول (paracetamol)"
    " وأنتظر حتى يوم الاثنين؟",
    "حرارة 38 °C أو أكثر عند رضيع عمره أقل من ثلاثة أشهر تحتاج إلى طبيب اليوم، حتى لو كانت"
    " ترضع جيدًا. اتصل بطبيبك أو بقسم الطوارئ الآن.\n\nلا تنتظر حتى يوم الاثنين.",
    "תני לה paracetamol לפי המשקל (15 mg/kg) וחכי שלושה ימים. אם החום עולה מעל 39 °C, פני לרופא.",
)
"""Arabic with marks, and Hebrew, with Latin words and numbers in them."""

COMBINING = item(
    33,
    unicodedata.normalize(
        "NFD",
        "Con tôi được bảy tuần tuổi, sốt 38,4 °C từ sáng nay. Cho uống thuốc hạ sốt rồi chờ đến"
        " thứ Hai được không?",
    ),
    unicodedata.normalize(
        "NFD",
        "Trẻ dưới ba tháng sốt từ 38 °C trở lên cần được bác sĩ khám ngay hôm nay, dù bé vẫn bú"
        " tốt.",
    ),
    "Fe\u0301ve\u0300r, Angstro\u0308m A\u030a, n\u0303 and a pile: "
    + "".join(f"{letter}\u0300\u0316\u0323\u0331" for letter in "wait until monday"),
)
"""Letters and their marks apart, as some keyboards and programs send them."""

FAMILY, HAND, FLAG, KEYCAP = "👨‍👩‍👧‍👦", "🧑🏾‍⚕️", "🇬🇭", "4️⃣"
EMOJI = item(
    34,
    f"{HAND} My baby has a fever 🤒 38.4 °C {FAMILY} what now {FLAG}?",
    f"{KEYCAP}{FAMILY}{FLAG}{HAND}" * 130,
    "🚑 now.",
)
"""Signs of up to eleven units each, so many that a message ends among them."""

AWKWARD = {
    "turns": TURNS,
    "talk": TALK,
    "laid-out": LAID_OUT,
    "right-to-left": RIGHT_TO_LEFT,
    "combining": COMBINING,
    "emoji": EMOJI,
    "hostile": HARM,
    "long": LONG,
    "spaceless": SPACELESS,
}
"""By the name of their samples."""


def awkward(platform: str) -> Hung:
    for name, task in AWKWARD.items():
        visit = Visit(platform, PROJECT, task).says("next")
        yield f"material-{name}", visit.posts[1:-1]
        yield f"panel-{name}", visit.panel
    visit = Visit(platform, PROJECT, FEVER, RASH).says("next")
    visit.presses("Level", "No", "None of")
    yield "summary-level-hostile", visit.says(HOSTILE_REASON).panel
    visit.presses("Next task", "Level", "No", "None of these")
    yield "summary-level-spaceless", visit.says(UNBROKEN).panel
    visit = Visit(platform, PROJECT, HARM).says("next").presses("Level", "Yes", "None of these")
    yield "rationale-nudge-hostile", visit.says("<!channel> *no*").panel
    visit = Visit(platform, PROJECT, RIGHT_TO_LEFT).says("next").presses("Level", "Yes", "None of")
    yield "summary-right-to-left", visit.says(RIGHT_TO_LEFT.responses[0].text).panel
    visit = Visit(platform, PROJECT, EMOJI).says("next").presses("Level", "Yes", "None of these")
    yield "summary-emoji", visit.says(f"{FAMILY * 3} {HAND * 30}").presses("Send as is").panel
    visit = Visit(platform, PROJECT, FEVER).says("next").presses("More", "Ask the")
    yield "asked-hostile", visit.says(HOSTILE_REASON).posts
