"""A rule laid on the input panel: keys, gaps, names, and whether field, question and button stay in sight and whole (K01, K02, K09, K58)."""

from tests.journeys.sight import SIGHT

MEASURE = """(mm) => {
  const box = (one) => one.getBoundingClientRect(), faults = [];
  const keys = [...document.querySelectorAll(".typing-panel button")].filter((one) => one.checkVisibility({ visibilityProperty: true }));
  for (const one of keys) {
    const { width, height } = box(one);
    if (height < 15 * mm - 0.6 || width < 12.7 * mm - 0.6) faults.push(`size ${one.textContent} ${width / mm} × ${height / mm}`);
    if (one.scrollWidth > one.clientWidth + 1) faults.push(`clipped ${one.textContent}`);
    if (!(one.getAttribute("aria-label") || one.textContent).trim()) faults.push("a key without a name");
  }
  for (const a of keys) for (const b of keys) {
    const p = box(a), q = box(b), gap = Math.max(q.left - p.right, p.left - q.right, q.top - p.bottom, p.top - q.bottom);
    if (a !== b && gap < 2.54 * mm - 0.6) faults.push(`gap ${a.textContent} ${b.textContent} ${gap / mm}`);
  }
  const panel = box(document.querySelector(".typing-panel"));
  for (const what of ["h1", ".stage .typed > .input", ".stage-acts .btn-primary", ".typing-panel"]) {
    const { top, bottom, left, right, height } = box(document.querySelector(what));
    if (top < -0.5 || bottom > window.innerHeight + 0.5 || left < 0 || right > window.innerWidth + 0.5 || height < 20) faults.push(`out of sight: ${what}`);
    if (what !== ".typing-panel" && bottom > panel.top + 0.5) faults.push(`covered: ${what}`);
  }
  const least = 12.7 * mm - 0.6; // help, language and the way back stay at hand while one types (K14, K59)
  for (const what of [".stage-acts .btn-primary", ".bar-help", ".bar-back", ".bar .language li:nth-child(1) > *", ".bar .language li:nth-child(2) > *", ".bar .language li:nth-child(3) > *"]) {
    const one = document.querySelector(what), { top, bottom, left, right, width, height } = box(one);
    const met = one.checkVisibility() && document.elementFromPoint((left + right) / 2, (top + bottom) / 2)?.closest("button") === one;
    if (!met || width < least || height < least || top < 0 || bottom > window.innerHeight + 0.5 || right > window.innerWidth + 0.5) faults.push(`not at hand: ${what} ${width / mm} × ${height / mm}`);
  }
  const acts = [...document.querySelectorAll(".bar :is(button, a), .stage-acts .btn-primary")].filter((one) => one.checkVisibility());
  for (const a of acts) for (const b of acts) {
    const p = box(a), q = box(b), gap = Math.max(q.left - p.right, p.left - q.right, q.top - p.bottom, p.top - q.bottom);
    if (a !== b && gap < 2.54 * mm - 0.6) faults.push(`gap ${a.textContent} ${b.textContent} ${gap / mm}`);
  }
  const demo = [...document.querySelectorAll(".demo, .ask-demo")].filter((one) => one.checkVisibility() && one.offsetWidth > 2);
  for (const one of demo) if (parseFloat(getComputedStyle(one).fontSize) * 0.733 < 4.75 * mm) faults.push(`K04 too small: ${one.textContent.trim()}`);
  if (demo.length !== 1) faults.push("nothing says in sight that it is a demonstration");
  return [...faults, ...(%s)(false)];
}""" % SIGHT  # noqa: UP031
