// Nobody there? After data-idle seconds the screen asks, after data-warn more it is wiped (K15–K19). While something is being
// handed in, nobody is asked for up to five minutes, and then at once who did not touch meanwhile; while a person is called, for as long as call.js says. Each minute in
// which somebody touched, the server hears of it (turn.js), so that its own clock of the visit (visit.py) runs as this one.
(() => {
  const COUNT = 20, PENDING = 300000, TELL = 60000;
  let touched = Date.now(), told = touched, ended = false;

  const sheet = () => document.getElementById("still-there");

  const show = (open) => {
    const box = sheet();
    if (!box || box.hidden === !open) return;
    box.hidden = !open;
    for (const part of document.querySelectorAll(".screen > :not(.watch)")) part.inert = open;
    if (open) box.querySelector("[data-stay]").focus();
    if (open) document.dispatchEvent(new Event("kiosk:asks"));
  };

  const stay = () => {
    touched = Date.now();
    show(false);
  };

  const sends = () => {
    const since = Number(document.documentElement.dataset.sending || 0);
    return since > 0 && Date.now() - since < PENDING;
  };

  const look = () => {
    const screen = document.querySelector(".screen[data-idle]");
    if (!screen || ended) return;
    const idle = Number(screen.dataset.idle), sending = sends();
    if (Date.now() < Number(document.documentElement.dataset.hold || 0)) stay();
    if (sending) {
      touched = Math.max(touched, Date.now() - idle * 1000);
      show(false);
    }
    if (touched > told && Date.now() - told >= TELL) {
      told = Date.now();
      document.dispatchEvent(new Event("kiosk:touched"));
    }
    const gone = (Date.now() - touched) / 1000, left = idle + Number(screen.dataset.warn) - gone;
    if (left <= 0) {
      ended = true;
      document.dispatchEvent(new Event("kiosk:rest"));
    } else if (gone >= idle && !sending) {
      show(true);
      const count = sheet().querySelector(".watch-count");
      count.hidden = left > COUNT;
      count.textContent = count.dataset.words.replace("{n}", String(Math.ceil(left)));
    }
  };

  for (const sign of ["pointerdown", "keydown", "input", "wheel"]) document.addEventListener(sign, () => { if (sheet()?.hidden) stay(); }, { passive: true });
  document.addEventListener("click", (event) => { if (event.target.closest("[data-stay], .watch")) stay(); });
  for (const change of ["kiosk:screen", "kiosk:printing"]) document.addEventListener(change, () => { touched = Date.now(); told = touched; });
  setInterval(look, 1000);
})();
