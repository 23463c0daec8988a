// The input panel below a text field: five ways of typing, candidates, and a caret that can be moved. The field keeps the focus, so
// that a keyboard of wood works too. What was learnt from one visitor would be shown to the next: nothing is.
(() => {
  const { ROWS, key } = window.HuiyinInput, here = document.currentScript.dataset;
  const FIELD = ".stage .field .input:not(.dial .input)";
  const COMPOSED = { pinyin: /[a-z']/, zhuyin: /[\u3105-\u3129ˉˊˇˋ˙]/ };
  const AGAIN = 5000;
  let engine = null, field = null, mode = "", typed = "", capital = false, pad = null, latest = "";

  const panel = () => document.querySelector(".typing-panel");
  const part = (name) => panel()?.querySelector(`.typing-${name}`);
  const strip = window.HuiyinInput.strip(panel);
  const lang = () => document.documentElement.lang;
  const hant = () => lang() === "zh-Hant";
  const script = (text) => (hant() || (mode === "zhuyin" && lang() === "en") ? engine.dictionary.traditional(text) : text);

  // --- the field ---
  const changed = () => field.dispatchEvent(new Event("input", { bubbles: true }));
  const put = (text) => {
    if (!field?.isConnected) return;
    field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
    changed();
    field.scrollTop = field.selectionEnd >= field.value.length ? field.scrollHeight : field.scrollTop;
  };
  const remove = () => {
    const end = field.selectionEnd, start = field.selectionStart === end ? end - ([...field.value.slice(0, end)].pop() || "").length : field.selectionStart;
    field.setRangeText("", Math.max(0, start), end, "end");
    changed();
  };
  const caret = (by) => {
    const at = Math.min(field.value.length, Math.max(0, (by < 0 ? field.selectionStart : field.selectionEnd) + by));
    field.setSelectionRange(at, at);
    if (document.activeElement !== field && !panel().contains(document.activeElement)) field.focus();
  };

  // --- candidates ---
  const offer = (list, pick) => strip.offer(list, pick);
  const refresh = () => {
    part("typed").textContent = typed;
    if (!typed || !engine) { offer([], null); return; }
    const found = new Map(); // two words may be one in the other script
    for (const one of engine.look(typed, mode)) { const word = script(one.text); if (!found.has(word)) found.set(word, { ...one, shown: word }); }
    offer([...found.values()], choose);
  };
  const choose = (one) => {
    put(one.shown);
    typed = typed.slice(one.used).replace(/^'/, "");
    refresh();
  };
  // What was drawn and not yet read out is taken over, what was typed and never chosen stays as letters: nothing is lost.
  const settle = () => {
    pad?.flush();
    if (typed && COMPOSED[mode]) put(typed);
    typed = "";
    refresh();
  };

  // --- the keys ---
  const NAMES = { "⌫": "delete", "␣": "blank", "⇧": "capital" };
  const build = () => {
    const box = part("keys");
    pad?.unmount();
    pad = null;
    box.replaceChildren();
    box.dataset.mode = mode;
    if (mode === "ink") { write(box); return; }
    for (const row of ROWS[mode]) {
      const line = document.createElement("div");
      line.className = "typing-row";
      for (const sign of row) {
        const button = key(capital && sign.length === 1 ? sign.toUpperCase() : sign, "typing-key");
        if (NAMES[sign]) button.setAttribute("aria-label", panel().dataset[NAMES[sign]]);
        button.dataset.sign = sign;
        line.append(button);
      }
      box.append(line);
    }
  };
  // The pad commits the first candidate after a pause; whoever then touches another means that one instead.
  const write = (box) => {
    const side = document.createElement("div"), paper = document.createElement("div");
    let wrote = null;
    paper.className = "typing-paper";
    side.className = "typing-side";
    for (const sign of ["⌫", "↶", "，", "。"]) {
      const button = key(sign === "↶" ? panel().dataset.undo : sign, "typing-key");
      if (NAMES[sign]) button.setAttribute("aria-label", panel().dataset[NAMES[sign]]);
      button.dataset.sign = sign;
      side.append(button);
    }
    box.append(paper, side);
    const instead = ({ text }) => {
      const from = wrote && wrote.end - wrote.text.length;
      if (wrote && field.value.slice(from, wrote.end) === wrote.text) {
        field.setRangeText(text, from, wrote.end, "end");
        changed();
      } else {
        put(text);
        pad.clear();
      }
      wrote = null;
      offer([], null);
    };
    pad = window.HuiyinInput.ink.mount(paper, {
      candidates: (list) => { wrote = null; offer(list.map((text) => ({ text, shown: text })), instead); },
      commit: (text) => { put(text); wrote = { text, end: field.selectionEnd }; },
    });
    pad.setScript(hant() ? "hant" : "hans");
  };
  const press = (sign) => {
    if (sign === "↶") { pad?.undo(); return; }
    if (sign === "⇧") { capital = !capital; build(); return; }
    if (sign === "⌫" && pad?.drawn()) { pad.clear(); return; }
    pad?.flush(); // what was written before the comma stands before it
    if (sign === "⌫") { if (typed) { typed = typed.slice(0, -1); refresh(); } else remove(); return; }
    if (sign === "␣" && typed && strip.first()) return;
    if (COMPOSED[mode]?.test(sign)) { typed += sign; refresh(); return; }
    if (typed) strip.first();
    put(sign === "␣" ? " " : capital ? sign.toUpperCase() : sign);
    if (pad) offer([], null); // what could stand instead of the character before is behind the caret now
  };
  const set = (name) => {
    settle();
    mode = name;
    capital = false;
    for (const tab of panel().querySelectorAll("[data-way]")) tab.setAttribute("aria-pressed", String(tab.dataset.way === name));
    build();
  };
  const ACTS = {
    left: () => caret(-1), right: () => caret(1), before: () => strip.leaf(-1), after: () => strip.leaf(1), close: () => { settle(); close(); document.querySelector("h1")?.focus({ preventScroll: true }); },
    clear: () => { if (typed) { typed = ""; refresh(); } else if (pad) { pad.clear(); offer([], null); } else { field.value = ""; changed(); } },
    enter: () => { settle(); if (field.tagName === "TEXTAREA") put("\n"); },
  };

  // --- open and close ---
  const first = () => (field.name === "phone" ? "pad" : lang() === "en" ? "latin" : window.HuiyinInput.ink ? "ink" : "pinyin");
  const open = (target) => {
    if (!panel() || (field === target && !panel().hidden)) return;
    if (field && field !== target) settle();
    const kept = latest === target.name && mode;
    field = target;
    latest = target.name;
    document.querySelector(".screen").classList.add("typing");
    for (const one of document.querySelectorAll(".typed")) one.classList.remove("typed");
    for (let up = target.parentElement; up && !up.matches(".stage"); up = up.parentElement) up.classList.add("typed");
    panel().hidden = false;
    panel().classList.toggle("typing-digits", target.name === "phone");
    part("tabs").querySelector("[data-way=ink]").hidden = !window.HuiyinInput.ink;
    const letters = typed;
    typed = "";
    set(kept && (kept !== "ink" || window.HuiyinInput.ink) ? kept : first());
    if (kept) { typed = letters; refresh(); }
    target.scrollIntoView({ block: "nearest" });
  };
  const close = () => {
    pad?.unmount();
    pad = null;
    field = null;
    document.querySelector(".screen")?.classList.remove("typing");
    if (panel()) panel().hidden = true;
  };

  // Arrows lead from key to key by where they lie (K57).
  const walk = (event) => {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key], from = event.target;
    if (event.key !== "Escape" && (!way || !from.matches(".typing-panel button"))) return;
    event.preventDefault();
    if (!way) { ACTS.close(); return; }
    const all = [...panel().querySelectorAll("button:not(:disabled)")].filter((one) => one !== from && one.checkVisibility());
    window.HuiyinInput.towards(from, way, all)?.focus();
  };

  document.addEventListener("focusin", (event) => { if (!window.HuiyinInput.led() && event.target.matches(FIELD)) open(event.target); });
  document.addEventListener("kiosk:type", (event) => { if (event.target.matches(FIELD)) open(event.target); });
  document.addEventListener("mousedown", (event) => { if (event.target.closest(".typing-panel")) event.preventDefault(); });
  document.addEventListener("keydown", (event) => { if (panel() && !panel().hidden && event.target.closest(`.typing-panel, ${FIELD}`)) walk(event); }, true);
  document.addEventListener("click", (event) => {
    const button = event.target.closest(".typing-panel button");
    if (!button || !field) return;
    if (button.dataset.way) set(button.dataset.way);
    else if (button.dataset.typing) ACTS[button.dataset.typing]();
    else if (button.dataset.sign) press(button.dataset.sign);
  });
  // A touch on the act comes before the pause that ends a character, and this before the form is read (turn.js); what only changes the
  // look of the screen lets go on with the letters.
  document.addEventListener("submit", ({ target, submitter }) => { if (field && target === field.form) { if (submitter?.closest(".bar-view")) pad?.flush(); else settle(); } }, true);
  document.addEventListener("kiosk:screen", () => {
    const name = latest, letters = typed, way = mode;
    pad = null;
    field = null;
    learn();
    const again = name && [...document.querySelectorAll(FIELD)].find((one) => one.name === name);
    if (!again || again.matches("[type=hidden]") || !way) { latest = ""; mode = ""; typed = ""; return; }
    mode = way;
    typed = letters;
    if (document.querySelector(".screen").dataset.typing !== undefined || letters || document.activeElement === again) open(again);
  });

  // The station's own words: asked for anew when the language changes; without an answer those of before stay.
  let told = "";
  const learn = async () => {
    if (!engine || told === lang()) return;
    const asked = lang();
    try {
      const answer = await fetch(here.own);
      if (!answer.ok) return;
      engine.dictionary.own(await answer.json());
      told = asked;
    } catch {
      // the server is away: the shipped dictionary does
    }
  };
  const start = async () => {
    const setting = { fuzzy: here.fuzzy !== "no", hf: here.fuzzy === "hf" };
    try {
      engine = new window.HuiyinInput.Engine(await window.HuiyinInput.dictionary(here.dictionary, setting));
    } catch {
      setTimeout(start, AGAIN); // the server is away: until it is back there are letters, digits and the pen
      return;
    }
    await learn();
    if (field) refresh();
    done();
  };
  let done = null;
  window.HuiyinInput.loaded = new Promise((loaded) => { done = loaded; });
  start();
})();
