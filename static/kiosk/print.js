// While a paper prints, its screen asks how far it is and says what the job says, nothing earlier and nothing rosier (K43). The
// page stays where it is. After a minute and a quarter without any answer it says that it does not know.
(() => {
  const EVERY = 1000, PATIENCE = 5000, BLIND = 75000;
  let heard = 0, stop = null;

  const panel = () => document.querySelector(".screen [data-printing]");

  const ask = async (from) => {
    const form = document.getElementById("draft"), address = new URL(from ?? form.action, window.location.href);
    address.searchParams.set("asks", "1"); // nobody touched anything: the answer carries no cookie (visit.py)
    stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const send = from ? {} : { method: "POST", body: new URLSearchParams(new FormData(form)) };
      const answer = await fetch(address, { ...send, signal: stop.signal, cache: "no-store" });
      return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-printing]") : null;
    } catch {
      return null;
    } finally {
      clearTimeout(timer);
    }
  };

  // The place stays, its words change: so a screen reader says them. What changed starts the idle time anew (K44).
  const show = (now, next) => {
    if (now.dataset.printing === next.dataset.printing) return;
    now.dataset.printing = next.dataset.printing;
    now.replaceChildren(...[...next.childNodes].map((one) => document.importNode(one, true)));
    document.dispatchEvent(new Event("kiosk:printing"));
  };

  const look = async () => {
    const now = panel();
    if (now?.dataset.printing !== "under_way") return;
    const next = await ask(now.dataset.from);
    if (panel() !== now) return;
    if (next) heard = Date.now();
    if (next) show(now, next);
    else if (Date.now() - heard > BLIND) show(now, document.getElementById("printing-unknown").content.querySelector("[data-printing]"));
  };

  const turn = async () => {
    await look();
    setTimeout(turn, EVERY);
  };

  const fresh = () => {
    heard = Date.now();
    stop?.abort();
  };

  document.addEventListener("kiosk:screen", fresh);
  document.addEventListener("kiosk:rest", fresh);
  fresh();
  turn();
})();
