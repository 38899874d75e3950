"""What Telegram makes tappable by itself: @names, /commands, #tags, $TAGS, e-mails and addresses.

Every text is searched, whatever its parse mode: an answer that contains `/stop` or `pain.is`
becomes a link unless the sender prevents it. Offsets here count characters of the Python text.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from playground.telegram.tlds import TLDS

Found = tuple[int, int, str]  # begin, end, type of entity
MENTION = re.compile(r"@([A-Za-z0-9_]+)")
COMMAND = re.compile(r"/([A-Za-z0-9_]+)(?:@([A-Za-z0-9_]*))?")
CASHTAG = re.compile(r"\$(1INCH|[A-Z]{1,8})")
CARD = re.compile(r"\d[\d -]{11,}\d")
SHORT_NAMES = ("gif", "vid", "pic")
BAD_ENDS = ".:;,('?!`"
SCHEMES = re.compile(r"(https?|ftp)://", re.IGNORECASE)
TG_URL = re.compile(r"(?:tg|ton)://[A-Za-z0-9_-]{1,253}", re.IGNORECASE)
EMAIL = re.compile(
    r"([a-z0-9_-]{0,26}[.+]){0,10}[a-z0-9_-]{1,35}@(([a-z0-9][a-z0-9_-]{0,28})?[a-z0-9][.]){1,6}"
    r"[a-z]{2,8}",
    re.IGNORECASE,
)


def word(char: str) -> bool:
    """Letters and numbers of every script, and the underscore."""
    return char == "_" or unicodedata.category(char)[0] in "LN" if char else False


def tag_letter(char: str) -> bool:
    if not char:
        return False
    known = char in "_\u200c\u00b7" or "\u0d80" <= char <= "\u0dff"
    category = unicodedata.category(char)
    return known or category[0] == "L" or category == "Nd"


def url_symbol(char: str) -> bool:
    if "\u2000" <= char <= "\u206f":
        return char in "\u200c\u200d" or "\u2010" <= char <= "\u2015"
    return unicodedata.category(char)[0] not in "ZC"


def path_symbol(char: str) -> bool:
    return char not in '\n<>"«»' and url_symbol(char)


def user_symbol(char: str) -> bool:
    return char not in "\n/[]{}()'`<>\"@«»" and url_symbol(char)


def domain_symbol(char: str) -> bool:
    if char < "\u00c0":
        return char.isascii() and (char.isalnum() or char in "._-~")
    return url_symbol(char)


def mentions(text: str) -> Iterator[Found]:
    for match in MENTION.finditer(text):
        begin, end = match.span()
        name = match[1]
        fits = 2 <= len(name) <= 32 and (len(name) >= 4 or name.lower() in SHORT_NAMES)
        if fits and not word(text[begin - 1 : begin]) and not word(text[end : end + 1]):
            yield begin, end, "mention"


def commands(text: str) -> Iterator[Found]:
    for match in COMMAND.finditer(text):
        begin, end = match.span()
        before, after = text[begin - 1 : begin] if begin else "", text[end : end + 1]
        if word(before) or word(after) or before in ("/", "<", ">") or after in ("/", "<", ">"):
            continue
        if len(match[1]) <= 64 and (match[2] is None or 3 <= len(match[2]) <= 32):
            yield begin, end, "bot_command"


def hashtags(text: str) -> Iterator[Found]:
    at = -1
    while (at := text.find("#", at + 1)) >= 0:
        end = at + 1
        while end < len(text) and tag_letter(text[end]):
            end += 1
        name = text[at + 1 : end]
        lettered = any(unicodedata.category(char)[0] == "L" for char in name[:256])
        if lettered and text[end : end + 1] != "#" and not tag_letter(text[at - 1 : at]):
            yield at, min(end, at + 257), "hashtag"


def cashtags(text: str) -> Iterator[Found]:
    for match in CASHTAG.finditer(text):
        begin, end = match.span()
        before, after = text[begin - 1 : begin] if begin else "", text[end : end + 1]
        if not (tag_letter(before) or tag_letter(after) or "$" in (before, after)):
            yield begin, end, "cashtag"


def cards(text: str) -> Iterator[Found]:
    """Bank card numbers: 13 to 19 digits whose check digit is right."""
    for match in CARD.finditer(text):
        begin, end = match.span()
        before, after = text[begin - 1 : begin] if begin else "", text[end : end + 1]
        digits = [int(char) for char in match[0] if char.isdigit()]
        if not 13 <= len(digits) <= 19 or (before and (before in ".,+-_" or before.isalpha())):
            continue
        doubled = [value * 2 - 9 * (value > 4) for value in digits[-2::-2]]
        if (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0 and not (after and after in "-_"):
            yield begin, end, "bank_card_number"


def tg_urls(text: str) -> Iterator[Found]:
    for match in TG_URL.finditer(text):
        yield match.start(), path_end(text, match.end()), "url"


def path_end(text: str, at: int) -> int:
    """Where the path, query or fragment that may begin at `at` ends."""
    if text[at : at + 1] not in ("/", "?", "#"):
        return at
    end = at + 1
    while end < len(text) and path_symbol(text[end]):
        end += 1
    while end > at + 1 and text[end - 1] in BAD_ENDS:
        end -= 1
    return end if text[at] == "/" or end > at + 1 else at


def back(text: str, at: int, fits: Callable[[str], bool]) -> int:
    while at > 0 and fits(text[at - 1]):
        at -= 1
    return at


def urls(text: str) -> Iterator[Found]:
    """Addresses and e-mails, each grown from a dot to both sides."""
    floor = 0
    while (dot := text.find(".", floor)) >= 0 and dot + 1 < len(text):
        if text[dot + 1] == " ":
            floor = dot + 2
            continue
        begin = max(floor, back(text, dot, domain_symbol))
        end = dot
        while end < len(text) and (domain_symbol(text[end]) or text[end] == "@"):
            end += 1
        if "@" in text[dot:end]:
            begin = max(floor, back(text, begin, user_symbol))
        elif begin > floor and text[begin - 1] == "@":
            begin = max(floor, back(text, begin - 1, user_symbol))
        port = re.compile(r":0*([1-9]\d{0,4})(?!\d)").match(text, end)
        if port and int(port[1]) <= 65535:
            end = port.end()
        end = path_end(text, end)
        while end > dot + 1 and text[end - 1] == ".":
            end -= 1
        begin, wrong = with_scheme(text, begin, floor)
        if not wrong and end > dot + 1:
            yield from checked(text, begin, end)
            floor = max(end, dot + 1)
        else:
            floor = dot + 1


def with_scheme(text: str, begin: int, floor: int) -> tuple[int, bool]:
    """Take in http://, https:// or ftp:// before the name; True if what stands there spoils it."""
    before = text[floor:begin]
    if before.endswith("://"):
        known = re.search(r"(https?|ftp)://\Z", before, re.IGNORECASE)
        if known is None or re.search(r"(shttp|tftp|sftp)://\Z", before, re.IGNORECASE):
            return begin, True
        return begin - len(known[0]), False
    last = before[-1:]
    return begin, word(last) or last in ("/", "#", "@") if last else False


