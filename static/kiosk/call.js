// A person was called: asks how the call stands without turning the page, says after two minutes what else one can do, and tells the
// timer (idle.js) for how long the screen waits. Without this file the help screen has a button that asks.
(() => {
  const EVERY = 3000, PATIENCE = 10000, ASK = "/kiosk/help/state";
  let known = "", late = 0, asking = false;

  const box = () => document.querySelector(".called");

  const take = () => {
    const { state, late: left, hold } = box()?.dataset ?? { state: "none" };
    const stands = state === "late" ? "ringing" : state;
    if (stands !== known) {
      known = stands;
      late = Date.now() + Number(left || 0) * 1000;
      document.documentElement.dataset.hold = String(Date.now() + Number(hold || 0) * 1000);
    }
    tell();
  };

  const tell = () => {
    const words = box()?.querySelectorAll(".called-wait, .called-late");
    if (!words?.length) return;
    const over = box().dataset.state === "late" || Date.now() >= late;
    for (const word of words) word.hidden = word.classList.contains("called-wait") === over;
  };

  const put = (page) => {
    const next = new DOMParser().parseFromString(page, "text/html").querySelector(".called"), old = box();
    if (!next || !old || next.dataset.state === old.dataset.state) return;
    if (next.dataset.state === "late" && old.dataset.state === "ringing") late = 0;
    old.className = next.className;
    old.dataset.state = next.dataset.state;
    old.dataset.hold = next.dataset.hold;
    old.replaceChildren(...next.childNodes); // the same region, so that it is read out
    take();
    document.dispatchEvent(new Event("kiosk:called"));
  };

  const ask = async () => {
    tell();
    if (asking || !["ringing", "coming", "late"].includes(box()?.dataset.state) || !Number(box().dataset.hold)) return;
    asking = true;
    const stop = new AbortController(), timer = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const answer = await fetch(ASK, { signal: stop.signal, cache: "no-store" });
      if (answer.ok && !answer.redirected) put(await answer.text());
    } catch { /* the line is away: the screen goes on waiting, and says after two minutes what else one can do */ }
    clearTimeout(timer);
    asking = false;
  };

  document.addEventListener("kiosk:screen", take);
  setInterval(ask, EVERY);
  take();
})();
