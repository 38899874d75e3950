"""How large a picture is, read from its first bytes: PNG, GIF and JPEG."""

import struct

FRAMES = (0xC0, 0xC1, 0xC2, 0xC3)  # JPEG segments that begin with the size


def size_of(content: bytes) -> tuple[int, int] | None:
    """Width and height, or None if this is no picture we know."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    if content[:6] in (b"GIF87a", b"GIF89a") and len(content) >= 10:
        width, height = struct.unpack("<HH", content[6:10])
        return width, height
    return jpeg(content) if content.startswith(b"\xff\xd8") else None


def jpeg(content: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        kind, length = content[at + 1], struct.unpack(">H", content[at + 2 : at + 4])[0]
        if kind in FRAMES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None
