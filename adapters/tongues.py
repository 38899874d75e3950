"""The catalogues that lie in the package, read once where Rounds is put together."""

from functools import cache
from gettext import GNUTranslations
from importlib import resources

from bot.orders import ORDERS
from bot.tongue import Tongue, folded, learned

FILE = "rounds.mo"


@cache
def tongues() -> dict[str, Tongue]:
    """Every language there is a catalogue of, by its code: "pt-br", and "pt" for those who speak
    it elsewhere."""
    found = dict[str, Tongue]()
    for folder in sorted(resources.files("bot").joinpath("locale").iterdir(), key=str):
        made = folder.joinpath(FILE)
        if made.is_file():
            code = folded(folder.name)
            with made.open("rb") as file:
                found[code] = learned(code, GNUTranslations(file), ORDERS)
    return found
