"""Slack stores emoji as :codes:; these are the ones a clinic is likely to type, and those cards
use."""

import re

CODES = {
    "👍": "+1", "👎": "-1", "✅": "white_check_mark", "❌": "x", "⚠️": "warning",
    "🙂": "slightly_smiling_face", "😀": "grinning", "😊": "blush", "😂": "joy",
    "😢": "cry", "😕": "confused", "🙏": "pray", "👏": "clap", "🎉": "tada",
    "❤️": "heart", "🤔": "thinking_face", "👋": "wave", "💪": "muscle",
    "🔥": "fire", "💯": "100", "🚩": "triangular_flag_on_post", "📌": "pushpin",
    "📎": "paperclip", "📊": "bar_chart", "📚": "books", "🎓": "mortar_board",
    "🏥": "hospital", "💊": "pill", "🩺": "stethoscope",
    "🤒": "face_with_thermometer", "👶": "baby", "⏰": "alarm_clock",
    "🌙": "crescent_moon", "☀️": "sunny", "⭐": "star", "❓": "question",
    "❗": "exclamation", "➡️": "arrow_right", "⬅️": "arrow_left", "🔔": "bell",
    "🔕": "no_bell", "💬": "speech_balloon", "📝": "memo", "🔒": "lock", "🆗": "ok",
    "👌": "ok_hand", "👀": "eyes", "🟢": "large_green_circle",
}  # fmt: skip
PICTURES = {code: picture for picture, code in CODES.items()}
TYPED = re.compile("|".join(sorted(map(re.escape, CODES), key=len, reverse=True)))
CODE = re.compile(r":([a-z0-9_+-]+):")


def to_codes(text: str) -> str:
    return TYPED.sub(lambda found: f":{CODES[found[0]]}:", text)


def to_pictures(text: str) -> str:
    """Codes we know become pictures; others stay as they are, as an unknown code does on Slack."""
    return CODE.sub(lambda found: PICTURES.get(found[1], found[0]), text)
