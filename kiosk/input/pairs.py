"""Which two characters two following sounds mostly are, and how surely: what ties words to each other in a sentence."""

import io
import pickle
from typing import Any

from portal.kiosk.input.archives import Archives
from portal.kiosk.input.readings import HAN

LEAST = 0.5  # below it the kinds of words tell more
_SPELLED = {"lue": "lve", "nue": "nve"}
Pair = tuple[str, str]


class _Plain(pickle.Unpickler):
    """Numbers, words and containers only: nothing in the file can name a class or a function."""

    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"{module}.{name}")


def pairs(archives: Archives) -> dict[Pair, tuple[str, float]]:
    """By two syllables: the two characters, and how surely it is these, LEAST … 1."""
    table = _Plain(io.BytesIO(archives.read("simplepinyin", "simplepinyin/input_dict_nt_max.pickle"))).load()
    return {(_SPELLED.get(sounds[0], sounds[0]), _SPELLED.get(sounds[1], sounds[1])): (text, sure)
            for sounds, (text, sure) in table.items()
            if len(sounds) == 2 and len(text) == 2 and HAN.fullmatch(text) and sure >= LEAST}
