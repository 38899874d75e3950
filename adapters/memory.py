"""Memory that a process of weeks keeps small: what stays is spared, what was freed goes back.

Both are advice to Python and to the C library; nothing depends on them but a steady size.
"""

import ctypes
import gc


def spare_what_stays() -> None:
    """What was made at the start lives to the end: Python's full collections need not look through
    it again and again. Looking took some 90 ms, in which every press waited (`bench`).

    Python collects in full once what is new exceeds a quarter of what the last full collection
    left, and freezing does not change that number: without the last collection here, garbage would
    pile up to a quarter of what is spared before anybody looked (`soak`).
    """
    gc.collect()
    gc.freeze()
    gc.collect()


def give_back() -> None:
    """Hand free pages back to the machine, where the C library can (glibc's malloc_trim): by itself
    it keeps every hole between two living things. It takes a millisecond (`soak`)."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
