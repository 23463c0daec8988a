// Turns the page without leaving it: links and forms of the kiosk are fetched and swapped in. So the browser's history holds one entry
// for a whole visit (K21), and what was typed stays on the screen until the server has answered (K39, K40).
(() => {
  const HOME = "/kiosk/", NEAR = "/kiosk/near";
  const PATIENCE = 10000, GLANCE = 1800, SLOW = 2000, FIRST = 500, LONGEST = 3600, LONG = 90000;
  const AWAY = [502, 503, 504], VIEWS = [".stage", ".stage-ask", ".stage-act"];
  let turn = 0, sending = false, resting = false, away = false, offered = false, life = new AbortController();

  const wait = (ms) => new Promise((done) => { setTimeout(done, ms); });

  const say = (...shown) => {
    for (const word of document.querySelectorAll(".network-word")) {
      word.hidden = !shown.some((name) => word.classList.contains(`network-${name}`));
    }
  };

  // null: nobody answered, not in time, not wholly, or somebody in between said so for the portal (502–504). What is under way is
  // dropped by the next touch and by the end of the visit, so that no late answer brings back a cookie of what is over.
  const once = async (url, { patience, ...options }, most = patience ?? PATIENCE, stop = new AbortController()) => {
    const timer = setTimeout(() => stop.abort(), most);
    try {
      const answer = await fetch(url, { ...options, signal: AbortSignal.any([stop.signal, life.signal]), cache: "no-store" });
      return AWAY.includes(answer.status) ? null : { page: await answer.text(), url: answer.url, ok: answer.ok };
    } catch {
      return null;
    } finally {
      clearTimeout(timer);
    }
  };

  // A try under way when the power of the other side went would hang to the end of its patience: whoever sees the portal go and
  // come back gives it up and tries anew.
  const watched = async (url, options) => {
    const stop = new AbortController();
    let gone = false;
    const watch = setInterval(async () => {
      const near = await once(NEAR, {}, GLANCE);
      if (gone && near) stop.abort();
      gone ||= !near;
    }, SLOW);
    const answer = await once(url, options, undefined, stop);
    clearInterval(watch);
    return answer;
  };

  const restarted = () => {
    life.abort();
    life = new AbortController();
    turn += 1;
    away = false;
    offered = false;
  };

  // Again and again while nobody answers, never more than five seconds apart; an answer that says no (4xx) is an answer. A later
  // touch ends the waiting for an earlier one. A person is offered after LONG, and at once to whoever asks for one or wants to go.
  const ask = async (url, options, mine, pressing) => {
    const began = Date.now();
    for (let tries = 0; mine === turn; tries += 1) {
      const answer = await watched(url, options);
      if (answer || mine !== turn) return answer;
      away = true;
      if (offered || pressing || Date.now() - began > LONG) offer(); else say("away");
      await wait(Math.min(LONGEST, FIRST * 2 ** Math.min(tries, 5)) * (0.75 + Math.random() / 2));
    }
    return null;
  };

  const offer = () => {
    offered = true;
    say("away", "long");
  };

  const go = async (url, options, send, pressing) => {
    if (resting) return;
    if (sending) {
      if (away) offer();
      return;
    }
    restarted();
    const mine = turn, root = document.documentElement;
    sending = send;
    if (send) root.dataset.sending = String(Date.now());
    document.querySelector(".screen").setAttribute("aria-busy", "true");
    const slow = setTimeout(() => say("wait"), SLOW);
    const answer = await ask(url, options, mine, pressing);
    clearTimeout(slow);
    if (mine !== turn) return;
    sending = false;
    delete root.dataset.sending;
    if (answer) swap(answer);
  };

  const swap = ({ page, url }) => {
    const next = new DOMParser().parseFromString(page, "text/html");
    const screen = next.querySelector(".screen"), old = document.querySelector(".screen");
    if (!screen || (new URL(url).pathname === HOME && !new URL(url).search)) { rest(); return; }
    for (const name of ["lang", "data-text", "data-contrast", "data-reach", "data-hand", "data-voice"]) {
      const value = next.documentElement.getAttribute(name), root = document.documentElement;
      if (value === null) root.removeAttribute(name);
      else if (value !== root.getAttribute(name)) root.setAttribute(name, value);
    }
    document.title = next.title;
    const same = screen.querySelector("h1")?.textContent === old.querySelector("h1")?.textContent;
    const touched = same && document.activeElement?.matches("button[value]") ? named(document.activeElement) : "";
    for (const around of ["body > .skip", "body > .demo"]) {
      const words = next.querySelector(around), stood = document.querySelector(around);
      if (words && stood && words.textContent !== stood.textContent) stood.replaceWith(document.adoptNode(words)); // they speak the language that was chosen now
    }
    const gone = same ? VIEWS.map((view) => old.querySelector(view)?.scrollTop ?? 0) : []; // asking makes the browser lay out what goes
    old.replaceWith(document.adoptNode(screen));
    if (same) VIEWS.forEach((view, i) => screen.querySelector(view)?.scrollTo({ top: gone[i] }));
    focus(screen, touched);
    document.dispatchEvent(new Event("kiosk:screen"));
  };

  const named = (button) => button.dataset.as || button.value; // a switch keeps its name while its value turns

  // To what went wrong, else to the button that was touched, else to the question (K38, K57).
  const focus = (screen, touched) => {
    const wrong = screen.querySelector(".field-bad :is(textarea, input:not([type=hidden]))");
    const again = touched && [...screen.querySelectorAll("button[value]")].find((one) => named(one) === touched && !one.disabled);
    (wrong || again || screen.querySelector("h1"))?.focus({ preventScroll: !wrong });
  };

  // The wipe: nothing of the visitor stays on the screen, then the attract screen replaces this page as soon as it can be had;
  // until then a notice for the staff stands there (K41). The browser is never sent to an address before that has answered.
  const rest = async () => {
    if (resting) return;
    resting = true;
    restarted();
    delete document.documentElement.dataset.sending;
    const called = document.querySelector(".called:not([data-state=none])");
    const body = new URLSearchParams({ csrf_token: document.querySelector("[name=csrf_token]")?.value ?? "" });
    const empty = document.getElementById("resting");
    document.querySelector(".screen").replaceWith(empty.content.cloneNode(true));
    document.title = empty.dataset.title;
    for (const own of ["text", "contrast", "reach", "hand", "voice"]) delete document.documentElement.dataset[own];
    if (called) await once("/kiosk/end", { method: "POST", body }, GLANCE); // what the visit left open at the desk ends with it
    for (;;) {
      while (!(await once(HOME, {}, 2 * GLANCE))?.ok) {
        for (const word of document.querySelectorAll(".resting > *")) word.hidden = !word.matches(".resting-away");
        await wait(1200);
      }
      window.location.replace(HOME);
      await wait(PATIENCE);
      window.stop(); // the portal answered and then did not: this page is still here, and asks anew
    }
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || link.target || link.origin !== window.location.origin || link.getAttribute("href").startsWith("#")) return;
    event.preventDefault();
    go(link.href, {}, false, link.matches(".bar-help"));
  });

  document.addEventListener("submit", (event) => {
    const form = event.target, button = event.submitter;
    if (button?.hasAttribute("formtarget")) return;
    event.preventDefault();
    if (form.matches("[data-wipe]")) {
      if (!sending) rest(); else if (away) offer();
      return;
    }
    const url = button?.hasAttribute("formaction") ? button.formAction : form.getAttribute("action");
    go(url, { method: "POST", body: new URLSearchParams(new FormData(form, button)) }, Boolean(button?.hasAttribute("data-send")),
      Boolean(button?.matches(".bar-help, .bar-end")));
  });

  document.addEventListener("click", (event) => { if (event.target.closest("[data-abandon]")) rest(); });
  document.addEventListener("kiosk:go", ({ detail }) => go(detail.url, { method: "POST", body: detail.body }, false));
  document.addEventListener("kiosk:send", ({ detail }) => go(detail.url, { method: "POST", body: detail.body, patience: PATIENCE * 3 }, true));
  // Somebody writes or reads without turning the page: the server's own clock of the visit hears of it, unless a page is being
  // turned.
  document.addEventListener("kiosk:touched", () => {
    if (!resting && !document.querySelector(".screen[aria-busy]")) once(`${NEAR}?touched=1`, {}, GLANCE);
  });
  document.addEventListener("kiosk:rest", rest);
  window.addEventListener("pageshow", (event) => { if (event.persisted) rest(); });
})();