def checked(text: str, begin: int, end: int) -> Iterator[Found]:
    found = text[begin:end]
    if EMAIL.fullmatch(found):
        yield begin, end, "email"
    elif found.startswith("mailto:") and EMAIL.fullmatch(found[7:]):
        yield begin + 7, end, "email"
    else:
        length = valid_url(found)
        if length:
            yield begin, begin + length, "url"


def valid_url(url: str) -> int:
    """How much of it is a link: 0 if the name is none, less than all if brackets do not close."""
    scheme = SCHEMES.match(url)
    rest = url[scheme.end() :] if scheme else url
    cut = min((at for at in map(rest.find, "/?#") if at >= 0), default=len(rest))
    domain, path = rest[:cut], rest[cut:]
    domain = domain.rpartition("@")[2].partition(":")[0]
    parts = domain.split(".")
    if len(parts) < 2 or any(not 0 < len(part) < 64 or part[-1] == "-" for part in parts):
        return 0
    numbers = all(part.isdigit() for part in parts)
    if numbers:
        good = all(int(part) <= 255 and part == str(int(part)) for part in parts)
        return len(url) - len(path) + balanced(path) if good and len(parts) == 4 else 0
    top = parts[-1]
    if len(top) < 2 or "_" in parts[-2] or "_" in top or "-" in top.removeprefix("xn--"):
        return 0
    if not scheme and not top.startswith("xn--") and top.lower() not in TLDS:
        return 0
    return len(url) - len(path) + balanced(path)


def balanced(path: str) -> int:
    """How far the path goes before a bracket closes that never opened."""
    open_brackets = dict.fromkeys("([{", 0)
    pairs = {")": "(", "]": "[", "}": "{"}
    length = len(path)
    for at, char in enumerate(path):
        if char in open_brackets:
            open_brackets[char] += 1
        elif char in pairs:
            open_brackets[pairs[char]] -= 1
            if open_brackets[pairs[char]] < 0:
                length = at
                break
    while length and path[length - 1] in BAD_ENDS:
        length -= 1
    return length


def find(text: str) -> list[Found]:
    """Everything tappable, in order, without overlaps: the earlier and longer one wins."""
    found = [
        one
        for search in (mentions, commands, hashtags, cashtags, cards, tg_urls, urls)
        for one in search(text)
    ]
    found.sort(key=lambda one: (one[0], -one[1]))
    kept: list[Found] = []
    for one in found:
        if not kept or one[0] >= kept[-1][1]:
            kept.append(one)
    return kept


def checked_link(url: str) -> str | None:
    """The link as the server keeps it, with a scheme and a path; None if it is none."""
    given = url.strip() if "://" in url else f"http://{url.strip()}"
    try:
        parts = urlsplit(given)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    if parts.scheme.lower() in ("tg", "ton"):
        return given if host else None
    if parts.scheme.lower() not in ("http", "https") or any(char.isspace() for char in given):
        return None
    if "." not in host.strip(".") and ":" not in host:
        return None
    netloc = f"[{host}]" if ":" in host else host
    if port is not None:
        netloc += f":{port}"
    full = parts._replace(scheme=parts.scheme.lower(), netloc=netloc, path=parts.path or "/")
    return full.geturl()


def linked_user(url: str) -> int | None:
    """The person a tg://user?id=N link names."""
    match = re.fullmatch(r"tg://user/?\?id=(\d+)", url.strip(), re.IGNORECASE)
    return int(match[1]) if match else None
