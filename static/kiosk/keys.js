// Five keys are enough (K57): arrows go from tile to tile, Enter touches, Escape goes back, F1 calls a person; Tab works as ever.
// A terminal's keymap (kiosk/device/keys.py) says Execute and Help for them: Escape and F1 would reach the browser too (K62).
// Whatever has the focus is seen whole: the acts below never lie over it (WCAG 2.4.11).
(() => {
  const WAYS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
  const BACK = ["Escape", "Execute", "BrowserBack", "GoBack"], HELP = ["F1", "Help"];
  const REACHED = "a[href], button, input:not([type=hidden]), textarea, [tabindex='0']";
  let byKey = false;

  const sheet = () => document.querySelector(".watch:not([hidden])");
  const seen = (one) => !one.disabled && one.tabIndex >= 0 && one.checkVisibility() && !one.closest("[inert]");
  const all = () => [...(sheet() ?? document.querySelector(".screen")).querySelectorAll(REACHED)].filter(seen);
  const box = (one) => (one.closest("label.choice, label.tick") ?? one).getBoundingClientRect();
  const inBar = (one) => Boolean(one.closest(".bar"));

  // How far `to` lies above or below `from`; Infinity when it lies elsewhere.
  const far = (from, to, y) => {
    const ahead = y > 0 ? to.top - from.bottom : from.top - to.bottom;
    return ahead < -2 ? Infinity : ahead + Math.max(to.left - from.right, from.left - to.right, 0) * 3 + Math.abs(to.left - from.left) / 100;
  };

  // Sideways as one reads, line after line; up and down to what lies there, over the edge into the bar or out of it.
  const next = (from, [x, y]) => {
    const places = all(), here = places.indexOf(from);
    if (here < 0) return after(places, x + y);
    if (x) {
      const on = getComputedStyle(from.parentElement).flexDirection === "row-reverse" ? -x : x;
      return places[(here + on + places.length) % places.length];
    }
    const near = places.filter((one) => one !== from && inBar(one) === inBar(from)).map((one) => ({ one, away: far(box(from), box(one), y) }))
      .sort((a, b) => a.away - b.away)[0];
    if (near && near.away < Infinity) return near.one;
    const others = places.filter((one) => inBar(one) !== inBar(from));
    return (y > 0 ? others[0] : others.at(-1)) ?? places[(here + y + places.length) % places.length];
  };

  // From a heading or from nowhere: the first thing behind it, or the last one before.
  const after = (places, on) => {
    const from = document.activeElement;
    const behind = (one) => from.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING;
    if (!from?.closest(".screen")) return on > 0 ? places[0] : places.at(-1);
    return on > 0 ? places.find(behind) ?? places[0] : places.filter((one) => !behind(one)).at(-1) ?? places.at(-1);
  };

  // Inside of words the arrows belong to the words, until their end is reached.
  const writes = (one, [x, y]) => {
    if (!one.matches("textarea, input:not([type=radio], [type=checkbox])") || (y && !one.matches("textarea"))) return false;
    return one.selectionStart !== one.selectionEnd || one.selectionStart !== (x + y > 0 ? one.value.length : 0);
  };

  const reads = (one, [, y]) => y && one.matches(".stage, .stage-ask, .stage-act")
    && (y > 0 ? one.scrollHeight - one.clientHeight - one.scrollTop > 2 : one.scrollTop > 2);

  const show = (one) => {
    const low = document.documentElement.dataset.reach === "low", view = one.isConnected && one.closest(low ? ".stage-ask, .stage-act" : ".stage");
    const acts = [".stage-acts", ".stage-acts .btn-primary"].map((what) => view && view.querySelector(what)).find((found) => found?.checkVisibility());
    if (!view || one === view || acts?.contains(one)) return;
    const end = view.getBoundingClientRect();
    const floor = (acts?.getBoundingClientRect().top ?? end.bottom) - 8, roof = end.top + 8, { top, bottom } = box(one);
    if (bottom > floor) view.scrollBy({ top: Math.min(bottom - floor, top - roof) });
    else if (top < roof) view.scrollBy({ top: top - roof });
  };

  document.addEventListener("keydown", (event) => {
    byKey = true;
    const one = document.activeElement, way = WAYS[event.key];
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const touched = BACK.includes(event.key) ? sheet()?.querySelector("[data-stay]") ?? document.querySelector(".bar-back")
      : HELP.includes(event.key) ? document.querySelector(".bar-help")
      : event.key === "Enter" && one.matches("input[type=radio], input[type=checkbox]") ? one : null;
    if (!touched && !way) return;
    if (way && (writes(one, way) || reads(one, way))) return;
    event.preventDefault();
    if (touched) touched.click(); else next(one, way)?.focus();
  });
  document.addEventListener("pointerdown", () => { byKey = false; }, { passive: true });
  document.addEventListener("focusin", (event) => { if (byKey) requestAnimationFrame(() => show(event.target)); });
})();
