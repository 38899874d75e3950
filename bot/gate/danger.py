"""A message about somebody in danger now, as far as words tell: somebody is spoken of who is here.

Careful on purpose. A danger alone is what most texts here are about; the writer must say that it is
theirs ("my patient", "I have a man here", "in front of me") or ask what to do, in the present, and
must not be judging an answer. Much passes that a person would understand at once.
"""

import re

_PERSON = (
    r"(?:man|woman|patient|pt|client|child|kid|baby|infant|newborn|toddler|boy|girl|lad|lady"
    r"|gentleman|resident|person|teenager|colleague|visitor|neighbou?r|somebody|someone"
    r"|\d{1,3}[ -]?(?:yo|y/o|year[- ]olds?|month[- ]olds?))"
)
_OWN = r"(?:patient|pt|client|resident|inpatient|outpatient)"
_RELATIVE = (
    r"(?:son|daughter|child|kid|baby|husband|wife|partner|mother|mum|mom|father|dad|brother|sister"
    r"|friend|neighbou?r|colleague)"
)
_SELF = r"(?:him|her|them|my)sel(?:f|ves)"
_DANGER = (
    r"(?:(?:not|n['’]?t|stopped|no longer|barely) breathing|gasping"
    r"|(?:can['’]?t|cannot|unable to|struggling to) breathe|no (?:pulse|heartbeat)|pulseless"
    r"|heart (?:has )?stopped|cardiac arrest|uncons?cious|unresponsive|collapsed|passed out"
    r"|(?:won['’]?t|not|n['’]?t|will not) (?:wake|waking)\b|lost consciousness"
    r"|having (?:a|an|another) (?:\w+ )?(?:seizure|fit|stroke|heart attack)|seizing|fitting"
    r"|convulsing|anaphyla\w+|(?:turn(?:ing|ed)|gone|going) (?:blue|grey|gray)|blue lips"
    r"|lips (?:are|look) (?:blue|grey|gray)|choking"
    r"|bleeding (?:heavily|badly|out|a lot|everywhere)|(?:won['’]?t|not) stop bleeding"
    r"|ha?emorrhaging|stabbed|drowning"
    r"|(?:taken|took|swallowed|drunk) (?:all|\d+|an overdose|too many|the whole|a lot of|lots of"
    rf"|loads|bleach|a battery)|overdosed|(?:kill|hurt|harm) {_SELF}|end (?:his|her|their|my) life"
    r"|suicidal|crushing chest pain)"
)
_PRESENT = re.compile(
    r"\b(?:is|isn|isnt|are|aren|has|have|can|cannot|cant|won|wont|just|says|keeps|looks|wants|feels"
    r"|not|no|with)\b|['’]s\b"
)
_JUST = re.compile(
    r"\b(?:just|right) now\b|\b(?:minutes?|mins?|(?:an|half an|one|two|\d) hours?) ago\b"
)
"""The present, said of somebody or of when it happened."""

_APART = re.compile(
    r"\b(?:if|whether|unless|would|had|was|were|did|should|must|never|history|risk|known|prone"
    r"|fears?|worr(?:y|ied|ies)|afraid|previous(?:ly)?|in mind|used to|without)\b"
)
"""Between somebody and the danger: it is another day, or it is not so."""

_SUPPOSED = re.compile(
    r"\b(?:if|whether|unless|would|imagine|suppose|in case|anyone|anybody|whoever"
    r"|people|those)\b"
)
"""Before a danger: nobody in particular is in it."""

