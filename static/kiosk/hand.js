// What the hand needs: the digit pad, the counter of signs, and going down a long screen by one touch (K10). Without this file the
// fields are plain fields and the screen scrolls.
(() => {
  let field = null;
  const sizes = new ResizeObserver(() => reach()); // the keys came or went, a word about a call came in, the type changed

  const ready = () => {
    for (const pad of document.querySelectorAll(".pad")) pad.hidden = false;
    for (const counter of document.querySelectorAll("[data-count]")) count(counter);
    const [number, code] = document.querySelectorAll(".dial .input");
    field = number ? (/-\d{4,}$/.test(number.value) ? code : number) : null;
    mark();
    reach();
    sizes.disconnect();
    for (const part of document.querySelectorAll(".stage, .stage-ask, .stage-body")) sizes.observe(part);
  };

  const mark = () => {
    for (const one of document.querySelectorAll(".dial .input")) one.classList.toggle("input-now", one === field);
  };

  const count = (counter) => {
    const left = Number(counter.dataset.most) - [...document.getElementById(counter.dataset.count).value].length;
    counter.textContent = (left < 0 ? counter.dataset.over : counter.dataset.words).replace("{n}", String(Math.abs(left)));
  };

  const press = (key) => {
    const [number, code] = document.querySelectorAll(".dial .input");
    if (!field?.isConnected) field = number;
    if (key === "next") field = field === number ? code : number;
    else if (key === "del") field.value = field.value.trimEnd().slice(0, -1);
    else field.value += key;
    if (field.name === "code") field.value = field.value.replace(/[^0-9]/g, "").slice(0, 12).replace(/(\d{4})(?=\d)/g, "$1 ");
    else if (key !== "del" && /^\w+-\d\d-\d{4}$/.test(field.value)) field = code;
    mark();
    tell(field);
  };

  // What stands in the line now, sign by sign, for those who hear the screen (K58).
  const tell = (line) => {
    const said = document.querySelector(".dial-said");
    if (said) said.textContent = `${document.querySelector(`label[for="${line.id}"]`)?.textContent ?? ""}: ${[...line.value].join(" ")}`;
  };

  const reach = () => {
    const box = document.querySelector(".below");
    if (!box) return;
    const long = views().filter((view) => view.scrollHeight - view.clientHeight >= 8); // all is read before anything is written: one layout
    const more = long.some((view) => left(view) >= 8);
    document.querySelector(".below-down").hidden = !more;
    document.querySelector(".below-up").hidden = more;
    box.hidden = !long.length;
    for (const part of document.querySelectorAll(".stage, .stage-ask, .stage-act")) { // what scrolls can be read by keys alone (K57)
      if (long.includes(part)) part.tabIndex = 0;
      else if (part.matches(".stage")) part.tabIndex = -1;
      else part.removeAttribute("tabindex");
    }
  };

  // What scrolls: all above the acts; with the controls low (K55) first the question above, then what is below it.
  const low = () => document.documentElement.dataset.reach === "low";
  const views = () => [...document.querySelectorAll(low() ? ".stage-ask, .stage-act" : ".stage")];
  const left = (view) => view.scrollHeight - view.clientHeight - view.scrollTop;

  const further = () => {
    const next = views().find((view) => left(view) >= 8), still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const behavior = still ? "auto" : "smooth", covered = next?.querySelector(".stage-acts")?.offsetHeight || next?.querySelector(".btn-primary")?.offsetHeight || 0;
    if (next) next.scrollBy({ top: (next.clientHeight - covered) * 0.75, behavior });
    else for (const view of views()) view.scrollTo({ top: 0, behavior });
    reach();
  };

  document.addEventListener("scroll", reach, { passive: true, capture: true });
  window.addEventListener("resize", reach);
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-further]")) further();
    const key = event.target.closest("[data-key]"), put = event.target.closest("[data-put]");
    if (key) press(key.dataset.key);
    if (!put) return;
    event.preventDefault();
    field = document.querySelector(".dial .input");
    field.value = put.dataset.put;
    for (const one of document.querySelectorAll("[data-put]")) one.setAttribute("aria-pressed", String(one === put));
    mark();
  });
  // A line that is touched or written in takes the digits; one that keys only pass over on their way to the pad does not (K57).
  const aim = (event) => { if (event.target.matches(".dial .input")) { field = event.target; mark(); } };
  document.addEventListener("click", aim);
  document.addEventListener("input", (event) => {
    aim(event);
    const counter = document.querySelector(`[data-count="${event.target.id}"]`);
    if (counter) count(counter);
  });
  document.addEventListener("kiosk:screen", ready);
  document.addEventListener("kiosk:printing", reach);
  ready();
})();
