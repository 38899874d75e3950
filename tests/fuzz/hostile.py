"""Requests that nobody we believe has made: refused before anything is parsed, by the thousand, and
the process is none the heavier for it.

They come to the door of a real `rounds serve`: forged, stale and repeated signatures, broken HTTP,
bodies too long, deep or compressed.
"""

import asyncio
import gzip
import json
import random
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from adapters.door import BODY_BYTES
from adapters.slack.app import PATH as SLACK
from adapters.slack.signature import signature
from adapters.telegram.webhook import PATH as TELEGRAM
from tests.ports import free_port
from tests.real.run import Run

REQUESTS, AT_ONCE = 20_000, 32
ALLOWED = {400, 401, 413}
GROWTH_KIB = 20 * 1024
"""Most that the resident memory may grow by (notes on reliability, 7)."""
WARM_UP = 1_000
ANSWER_SECONDS = 15.0
SECRET, HOOK = "8f742231b10e8888abcd99yyyzzz85a5", "hook-secret_of-this-run"

BODIES: tuple[Callable[[random.Random], bytes], ...] = (
    lambda chance: b"",
    lambda chance: b"{}",
    lambda chance: b"null",
    lambda chance: b"[" * 100_000,
    lambda chance: b'{"a":' * 20_000,
    lambda chance: chance.randbytes(chance.randrange(4096)),
    lambda chance: b"payload=" + b"%7B" * chance.randrange(2000),
    lambda chance: gzip.compress(b"0" * 10_000_000),
    lambda chance: json.dumps({"type": "url_verification", "challenge": "x" * 9}).encode(),
    lambda chance: "\ud800é\x00".encode("utf-16", "surrogatepass"),
)
TIMES = ("", "-1", "1e9", "soon", "9" * 400)
HEADERS: tuple[Callable[[random.Random, bytes], list[tuple[str, str]]], ...] = (
    lambda chance, body: [],
    lambda chance, body: _signed(b"another secret", body, 0),
    lambda chance, body: _signed(SECRET.encode(), body, -301),
    lambda chance, body: _signed(SECRET.encode(), body, 400),
    lambda chance, body: _signed(SECRET.encode(), body + b"?", 0),
    lambda chance, body: _signed(SECRET.encode(), body, 0)[:1],
    lambda chance, body: _signed(SECRET.encode(), body, 0) * 2,
    lambda chance, body: [
        ("X-Slack-Request-Timestamp", chance.choice(("", "-1", "1e9", "9" * 400)))
    ],
    lambda chance, body: [("X-Slack-Signature", "v0=" + "é" * chance.randrange(1, 99))],
    lambda chance, body: [("X-Telegram-Bot-Api-Secret-Token", HOOK[: chance.randrange(20)])],
    lambda chance, body: [("X-Telegram-Bot-Api-Secret-Token", HOOK)] * 2,
    lambda chance, body: [("Content-Encoding", "gzip"), ("Content-Type", "application/json")],
    lambda chance, body: [("X-Long", "x" * 7000)],
)


def _signed(secret: bytes, body: bytes, seconds: int) -> list[tuple[str, str]]:
    at = str(int(time.time()) + seconds)
    return [
        ("X-Slack-Request-Timestamp", at),
        ("X-Slack-Signature", signature(secret, at, body)),
    ]


def whole(chance: random.Random) -> bytes:
    """A request that is good HTTP."""
    body = chance.choice(BODIES)(chance)
    headers = chance.choice(HEADERS)(chance, body)
    method = chance.choice(("POST", "POST", "POST", "GET", "PUT", "DELETE", "PATCH"))
    path = chance.choice((SLACK, TELEGRAM)) + chance.choice(("", "", "?x=1", "?a[]=%00"))
    lines = [f"{method} {path} HTTP/1.1", "Host: x", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers]
    if chance.random() < 0.3:
        lines.append("Transfer-Encoding: chunked")
        body = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in _parts(body)) + b"0\r\n\r\n"
    else:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def _parts(body: bytes) -> list[bytes]:
    return [body[place : place + 1000] for place in range(0, len(body), 1000)]


