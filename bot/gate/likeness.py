"""What a body or a face is known by is told by words: a scan for the door, a picture of somebody.

A retina examined and a rash photographed are medicine; a fingerprint kept and a face shown are not.
"""

import re

from bot.gate.rule import after, before, keyed

_WHOSE = re.compile(r"(?:his|her|their|my|your|patient['’]?s?|child['’]?s?|baby['’]?s?) $")
_KEPT = re.compile(
    r" (?:(?:is|are|was|were) )?(?:taken|stored|kept|scanned|on (?:file|the|his|her)|enrolled"
    r"|captured|recorded|registered|collected|attached|used to|were|was)\b"
)
_PICTURES = (
    "photo|photos|photograph|photographs|picture|pictures|pic|pics|image|images|snapshot|portrait"
    "|video|film"
)
_WHO = r"(?:patient|child|baby|boy|girl|man|woman|him|her|his|wife|husband|son|daughter)"
_PART = (
    r"(?:['’]?s?\s(?:\w+\s)?(?:rash|arm|leg|hand|foot|back|skin|x-?ray|wound|eye|lesion|brain"
    r"|heart|body))"
)
_PRINTS = (
    "fingerprint fingerprints thumbprint thumbprints palmprint palmprints footprint footprints"
)


def _kept(text: str, start: int, end: int) -> bool:
    """Of somebody, or kept; "genetic fingerprints" are neither."""
    return bool(_WHOSE.search(before(text, start, 12)) or _KEPT.match(after(text, end, 24)))


LIKENESS = (
    keyed("biometric", _PRINTS, r"\w+", _kept),
    keyed("biometric", "finger thumb palm voice", r"\w+[ -](?:prints?|scans?|templates?)\b", _kept),
    keyed("biometric", "voiceprint voiceprints", r"\w+"),
    keyed(
        "biometric",
        "iris palm finger vein face facial voice speaker retina retinal",
        r"(?:(?:iris|palm|finger|vein)(?:[ -]vein)? (?:scan|template|recognition)s?"
        r"|(?:face|facial|voice|speaker) (?:recognition|template)s?|retinal? (?:template|login))\b",
    ),
    keyed("biometric", "biometric biometrics", r"\w+(?: (?:data|template|id|scan)s?\b)?"),
    keyed(
        "photo",
        _PICTURES,
        r"\w+(?: attached| enclosed| above| below)? (?:of|showing|shows|with) "
        r"(?:the |his |her |their |my |a )?"
        rf"(?:{_WHO}['’]?s? )?(?:(?:whole |full )?faces?\b|{_WHO}\b(?!{_PART}))",
    ),
    keyed(
        "photo",
        "full full-face passport recognisable recognizable",
        r"(?:full[- ]face|passport|recogni[sz]able) (?:photo(?:graph)?|picture|image|pic)s?\b",
    ),
    keyed("photo", "selfie selfies headshot headshots mugshot", r"\w+"),
)
