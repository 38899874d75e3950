"""Answers that never arrive whole, as networks and proxies make them."""

from aiohttp import web

HOW = ("reset", "lost", "half")
"""`reset`: the connection ends before anything was done; `lost`: it was done, and the answer never
comes; `half`: it was done, and half of the answer comes."""


async def short(request: web.Request, whole: web.Response, how: str) -> web.StreamResponse:
    """What is left of an answer; the connection ends with it."""
    answer = web.StreamResponse(status=whole.status, headers=whole.headers)
    body = whole.body if isinstance(whole.body, bytes) else b""
    if how == "half":
        answer.content_length = len(body)
        await answer.prepare(request)
        await answer.write(body[: len(body) // 2])
    if request.transport is not None:
        request.transport.abort()
    return answer