_PAST = re.compile(
    r"\b(?:last (?:week|month|year|spring|summer|autumn|winter)|(?:weeks?|months?|years?) ago"
    r"|yesterday|once had)\b"
)
_JUDGES = re.compile(
    r"\b(?:[B-H]|[Aa-h](?=['’]s\b| (?:is|was|has|says?|tells?|gives?|misses|should|would|could|does"
    r"|delays?|only|also|never)\b))\b"
    r"|\b(?i:(?:the|this|that|which|each|either|first|second|one|an|no|neither) (?:\w+ )?answers?"
    r"|answers? (?:is|says?|gives?|should|must|does|that|which|[a-h]\b)"
    r"|repl(?:y|ies)|responses?|both|neither|options?|advi[sc]\w*"
    r"|suggest\w*|recommend\w*|tells?|told to|asks?|asked|writes?|wrote|writer|miss(?:es|ed)"
    r"|ignor\w+|omits?|omitted|forgets?|forgot|mentions?|mentioned|warns?|warned|reader|asker"
    r"|prompt|question|reasons?|wording|text|guidelines?|red flags?|dangerous|chatbot|model)\b"
)
"""Who judges an answer speaks of a danger in it."""

_QUOTED = re.compile(r"[\"“„«][^\"“”«»\n]{1,400}[\"”»]")
_SENTENCE = re.compile(r"[.;!?\n]+(?=\s|$)")

_MINE = re.compile(rf"\bmy {_OWN}\b(?P<gap>.{{0,60}}?)(?P<danger>{_DANGER})")
_HAVE = re.compile(
    r"\b(?:i|we)(?:['’]ve| have|['’]m| am|['’]re| are)(?: just)?(?: \w+ing)?"
    r"(?: got| with| next to| beside| after)?"
    rf" (?:a|an|this|one|some) (?:\S+ ){{0,3}}?{_PERSON}\b(?P<gap>.{{0,70}}?)(?P<danger>{_DANGER})"
)
_THERE = re.compile(
    rf"\bthere(?:['’]s| is) (?:a|an|some) ?(?:\S+ )?{_PERSON} (?:here|on my|next to|in front)\b"
    rf"(?P<gap>.{{0,50}}?)(?P<danger>{_DANGER})"
)
_BESIDE = re.compile(
    r"\b(?:in front of|next to|beside|here with) (?:me|us)\b|\bi(?:['’]m| am) alone\b"
)
_PLEA = re.compile(
    r"\bwhat (?:do|should|shall|can|must) (?:i|we) do\b(?! with\b)|\bhelp (?:me|us)\b"
    r"|\bplease (?:please )?help\b|^help\b(?! is\b)|\b(?:i|we) need help\b|\bhelp(?: now)?[\s!.?]*$"
    r"|\bcome quick(?:ly)?\b|(?:^|[,.!] |\bi |\bwe )need an ambulance\b"
)
_SOMEBODY = re.compile(
    r"\b(?:he|she|they|pt|patient|someone|somebody"
    rf"|(?:the|this|a|my) (?:\S+ )?(?:{_PERSON}|{_RELATIVE}))\b"
    rf"(?P<gap>.{{0,60}}?)(?P<danger>{_DANGER})"
)
_ANY = re.compile(_DANGER)


def endangered(text: str) -> bool:
    """Whether it reads like a message about somebody in danger now, and not like a reason."""
    said = _QUOTED.sub(" ", text)
    low = " ".join(said.lower().split())
    if not _ANY.search(low) or _JUDGES.search(said) or _PAST.search(low):
        return False
    near = bool(_PLEA.search(low) or _BESIDE.search(low))
    shapes = (_SOMEBODY, _HAVE, _THERE) if near else (_MINE, _HAVE, _THERE)
    sentences = [" ".join(one.split()) for one in _SENTENCE.split(said.lower())]
    return any(_now(shape, one, near=near) for one in sentences for shape in shapes)


def _now(shape: re.Pattern[str], sentence: str, *, near: bool) -> bool:
    """Whether somebody of that shape is in danger in this sentence, in the present."""
    for found in shape.finditer(sentence):
        gap = found["gap"]
        if _APART.search(gap) or _SUPPOSED.search(sentence, 0, found.start("danger")):
            continue
        here = near or shape in (_HAVE, _THERE)
        if here or _PRESENT.search(gap + found["danger"]) or _JUST.search(sentence):
            return True
    return False
