"""Interim: the certificate's code."""

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def code_of(bits: int) -> str:
    said = "".join(SIGNS[(bits >> (5 * n)) & 31] for n in reversed(range(12)))
    return f"RND-{said[:4]}-{said[4:8]}-{said[8:]}"
