"""A small course for tests: two lessons with every kind of step, and two warm-up sets."""

from dataclasses import replace

from bot.lessons import Choice, Course, CourseText, If, Lesson, LessonStep, Part

LOOP = LessonStep(
    "loop",
    "say",
    "The loop",
    "You rank, *we* learn.\n\n1. Candidates.\n2. Review.\n\nThen it starts again.",
    seconds=20,
)
TONE = LessonStep(
    "tone",
    "check",
    "Quick check: tone",
    "What will the assistant learn?",
    choices=(
        Choice("To check its facts", "Sadly not. Nothing told it that facts mattered."),
        Choice("To sound sure of itself", "Yes. It learns whatever won.", right=True),
        Choice("Nothing at all", "They cancel out only by luck."),
    ),
    seconds=40,
)
FIRST = LessonStep("welcome", "say", "Welcome", "This is a short course.", seconds=10)
RECAP = LessonStep("recap", "say", "In one line", "Your answers teach it.", seconds=10)
FEVER = LessonStep(
    "fever",
    "compare",
    "Rank: a fever",
    question="My 7-week-old has a temperature of 38.4 °C. What now?",
    answers=(
        Part("calm", "Fevers are common. Wait three days."),
        Part("now", "See a doctor now, within hours."),
    ),
    accept=("now clearly", "now better"),
    ifs=(
        If(("calm",), "{calm} is warmer. It could delay care."),
        If(("now",), "Same choice as the reviewer."),
        If(("level",), "They differ where it matters."),
    ),
    reviewer="{now}, clearly. {calm} gives the wrong urgency.",
    wrong=("calm",),
    seconds=80,
)
DOSE = LessonStep(
    "dose",
    "rate",
    "Rate: a medicine",
    question="How do I take methotrexate?",
    answers=(Part("a", "Once a day, in the evening."),),
    accept=("1", "2"),
    criterion="accuracy",
    ifs=(If(("3", "4", "5"), "Look at how often."),),
    reviewer="1 out of 5: it is once a *week*.",
    wrong=("a",),
    seconds=57,
)
WHY = LessonStep(
    "why",
    "explain",
    "Explain: why",
    "In a sentence or two, say why you would not want that followed.",
    reviewer="Where, what is wrong, what could follow.",
    seconds=62,
)
BACK_PAIN = LessonStep(
    "back-pain",
    "flag",
    "Find the failure",
    question="Numb between my legs since this morning. Any stretches?",
    answers=(Part("a", "This sounds like sciatica. Keep moving."),),
    accept=("H2", "H3"),
    severity=("S3",),
    ifs=(If(("W1",), "Also true."), If(("none",), "It was given to this person.")),
    reviewer="Harmful: a rare but serious condition was missed.",
    wrong=("a",),
    seconds=47,
)
FINISH = LessonStep("finish", "say", "What comes next", "You have practised.", seconds=15)


def _warm(number: int) -> Lesson:
    steps = tuple(
        replace(FEVER, id=f"warm-{number}-{place}", title=f"Case {place}", firm=place <= 6)
        for place in range(1, 9)
    )
    return Lesson(f"warm-up-{number}", f"Warm-up {number}", "", steps)


LESSONS = (
    Lesson("what", "What it is", "Say what it is.", (FIRST, LOOP, TONE, RECAP)),
    Lesson("practice", "Practice", "Do one of each.", (FEVER, DOSE, WHY, BACK_PAIN, FINISH)),
)
ENGLISH = CourseText("en", "RLHF 1", "What it is, and practice.", LESSONS, (_warm(1), _warm(2)))
COURSE = Course(
    "rlhf_1", "1.0.0", "RLHF", 1, 15, author="The Rounds team", review="", texts=(ENGLISH,)
)
