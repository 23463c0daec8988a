"""How much texts share; and what a reviewer should look at twice: replies that say nothing or cannot be read. Hints, never a block."""

import enum
import re
from collections import Counter

SHORT, LONG, RARE = 30, 40, 2
_DATE = re.compile(r"\d+\s*[年月日号號天周]|[一二三四五六七八九十两兩]+[月日号號天周]|今[天日]|明天|昨[天日]|当日|當日|周[一二三四五六日]|\d{4}-\d\d?-\d\d?")
_NUMBER = re.compile(r"\d|[一二三四五六七八九十百两兩几幾]+[个個盏盞处處次人户戶米车車条條间間台名件项項]")
_PLACE = re.compile(r"[路街巷里弄村号號楼樓区區站园園校院场場桥橋门門口亭河段栋棟室店厂廠]")
_ACTION = re.compile(r"修|换|換|装|裝|清|拆|建|查|测|測|补|補|填|改|设|設|退|付|发放|發放|开通|開通|疏通|加固|更换|更換|回访|回訪|约谈|約談|罚|罰|批复|批覆|签订|簽訂|完成|恢复|恢復")
# The same in English: a reply is read in the language it was written in.
_ENGLISH = {
    _DATE: re.compile(r"\b(?:(?:january|february|march|april|may|june|july|august|september|october|november|december) \d|"
                      r"\d+(?:st|nd|rd|th)? (?:january|february|march|april|may|june|july|august|september|october|november|december)|"
                      r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|tonight|tomorrow|yesterday|\d+ (?:working )?(?:day|week|month|year)s?)\b", re.I),
    _PLACE: re.compile(r"\b(?:streets?|roads?|lanes?|alleys?|villages?|buildings?|houses?|blocks?|stations?|parks?|schools?|halls?|squares?|"
                       r"bridges?|doors?|gates?|rivers?|rooms?|shops?|markets?|factory|floors?|stairs?|corners?|entrances?|districts?)\b", re.I),
    _ACTION: re.compile(r"\b(?:repair|replac|install|clean|clear|remov|buil[dt]|inspect|check|test|measur|mend|fill|paid|pay|refund|open|unblock|"
                        r"strengthen|visit|warn|fine[ds]?\b|approv|sign|finish|complet|restor|chang|fix|set up)", re.I),
}
_SPLIT = re.compile(r"[。！？!?；;\n]+")
_WORDS = re.compile(r"[\u3400-\U0003ffff]|[^\W\u3400-\U0003ffff]+")
_MARKS = re.compile(r"[\W_]+")


class Hint(enum.StrEnum):
    """What is missing in a reply, or hard in a sentence."""

    SHORT = "short"
    NO_DATE = "no_date"
    NO_NUMBER = "no_number"
    NO_PLACE = "no_place"
    NO_ACTION = "no_action"
    LONG_SENTENCE = "long_sentence"
    RARE_SIGNS = "rare_signs"


def pairs(text: str) -> Counter[str]:
    """Every two neighbouring characters of a text, counted; marks and blanks do not count."""
    signs = _MARKS.sub("", text)
    return Counter(signs[n:n + 2] for n in range(max(1, len(signs) - 1))) if signs else Counter()


def likeness(one: Counter[str], other: Counter[str]) -> float:
    """How much two texts share, 0 … 1: twice the common pairs among all pairs."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def weight(text: str) -> int:
    """How long a text is to read: a Han sign counts one, a word in letters two."""
    return sum(1 if "\u3400" <= word <= "\U0003ffff" else 2 for word in _WORDS.findall(text))


def _names(pattern: re.Pattern[str], text: str) -> bool:
    return bool(pattern.search(text) or (pattern in _ENGLISH and _ENGLISH[pattern].search(text)))


def empty_hints(text: str) -> list[Hint]:
    """Why a reply may say nothing: too short, or no date, number, place or deed in it (failure 2)."""
    lacks = ((_DATE, Hint.NO_DATE), (_NUMBER, Hint.NO_NUMBER), (_PLACE, Hint.NO_PLACE), (_ACTION, Hint.NO_ACTION))
    short = [Hint.SHORT] if weight(text) < SHORT else []
    return short + [hint for pattern, hint in lacks if not _names(pattern, text)]


def reading_hints(text: str) -> list[Hint]:
    """What makes a text hard to read: a sentence that is too long, characters most people seldom meet (failure 3)."""
    longest = max((weight(sentence) for sentence in _SPLIT.split(text)), default=0)
    found = [Hint.LONG_SENTENCE] if longest > LONG else []
    return found + ([Hint.RARE_SIGNS] if len(rare_signs(text)) >= RARE else [])


def rare_signs(text: str) -> list[str]:
    """Han characters outside the first levels of both national sets: 3,755 simplified, 5,401 traditional."""
    return sorted({sign for sign in text if "\u3400" <= sign <= "\u9fff" and not _is_common(sign)})


def _is_common(sign: str) -> bool:
    for charset, most in (("gb2312", b"\xd7\xfa"), ("big5", b"\xc6\x7f")):
        try:
            if sign.encode(charset) < most:
                return True
        except UnicodeEncodeError:
            continue
    return False
