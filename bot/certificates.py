"""Interim: the certificate's code."""

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def code_of(bits: int) -> str:
    said = "".join(SIGNS[(bits >> (5 * n)) & 31] for n in reversed(range(12)))
    return f"RND-{said[:4]}-{said[4:8]}-{said[8:]}"


def read_code(text: str) -> str | None:
    """The code as it is written, None for none."""
    said = text.strip().upper()
    return said if said.startswith("RND-") and len(said) == 18 else None
