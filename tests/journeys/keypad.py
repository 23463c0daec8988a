"""A pad of five keys before the terminal: arrows, Enter, back, help; whatever has the focus is seen whole (K57, WCAG 2.4.11)."""

from playwright.sync_api import Page

# What is wrong with the thing that has the focus: no ring round it, something over it, or a part of it off the glass.
FAULT = """(tab) => {
  const one = document.activeElement, shown = one.closest("label.choice, label.tick") ?? one, style = getComputedStyle(shown);
  if (!one.closest(".screen")) return one.matches("body, .skip") && tab ? "" : "nothing has the focus";
  const name = `${one.tagName}.${one.className}=${(one.innerText || one.name || "").slice(0, 14)}`;
  if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 3) return `${name}: no ring`;
  const box = shown.getBoundingClientRect(), whole = document.querySelector(".bar").getBoundingClientRect();
  const beside = whole.width < window.innerWidth / 2;
  const bar = { top: beside ? window.innerHeight : whole.top, height: beside ? 0 : whole.height };
  if (box.right > window.innerWidth + 1 || box.left < -1) return `${name}: beside the glass`;
  if (box.height < window.innerHeight - bar.height - 20 && box.top < -1) return `${name}: above the glass`;
  if (one.closest(".bar")) return box.bottom > window.innerHeight + 1 ? `${name}: below the glass` : "";
  if (one.closest(".stage") && Math.min(box.bottom, box.top + 60) > bar.top + 1) return `${name}: under the bar`;
  if (one.closest(".stage") && box.height < 200 && box.bottom > bar.top + 1) return `${name}: partly under the bar`;
  const over = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 20));
  return over && (shown.contains(over) || over.contains(shown)) ? "" : `${name}: covered by ${over?.className}`;
}"""


class Keypad:
    """Presses keys and nothing else; `faults` is what was wrong with the focus on the way, `pressed` how many keys there were."""

    def __init__(self, page: Page) -> None:
        self.page, self.faults, self.pressed = page, [], 0  # type: tuple[Page, list[str], int]

    def press(self, key: str) -> None:
        """One key, and a look at where the focus is."""
        self.page.keyboard.press(key)
        self.pressed += 1
        if key in ("Enter", "Escape", "F1"):
            self.page.locator(".screen:not([aria-busy])").wait_for()
            return
        self.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        fault = str(self.page.evaluate(FAULT, key.endswith("Tab")))
        self.faults += [fault] if fault else []

    def reach(self, what: str, key: str = "ArrowRight", most: int = 60) -> None:
        """Press one key until this has the focus."""
        for _ in range(most):
            if self.at(what):
                return
            self.press(key)
        raise AssertionError(f"{what} was not reached by {key}")

    def enter(self, what: str, key: str = "ArrowRight") -> None:
        """Go there and touch it."""
        self.reach(what, key)
        self.press("Enter")

    def at(self, what: str) -> bool:
        """Whether this has the focus."""
        return bool(self.page.evaluate("(what) => document.activeElement.matches(what)", what))
