"""A finger at the terminal that walks every screen, and a rule that measures what it touches, in millimetres of the glass."""

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page, expect

MEASURE = """(mm) => {
  const seen = (one) => one.checkVisibility() && one.getBoundingClientRect().width > 0;
  const touched = ".stage :is(a[href], button, .input, label.choice, label.tick), .bar :is(a[href], button)";
  const all = [...document.querySelectorAll(touched)].filter(seen);
  const name = (one) => `${one.tagName}.${one.className}=${(one.innerText || one.name || "").slice(0, 12)}`;
  const box = (one) => one.getBoundingClientRect();
  const faults = [];
  // what scrolls away below the acts is cut off at their edge: it has no gap to them
  const long = [...document.querySelectorAll(".stage, .stage-act")].some((view) => view.scrollHeight >= view.clientHeight + 8);
  const apart = [...document.querySelectorAll(".stage-acts")].every((acts) => getComputedStyle(acts).display !== "contents");
  const pinned = apart ? ".stage-acts *" : ".stage-acts .btn-primary";
  const layer = (one) => (one.closest(".bar") ? "bar" : one.matches(".below") && !apart ? "below" : long && one.matches(pinned) ? "acts" : "stage");
  for (const one of all) {
    const { width, height } = box(one), small = Math.min(width, height);
    const least = one.matches(".btn-primary, .tile") ? 20 : 12.7;
    if (small < least * mm - 0.5 || small < 43.5) faults.push(`K01 ${name(one)} ${(small / mm).toFixed(1)} mm`);
    const over = one.scrollWidth > one.clientWidth + 1 || (one.matches(".tile") && one.scrollHeight > one.clientHeight + 1);
    if (one.matches("button, a") && over) faults.push(`K09 clipped ${name(one)}`);
  }
  for (let i = 0; i < all.length; i += 1) for (let j = i + 1; j < all.length; j += 1) {
    const a = all[i], b = all[j];
    if (layer(a) !== layer(b) || a.contains(b) || b.contains(a)) continue;
    const p = box(a), q = box(b);
    const dx = Math.max(q.left - p.right, p.left - q.right), dy = Math.max(q.top - p.bottom, p.top - q.bottom);
    if (Math.max(dx, dy) < 2.54 * mm - 0.6) faults.push(`K02 ${name(a)} and ${name(b)} ${(Math.max(dx, dy) / mm).toFixed(1)} mm`);
  }
  if (document.documentElement.scrollWidth > window.innerWidth) faults.push("K09 sideways scroll");
  const walk = document.createTreeWalker(document.querySelector(".stage"), NodeFilter.SHOW_TEXT);
  let least = Infinity;
  while (walk.nextNode()) {
    const own = walk.currentNode.parentElement;
    if (walk.currentNode.data.trim() && seen(own) && !own.closest(".unseen, .icon, .ring, .letter, .error b")) {
      least = Math.min(least, parseFloat(getComputedStyle(own).fontSize));
    }
  }
  const acts = [...document.querySelectorAll(".stage-act :is(a, button, .input, label.choice)")].filter(seen);
  const top = Math.min(...acts.map((one) => box(one).top));
  return { faults: [...new Set(faults)], capital: least * 0.733 / mm, top: (top + window.scrollY) / window.innerHeight };
}"""

READING = """() => {
  const seen = (one) => one.checkVisibility() && one.textContent.trim();
  const faults = [], style = (one, name) => parseFloat(getComputedStyle(one)[name]);
  for (const one of document.querySelectorAll(".stage :is(p, .plain li, .quote-text, .event-text)")) {
    if (!seen(one) || one.closest(".digits, button, a")) continue;
    const lines = style(one, "lineHeight") / style(one, "fontSize");
    if (lines < 1.295) faults.push(`K05 lines ${lines.toFixed(2)} of ${one.textContent.slice(0, 12)}`);
  }
  for (const one of document.querySelectorAll(".stage :is(.plain li + li, .final-next p + p)")) {
    const gap = one.getBoundingClientRect().top - one.previousElementSibling.getBoundingClientRect().bottom;
    if (gap < 0.3 * style(one, "lineHeight") - 0.6) faults.push(`K05 paragraphs ${gap.toFixed(1)} px before ${one.textContent.slice(0, 12)}`);
  }
  return faults;
}"""


def measure(page: Page, mm: float) -> dict[str, Any]:
    """Faults of size and gap (K01, K02, K03, K09), the least capital height in mm (K04), where the first control lies (K55)."""
    found: dict[str, Any] = page.evaluate(MEASURE, mm)
    return found


def touch(page: Page, what: str) -> None:
    """Touch the first of these and wait for the answer."""
    page.locator(what).first.click()
    page.locator(".screen:not([aria-busy])").wait_for()


def stop_clock(page: Page) -> None:
    """The page's own clock stands still from here on; it jumps far enough ahead for a slow machine to say so in time."""
    page.clock.pause_at(page.evaluate("Date.now() / 1000 + 10"))


def begin(page: Page) -> None:
    """From the resting screen to the four tiles."""
    touch(page, ".attract-touch")
    expect(page.locator(".tile-main")).to_be_visible()


def review(page: Page, words: str = "菜场路的路灯坏了五盏。") -> None:
    """From the four tiles through the questions to the review."""
    touch(page, ".tile-main")
    touch(page, "button[value='about=D']")
    page.locator("#words").fill(words)
    for _ in range(4):
        touch(page, ".stage-acts .btn-primary")
    expect(page.locator(".review")).to_be_visible()


def screens_of_telling(page: Page) -> Iterator[str]:
    """Every screen of telling, one after the other, by its name."""
    touch(page, ".tile-main")
    yield "topic"
    touch(page, "button[value='about=K']")
    page.locator("#words").fill("菜场路的路灯坏了五盏，晚上黑得看不见坑。")
    yield "words"
    touch(page, ".stage-acts .btn-primary")
    yield "place"
    touch(page, ".stage-acts .btn-primary")
    page.locator("#phone").fill("12000000017")
    yield "reach"
    touch(page, ".stage-acts .btn-primary")
    yield "publish"
    touch(page, ".stage-acts .btn-primary")
    yield "review"
    for other in ("[value='privacy']", ".bar-help", ".bar-end"):
        touch(page, other)
        yield other
        touch(page, ".stage-acts .btn-primary")
    touch(page, ".stage-acts .btn-primary")
    expect(page.locator(".handed")).to_be_visible()
    yield "done"