def long(chance: random.Random) -> bytes:
    """More than we take, announced or not."""
    path = chance.choice((SLACK, TELEGRAM)).encode()
    head = b"POST " + path + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
    if chance.random() < 0.5:
        return head + b"Content-Length: %d\r\n\r\n" % (BODY_BYTES + chance.randrange(1, 10**12))
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    return head + b"Transfer-Encoding: chunked\r\n\r\n" + chunk * (BODY_BYTES // 0x10000 + 1)


def broken(chance: random.Random) -> bytes:
    """No HTTP at all, or hardly."""
    return chance.choice(
        (
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + chance.randbytes(200) + b"\r\n\r\n",
            b"POST " + SLACK.encode() + b"\r\n\r\n",
            b"POST " + SLACK.encode() + b" HTTP/9.9\r\nHost: x\r\n\r\n",
            b"POST " + SLACK.encode() + b" HTTP/1.1\r\nContent-Length: -5\r\n\r\n",
            b"POST "
            + SLACK.encode()
            + b" HTTP/1.1\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\n",
            b"POST " + TELEGRAM.encode() + b" HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            b"POST " + TELEGRAM.encode() + b" HTTP/1.1\r\nX: " + b"y" * 70_000 + b"\r\n\r\n",
            b"POST " + b"/" * 9000 + b" HTTP/1.1\r\n\r\n",
            b"POST /telegram HTTP/1.1\r\nHo\x00st: x\r\n\r\n",
        )
    )


async def knock(port: int, request: bytes) -> int:
    """What is answered; 0 where the door only closed."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            try:
                writer.write(request)
                await writer.drain()
                line = await reader.readline()
            except ConnectionError:
                return 0
            return int(line.split()[1]) if line.startswith(b"HTTP/") else 0
    finally:
        writer.close()


async def hostile(port: int, memory: Callable[[], int], wanted: int, seed: int) -> Counter[int]:
    """Knock so often. Raises AssertionError for any other answer, and for a growing process."""
    chance, answers = random.Random(seed), Counter[int]()
    kinds = (whole, whole, whole, whole, long, broken)
    before = 0

    async def line(requests: list[bytes]) -> None:
        for request in requests:
            status = await knock(port, request)
            assert status in ALLOWED or (status == 0 and request not in good), (
                status,
                request[:300],
            )
            answers[status] += 1

    while sum(answers.values()) < wanted:
        made = [(kind := chance.choice(kinds), kind(chance)) for _ in range(AT_ONCE * 8)]
        good = {request for kind, request in made if kind is whole}
        requests = [request for _, request in made]
        await asyncio.gather(*(line(requests[n::AT_ONCE]) for n in range(AT_ONCE)))
        if not before and sum(answers.values()) >= min(WARM_UP, wanted // 2):
            before = memory()
    grown = memory() - before
    assert grown < GROWTH_KIB, f"the process grew by {grown} KiB"
    print(
        f"hostile: {sum(answers.values())} requests:"
        f" {', '.join(f'{count} × {status or chr(8211)}' for status, count in answers.items())};"
        f" {grown / 1024:.1f} MiB grown",
        flush=True,
    )
    return answers


def resident(pid: int) -> int:
    """The resident memory of a process, in KiB."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))


def at_the_door(folder: Path, wanted: int, seed: int) -> Counter[int]:
    """Knock at a `rounds serve` that both platforms call."""
    run, port = Run(folder), free_port()
    del run.env["ROUNDS_SLACK_APP_TOKEN"]
    run.env |= {
        "ROUNDS_SLACK_SIGNING_SECRET": SECRET,
        "ROUNDS_TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{port}{TELEGRAM}",
        "ROUNDS_TELEGRAM_WEBHOOK_SECRET": HOOK,
        "ROUNDS_HTTP_BIND": f"127.0.0.1:{port}",
        "ROUNDS_LOG_LEVEL": "INFO",
    }
    with run.playground(), run.called(port) as worker:
        return asyncio.run(hostile(port, lambda: resident(worker.pid), wanted, seed))
