"""How characters and words are read: syllables without tone (ü is v), tones as digits, the commonest reading first."""

import json
import re
import unicodedata
from dataclasses import dataclass

from portal.kiosk.input.archives import Archives

HAN = re.compile(r"[\u4e00-\u9fff]+")
_MARKS = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}
_SPELLED = {"lue": "lve", "nue": "nve"}
# How the commonest characters of several readings are read when they stand alone; elsewhere the first reading has nearly all.
ALONE = {"的": {"de": 1.0, "di": 0.0005}, "地": {"di": 0.5, "de": 0.5}, "得": {"de": 0.9, "dei": 0.1}, "了": {"le": 0.97, "liao": 0.03},
         "着": {"zhe": 0.95, "zhao": 0.05}, "长": {"chang": 0.6, "zhang": 0.4}, "还": {"hai": 0.9, "huan": 0.1},
         "行": {"xing": 0.7, "hang": 0.3}, "重": {"zhong": 0.7, "chong": 0.3}, "都": {"dou": 0.95, "du": 0.05},
         "谁": {"shei": 0.3, "shui": 0.7}, "调": {"diao": 0.5, "tiao": 0.5}, "弹": {"dan": 0.4, "tan": 0.6}, "乐": {"le": 0.8, "yue": 0.2},
         "落": {"luo": 0.85, "la": 0.12, "lao": 0.03}, "露": {"lu": 0.6, "lou": 0.4}, "熟": {"shu": 0.8, "shou": 0.2},
         "血": {"xue": 0.7, "xie": 0.3}, "差": {"cha": 0.95, "chai": 0.05}, "觉": {"jue": 0.8, "jiao": 0.2},
         "藏": {"cang": 0.8, "zang": 0.2}, "传": {"chuan": 0.9, "zhuan": 0.1}, "盛": {"sheng": 0.7, "cheng": 0.3},
         "折": {"zhe": 0.8, "she": 0.2}, "薄": {"bao": 0.5, "bo": 0.5}, "扎": {"zha": 0.8, "za": 0.2}, "系": {"xi": 0.8, "ji": 0.2},
         "降": {"jiang": 0.95, "xiang": 0.05}}
OTHERWISE = 0.003  # 说 is hardly ever yue nor shui


@dataclass(frozen=True)
class Sound:
    """One syllable and its tone, 5 for none."""

    syllable: str
    tone: str


def sound(marked: str) -> Sound:
    """`lǜ` → lv, 4."""
    apart = unicodedata.normalize("NFD", marked).replace("u\u0308", "v").replace("e\u0302", "e")
    tone = next((_MARKS[sign] for sign in apart if sign in _MARKS), "5")
    plain = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return Sound(_SPELLED.get(plain, plain), tone)


class Readings:
    """The readings of 20,902 characters and of the phrases that read some of them otherwise."""

    def __init__(self, archives: Archives) -> None:
        characters = json.loads(archives.text("pypinyin", "pypinyin/pinyin_dict.json"))
        phrases = json.loads(archives.text("pypinyin", "pypinyin/phrases_dict.json"))
        self.of_character = {chr(int(code)): self._different(marked.split(",")) for code, marked in characters.items()
                             if 0x4E00 <= int(code) <= 0x9FFF}
        self._phrases = {word: tuple(sound(one[0]).syllable for one in each) for word, each in phrases.items()
                         if HAN.fullmatch(word) and len(word) == len(each)}
        self._longest = max(map(len, self._phrases))

    @staticmethod
    def _different(marked: list[str]) -> list[Sound]:
        """Each syllable once, with its commonest tone; what is no syllable of letters (hm, ng) is left out."""
        found: dict[str, Sound] = {}
        for one in map(sound, marked):
            if re.fullmatch("[a-z]+", one.syllable) and re.search("[aeiouv]", one.syllable):
                found.setdefault(one.syllable, one)
        return list(found.values())

    def share(self, character: str, syllable: str) -> float:
        """How much of a character, standing alone, is read like this."""
        if character in ALONE:
            return ALONE[character].get(syllable, 0.0005)
        return 1.0 if self.of_character[character][0].syllable == syllable else OTHERWISE

    def usual(self, word: str) -> tuple[str, ...]:
        """Character by character."""
        return tuple(self.of_character[each][0].syllable for each in word)

    def of_word(self, word: str) -> tuple[str, ...]:
        """As a phrase of the list is read; else the longest phrases in it, then characters."""
        found: list[str] = []
        while len(found) < len(word):
            rest = word[len(found):]
            longest = next((rest[:end] for end in range(min(len(rest), self._longest), 1, -1) if rest[:end] in self._phrases), "")
            found += self._phrases[longest] if longest else self.usual(rest[0])
        return tuple(found)
