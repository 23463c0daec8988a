// At a paired terminal the page says every twenty seconds that it lives, whoever is there: a screen that hangs is seen in the office and
// started anew by the launcher (K53, K61). Nothing waits for the answer.
(() => {
  const EVERY = 20000, PATIENCE = 10000;

  const tell = () => fetch("/kiosk/near?alive=1", { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) }).catch(() => {});

  setInterval(tell, EVERY);
  tell();
})();
