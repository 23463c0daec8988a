"""Words that would like to be more than words, and the eye that finds one that became markup (R46)."""

import re
from html.parser import HTMLParser
from itertools import count

MARK = "xq7"
PRODUCT = str(7919 * 7907)  # what a template that works out what is typed would show
PAYLOADS = (
    "<script>xq7()</script>", '"><script>xq7()</script>', "</script><b id=xq7>", "<img src=x id=xq7 onerror=xq7()>",
    "</textarea><img src=x id=xq7 onerror=xq7()>", "</title><img src=x id=xq7 onerror=xq7()>", "<svg id=xq7 onload=xq7()>",
    "<svg><animate id=xq7 onbegin=xq7() attributeName=x dur=1s>", '<math><mi id=xq7 xlink:href="javascript:xq7()">x',
    '"onfocus=xq7() autofocus id=xq7 x="', "'onmouseover='xq7()' id='xq7", "`onclick=xq7() id=xq7 ",
    '<a id=xq7 href="javascript:xq7()">a</a>', "javascript:xq7()//", "jAvAsCrIpT&colon;xq7()", "data:text/html,<b id=xq7>",
    '<iframe id=xq7 srcdoc="&lt;b onload=xq7()&gt;"></iframe>', "<style id=xq7>*{color:red}</style>", "<base id=xq7 href=//xq7.example/>",
    '<meta id=xq7 http-equiv=refresh content="0;url=//xq7.example">', "<form id=xq7 action=//xq7.example><button>",
    "<div id=xq7 hx-get=/xq7 hx-trigger=load>", "{{7919*7907}}xq7", "{% raw %}xq7", "${7919*7907}xq7<%=7919*7907%>",
    "&lt;b id=xq7&gt;", "&#60;b id=xq7&#62;", "%3Cb id=xq7%3E", "\\u003cb id=xq7\\u003e", "<![CDATA[<b id=xq7>]]>", "<!--<b id=xq7>-->",
    "--><b id=xq7>", "+ADw-b id=xq7+AD4-", "\u2028<b id=xq7>\u2029", "\ufeff<b\u3000id=xq7>", '=HYPERLINK("//xq7.example")',
    "@SUM(1+1)*xq7", "-1+xq7|cmd", "<x-xq7 xq7=xq7>",
)
# a link of our own that carries what was searched for, each sign of it in its place
WITHIN = re.compile(r"(?:http://127\.0\.0\.1:8000)?(?:/(?!/)|\?)[\w%=&.+~/?-]*", re.ASCII)
# attributes that hold words, and only words, wherever they stand
SPOKEN = frozenset({"value", "title", "aria-label", "content", "alt", "placeholder", "label"})


class Hostile:
    """One payload after the other, as many as fit into a field. `room`: characters by field."""

    def __init__(self, room: dict[str, int]) -> None:
        self.room, self._turn = room, count()

    def __call__(self, field: str) -> str:
        room = self.room.get(field, 110)
        among = [words for words in PAYLOADS if len(words) <= room]
        said = among[next(self._turn) % len(among)]
        while len(more := f"{said} {among[next(self._turn) % len(among)]}") <= room:
            said = more
        return said


class Eye(HTMLParser):
    """Reads a page: `found` is every place where a payload is markup, `words` everything a reader or a field shows."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._words: list[str] = []
        self.feed(page)
        self.close()
        self.words = "\n".join(self._words)
        if PRODUCT in page:
            self.found.append("a template worked it out")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if MARK in tag:
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            held = value or ""
            if name in SPOKEN:
                self._words.append(held)
            elif name in ("href", "hx-get") and WITHIN.fullmatch(held):
                continue
            elif MARK in held or MARK in name or name.startswith("on") or held.strip().lower().startswith(("javascript:", "data:text")):
                self.found.append(f"<{tag} {name}={held[:80]!r}>")

    def handle_data(self, data: str) -> None:
        self._words.append(data)
        if MARK in data and self.cdata_elem is not None:
            self.found.append(f"inside <{self.cdata_elem}>")

    def handle_comment(self, data: str) -> None:
        if MARK in data:
            self.found.append(f"comment {data[:80]!r}")

    def unknown_decl(self, data: str) -> None:
        if MARK in data:
            self.found.append(f"declaration {data[:80]!r}")

    def handle_decl(self, decl: str) -> None:
        if MARK in decl:
            self.found.append(f"declaration {decl[:80]!r}")
