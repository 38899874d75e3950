"""Where a process may die: before and after each commit, each call, each acknowledgement.

The wrappers through which all of these go say so here, so no place has to be named by anyone. A
drill stands at these points and kills; otherwise nobody does, and passing one is an empty call.
"""

from collections.abc import Callable


def _nobody(*point: str) -> None:
    """What stands at every point in production."""


passed: Callable[..., None] = _nobody
"""Called with the words of a point, as in ("before", "commit", "Store.deliver"). A drill puts its
own function here, before anything is opened."""
