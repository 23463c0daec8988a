// Five keys are enough (K57): arrows go from tile to tile, Enter touches, Escape goes back, F1 calls a person; Tab works as ever.
// Whatever has the focus is seen whole: the bar below never lies over it (WCAG 2.4.11).
(() => {
  const WAYS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
  const BACK = ["Escape", "BrowserBack", "GoBack"], HELP = ["F1", "Help"];
  const REACHED = "a[href], button, input:not([type=hidden]), textarea, [tabindex='0']";
  let byKey = false;

  const sheet = () => document.querySelector(".watch:not([hidden])");
  const seen = (one) => !one.disabled && one.tabIndex >= 0 && one.checkVisibility() && !one.closest("[inert]");
  const all = () => [...(sheet() ?? document.querySelector(".screen")).querySelectorAll(REACHED)].filter(seen);
  const box = (one) => (one.closest("label.choice, label.tick") ?? one).getBoundingClientRect();
  const inBar = (one) => Boolean(one.closest(".bar"));

  // How far `to` lies from `from` on that way; Infinity when it does not lie there. Sideways only what stands on the same line.
  const far = (from, to, [x, y]) => {
    const ahead = y > 0 ? to.top - from.bottom : y < 0 ? from.top - to.bottom : x > 0 ? to.left - from.right : from.left - to.right;
    const across = y ? Math.max(to.left - from.right, from.left - to.right, 0) : Math.max(to.top - from.bottom, from.top - to.bottom, 0);
    if (ahead < -2 || (x && across > 0)) return Infinity;
    return ahead + across * 3 + Math.abs(y ? to.left - from.left : to.top - from.top) / 100;
  };

  const next = (from, way) => {
    const places = all(), here = places.indexOf(from), [x, y] = way, on = x + y;
    if (here < 0) return after(places, on);
    const near = places.filter((one) => one !== from && inBar(one) === inBar(from))
      .map((one) => ({ one, away: far(box(from), box(one), way) })).filter(({ away }) => away < Infinity)
      .sort((a, b) => a.away - b.away)[0];
    if (near) return near.one;
    if (x) return places[(here + on + places.length) % places.length];
    const others = places.filter((one) => inBar(one) !== inBar(from)); // over the edge: into the bar, or out of it
    return (on > 0 ? others[0] : others.at(-1)) ?? places[(here + on + places.length) % places.length];
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

  const reads = (one, [, y]) => y && one.matches(".stage-ask, .stage-act")
    && (y > 0 ? one.scrollHeight - one.clientHeight - one.scrollTop > 2 : one.scrollTop > 2);

  const show = (one) => {
    const bar = document.querySelector(".bar");
    if (!bar || !one.isConnected || !one.closest(".stage") || document.documentElement.dataset.reach === "low") return;
    const { top, bottom } = box(one), floor = bar.getBoundingClientRect().top - 8;
    if (bottom > floor) window.scrollBy({ top: Math.min(bottom - floor, top - 8) });
    else if (top < 8) window.scrollBy({ top: top - 8 });
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
