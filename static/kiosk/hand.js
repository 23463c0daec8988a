// What the hand needs: the digit pad, the counter of signs, and going down a long screen by one touch (K10). Without this file the
// fields are plain fields and the screen scrolls.
(() => {
  let field = null;

  const ready = () => {
    for (const pad of document.querySelectorAll(".pad")) pad.hidden = false;
    for (const counter of document.querySelectorAll("[data-count]")) count(counter);
    const [number, code] = document.querySelectorAll(".dial .input");
    field = number ? (/-\d{4,}$/.test(number.value) ? code : number) : null;
    mark();
    reach();
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
    if (field === code) field.value = field.value.replace(/[^0-9]/g, "").slice(0, 12).replace(/(\d{4})(?=\d)/g, "$1 ");
    else if (key !== "del" && /^\w+-\d\d-\d{4}$/.test(field.value)) field = code;
    mark();
  };

  const reach = () => {
    const box = document.querySelector(".below"), bar = document.querySelector(".bar");
    if (!box || !bar) return;
    const page = document.documentElement, rest = page.scrollHeight - window.innerHeight - window.scrollY;
    document.querySelector(".below-down").hidden = rest < 8;
    document.querySelector(".below-up").hidden = rest >= 8;
    box.hidden = page.scrollHeight - window.innerHeight < 8;
  };

  const further = () => {
    const up = document.querySelector(".below-down").hidden, still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const bar = document.querySelector(".bar"), beside = bar.offsetWidth < window.innerWidth / 2;
    const view = window.innerHeight - (beside ? 0 : bar.offsetHeight);
    window.scrollTo({ top: up ? 0 : window.scrollY + view * 0.75, behavior: still ? "auto" : "smooth" });
  };

  document.addEventListener("scroll", reach, { passive: true });
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
  document.addEventListener("focusin", (event) => { if (event.target.matches(".dial .input")) { field = event.target; mark(); } });
  document.addEventListener("input", (event) => {
    const counter = document.querySelector(`[data-count="${event.target.id}"]`);
    if (counter) count(counter);
  });
  document.addEventListener("kiosk:screen", ready);
  document.addEventListener("kiosk:printing", reach);
  ready();
})();
