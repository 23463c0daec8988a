"""What may point to a person in a text that is to be published: detectors suggest, people decide (practice.md §6.4, §9 row 16)."""

import re
from dataclasses import dataclass

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙陶贺顾毛郝龚邵万钱严洪赖武莫" \
           "張劉陳楊黃趙吳孫馬羅鄭許韓馮鄧蔣葉蘇呂盧鐘譚陸鄒龍賀顧龔萬錢嚴賴"
INVENTED = "测測"  # nobody is called so: the surname of everybody in a demonstration
TITLES = "先生|女士|同志|阿姨|大爷|大爺|大妈|大媽|奶奶|爷爷|爺爺|老师|老師|师傅|師傅|医生|醫生|小姐|太太|老人"
PATTERNS = {
    "identity": r"(?<!\d)\d{17}[\dXx](?!\d)",
    "card": r"(?<!\d)(?:\d{4}[ -]?){3,4}\d{3,4}(?!\d)",
    "phone": r"(?<!\d)1\d{2}[ -]?\d{4}[ -]?\d{4}(?!\d)|(?<!\d)0\d{2,3}[ -]\d{7,8}(?!\d)",
    "plate": r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][ ·]?[A-Z0-9]{5,6}",
    "address": r"\d+(?:号楼|號樓|栋|幢|座|棟)[\d一二三四五六七八九十]*(?:单元|單元)?\d*(?:室|房|号|號)?"
               r"|[\u4e00-\u9fff]{1,4}(?:路|街|巷|弄|道)\d+(?:号|號)",
    "mail": r"[\w.+-]+@[\w-]+\.[\w.-]+",
    "name": rf"[{SURNAMES}{INVENTED}](?:某[某甲乙丙丁]?|[\u4e00-\u9fff]{{0,2}}(?:{TITLES}))",
}
_FIND = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in PATTERNS.items()), re.ASCII)
_WEIGHTS, _CHECKS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), "10X98765432"  # GB 11643


@dataclass(frozen=True)
class Found:
    """A place in a text: which kind of thing it looks like, from where to where, and the words there."""

    kind: str
    start: int
    end: int
    words: str


def found(text: str) -> list[Found]:
    """Everything that looks like a person's number, address or name, in order."""
    return [Found(_kind(hit), hit.start(), hit.end(), hit.group()) for hit in _FIND.finditer(text)]


def _kind(hit: re.Match[str]) -> str:
    """What it is: eighteen digits that are no identity number may still be those of a card."""
    kind, words = hit.lastgroup or "", hit.group()
    return "card" if kind == "identity" and words.isdigit() and not is_identity(words) else kind


def is_identity(number: str) -> bool:
    """Whether the last of eighteen signs is what the seventeen digits before it ask for."""
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return _CHECKS[total % 11] == number[17].upper()
