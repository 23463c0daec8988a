"""A hand at the pad: it draws in parts of the pad's side, hears what the pad says, and time passes only when it says so."""

from typing import Any

from playwright.sync_api import Page

from tests.journeys.finger import stop_clock

Line = list[tuple[float, float]]
TEN: list[Line] = [[(0.15, 0.5), (0.85, 0.5)], [(0.5, 0.12), (0.5, 0.9)]]
MOUTH: list[Line] = [[(0.0, 0.0), (0.05, 1.0)], [(0.0, 0.05), (1.0, 0.0), (0.95, 0.95)], [(0.05, 0.9), (0.95, 0.9)]]
MOUNT = """() => {
  window.heard = window.heard || { shown: [], committed: [] };
  window.pad = HuiyinInput.ink.mount(document.getElementById("pad"), {
    candidates: (list) => window.heard.shown.push(list), commit: (text) => window.heard.committed.push(text),
  });
}"""
INK = """() => {
  const one = document.querySelector(".ink canvas"), pen = one.getContext("2d"), look = getComputedStyle(one).color.match(/\\d+/g);
  const { data } = pen.getImageData(0, 0, one.width, one.height);
  const inked = (at) => data[at + 3] === 255 && look.every((part, k) => data[at + k] === Number(part));
  for (let at = 0; at < data.length; at += 4) if (inked(at)) return true;
  return false;
}"""


class Pad:
    """The pad of a page, mounted."""

    def __init__(self, page: Page, high: int = 0) -> None:
        self.page = page
        if high:
            page.evaluate("(high) => { document.body.style.minHeight = `${high}px`; }", high)
        page.clock.install()
        stop_clock(page)
        self.mount()

    def mount(self) -> None:
        """Put a pad into the box."""
        self.page.evaluate(MOUNT)
        self.page.wait_for_function("() => document.querySelector('.ink canvas').clientHeight > 0")

    def call(self, what: str, *given: str) -> None:
        """One of the pad's own functions."""
        self.page.evaluate("([what, given]) => window.pad[what](...given)", [what, list(given)])

    def pass_(self, milliseconds: int) -> None:
        """Time passes."""
        self.page.clock.run_for(milliseconds)

    @property
    def shown(self) -> list[list[str]]:
        """Every list of candidates so far."""
        found: list[list[str]] = self.page.evaluate("window.heard.shown")
        return found

    @property
    def committed(self) -> list[str]:
        """Everything committed so far."""
        found: list[str] = self.page.evaluate("window.heard.committed")
        return found

    def expect(self, character: str, anywhere: bool = False) -> None:
        """Wait until this is the first of the candidates, or one of them."""
        self.page.wait_for_function("""([wanted, anywhere]) => {
          const last = window.heard.shown.at(-1) || [];
          return anywhere ? last.includes(wanted) : last[0] === wanted;
        }""", arg=[character, anywhere])

    def until_committed(self, count: int) -> None:
        """Wait until so many characters are written."""
        self.page.wait_for_function("(count) => window.heard.committed.length === count", arg=count)

    def has_ink(self) -> bool:
        """Whether a stroke is to be seen."""
        return bool(self.page.evaluate(INK))

    def draw(self, *lines: Line) -> None:
        """Each line in one stroke; the list after the last one is waited for."""
        before = len(self.shown)
        for line in lines:
            self.press(*line)
            self.page.mouse.up()
        self.page.wait_for_function("(before) => window.heard.shown.length > before", arg=before)

    def press(self, *line: tuple[float, float]) -> None:
        """Draw a line and keep the finger down."""
        for number, place in enumerate(self._places(line)):
            self.page.mouse.move(*place, steps=6)
            if number == 0:
                self.page.mouse.down()

    def finger(self, *line: tuple[float, float], second: tuple[float, float] | None = None, given_up: bool = False) -> None:
        """The same by touch; `second` touches meanwhile; `given_up` is what the system makes of a palm."""
        touches = self.page.context.new_cdp_session(self.page)

        def send(kind: str, *places: tuple[float, float]) -> None:
            points: list[dict[str, Any]] = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(places)]
            touches.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

        places = self._places(line)
        others = self._places((second,)) if second else []
        send("touchStart", places[0])
        if others:
            send("touchStart", places[0], *others)
        for place in places[1:]:
            send("touchMove", place, *others)
        send("touchCancel" if given_up else "touchEnd")
        touches.detach()

    def scaled(self, lines: list[Line], size: float, right: float = 0.0, down: float = 0.1) -> list[Line]:
        """The lines smaller, and moved."""
        return [[(x * size + right, y * size + down) for x, y in line] for line in lines]

    def _places(self, line: tuple[tuple[float, float], ...] | Line) -> list[tuple[float, float]]:
        box = self.page.locator(".ink canvas").bounding_box()
        assert box is not None
        side = min(box["width"], box["height"])
        left, top = box["x"] + (box["width"] - side) / 2, box["y"] + (box["height"] - side) / 2
        return [(left + x * side, top + y * side) for x, y in line]
