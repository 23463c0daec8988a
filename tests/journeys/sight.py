"""A look at one screen as it stands on every glass: nothing cut off, nothing over anything else, the one act and the bar in sight (K09, K36,
K59). The page stays where it is: only the glass around it and its millimetre change."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page

from tests.journeys.finger import MEASURE

GLASS = {"portrait": (1080, 1920, 4.03), "landscape": (1366, 768, 3.96), "small": (1280, 800, 5.88)}
# What scrolls is left out where it is scrolled away; what lies below the acts, which keep their place, comes out as one goes on.
SIGHT = """(top) => { // at the top, before anybody went on
  const faults = new Set(), seen = (one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const name = (one) => `${one.tagName.toLowerCase()}.${String(one.className.baseVal ?? one.className).replaceAll(" ", ".")}`;
  const APART = ".unseen, .skip, .typing-panel, .watch, .network, .demo, [aria-hidden=true], svg, template, noscript, script";
  const spoken = (one) => { for (let up = one; up; up = up.parentElement) if (up.offsetWidth <= 2 && up.offsetHeight <= 2 && getComputedStyle(up).display !== "contents") return true; return false; };
  const views = [...document.querySelectorAll(".stage, .stage-ask, .stage-act")];
  const ends = (view) => view.scrollTop + view.clientHeight >= view.scrollHeight - 1;
  const visible = (box, one) => {
    let { left, top, right, bottom } = box;
    for (let up = one; up && up !== document.documentElement; up = up.parentElement) {
      const style = getComputedStyle(up), frame = up.getBoundingClientRect();
      if (style.display === "inline" || style.display === "contents") continue;
      if (/hidden|clip/.test(style.overflowX) && (left < frame.left - 1.5 || right > frame.right + 1.5)) faults.add(`cut off at the side: ${(one.textContent || one.value || "").trim().slice(0, 24)} in ${name(up)}`);
      if (/hidden|clip/.test(style.overflowY) && (top < frame.top - 1.5 || bottom > frame.bottom + 1.5)) faults.add(`cut off above or below: ${(one.textContent || one.value || "").trim().slice(0, 24)} in ${name(up)}`);
      if (style.overflowX !== "visible") { left = Math.max(left, frame.left); right = Math.min(right, frame.right); }
      if (style.overflowY !== "visible") { top = Math.max(top, frame.top); bottom = Math.min(bottom, frame.bottom); }
    }
    if (box.left < -1 || box.right > innerWidth + 1) faults.add(`beyond the glass: ${(one.textContent || one.value || "").trim().slice(0, 24)} in ${name(one)}`);
    return { left: Math.max(left, 0), top: Math.max(top, 0), right: Math.min(right, innerWidth), bottom: Math.min(bottom, innerHeight) };
  };
  const met = (box, own) => {
    const { left, top, right, bottom } = visible(box, own);
    if (right - left < 6 || bottom - top < Math.max(6, (box.bottom - box.top) / 4)) return; // of a sign that is scrolled away its empty foot
    const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    if (!hit || hit === own || own.contains(hit) || hit.contains(own)) return;
    const below = hit.closest(".stage-acts, .below, .bar") && own.closest(".stage") && !own.closest(".btn-primary") && !views.every(ends);
    if (!below) faults.add(`covered: ${(own.textContent || own.value || "").trim().slice(0, 24)} by ${name(hit)}`);
  };
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), words = document.createRange();
  while (walk.nextNode()) {
    const own = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || own.closest(APART) || !seen(own) || spoken(own)) continue; // spoken: words for the ear alone
    words.selectNodeContents(walk.currentNode);
    for (const box of words.getClientRects()) met(box, own);
  }
  for (const one of document.querySelectorAll(".stage :is(a[href], button, .input, label), .bar :is(a[href], button)")) {
    if (seen(one) && !one.closest(APART) && one.offsetWidth) met(one.getBoundingClientRect(), one);
  }
  const inside = ({ left, top, right, bottom }) => left >= -1 && top >= -1 && right <= innerWidth + 1 && bottom <= innerHeight + 1;
  const first = top ? ", .attract-touch, .tile-main .tile-title, .paper-acts .btn-primary" : "";
  for (const one of document.querySelectorAll(`.stage-acts .btn-primary, .bar :is(a[href], button)${first}`)) {
    if (seen(one) && one.offsetWidth && !inside(one.getBoundingClientRect())) faults.add(`out of sight: ${name(one)} ${one.textContent.trim().slice(0, 16)}`);
  }
  const bar = document.querySelector(".bar"), floor = bar && bar.offsetWidth >= innerWidth / 2 ? bar.getBoundingClientRect().top : innerHeight;
  for (const act of document.querySelectorAll(".stage-acts .btn-primary")) {
    if (seen(act) && act.getBoundingClientRect().bottom > floor + 1) faults.add(`under the bar: ${act.textContent.trim().slice(0, 16)}`);
  }
  if (document.documentElement.scrollWidth > innerWidth) faults.add("sideways scroll");
  if (document.documentElement.scrollHeight > innerHeight + 1) faults.add("the glass itself scrolls");
  return [...faults];
}"""
# No word is torn and no text is squeezed into a column: an English word and a short Chinese term of a label stand in one line; what has
# three lines or more is no taller than it is wide, unless it has half of the stage. What a visitor wrote may hold a word of any length.
WORDS = """() => {
  const stage = document.querySelector(".stage"), found = [], part = document.createRange(), half = stage.clientWidth / 2;
  const LATIN = /[A-Za-z]{2,}/g, TERM = /(?<!\\p{Script=Han})\\p{Script=Han}{2,6}(?!\\p{Script=Han})/gu;
  const seen = (one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && one.offsetWidth > 2;
  const rows = (range) => [...range.getClientRects()].filter((box) => box.width > 0.5).reduce((tops, box) => (tops.some((top) => Math.abs(top - box.top) < 4) ? tops : [...tops, box.top]), []);
  const walk = document.createTreeWalker(stage, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode, own = text.parentElement;
    if (!text.data.trim() || !seen(own) || own.closest("q, .quote-text, .sha, .unseen, .digits, [aria-hidden=true]")) continue;
    const terms = own.closest("dt, th, .day, .label") ? [...text.data.matchAll(TERM)] : [];
    for (const { 0: word, index } of [...text.data.matchAll(LATIN), ...terms]) {
      part.setStart(text, index);
      part.setEnd(text, index + word.length);
      if (rows(part).length > 1) found.push(`torn: ${word} in ${text.data.trim().slice(0, 24)}`);
    }
  }
  for (const one of stage.querySelectorAll("p, dt, dd, li, .quote-text")) {
    if (!seen(one) || one.matches(".unseen") || [...one.children].some((inner) => getComputedStyle(inner).display !== "inline")) continue;
    part.selectNodeContents(one);
    const { width, height } = one.getBoundingClientRect();
    if (rows(part).length > 2 && height > width && width < half) found.push(`a column: ${one.textContent.trim().slice(0, 24)}`);
  }
  return found;
}"""
# One call for a glass: its millimetre, two frames, what finger.py measures, and the look at the beginning and, where it scrolls, at the end.
LOOK = f"""async (mm) => {{
  const measured = {MEASURE}, looked = {SIGHT}, words = {WORDS}, frame = () => new Promise((done) => requestAnimationFrame(done));
  const views = () => [...document.querySelectorAll(".stage, .stage-ask, .stage-act")];
  document.documentElement.style.setProperty("--mm", `${{mm}}px`);
  await frame();
  await frame();
  const faults = [...measured(mm).faults, ...looked(true), ...words()];
  if (views().some((view) => view.scrollHeight > view.clientHeight + 1)) {{
    for (const view of views()) view.scrollTop = view.scrollHeight;
    faults.push(...looked(false));
    for (const view of views()) view.scrollTop = 0;
  }}
  document.documentElement.removeAttribute("style");
  return [...new Set(faults)];
}}"""

STAND = """async (mm) => {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  document.documentElement.style.setProperty("--mm", `${mm}px`);
  await frame();
  await frame();
}"""


def faults(page: Page, glass: str) -> list[str]:
    """What is wrong with the screen as it stands, behind that glass."""
    width, height, mm = GLASS[glass]
    page.set_viewport_size({"width": width, "height": height})
    found: list[str] = page.evaluate(LOOK, mm)
    return found


@contextmanager
def behind(page: Page, glass: str) -> Iterator[None]:
    """The page as it stands behind that glass, for a picture of it or for whoever measures it."""
    width, height, mm = GLASS[glass]
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate(STAND, mm)
    yield
    page.evaluate("() => document.documentElement.removeAttribute('style')")
