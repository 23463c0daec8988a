// A receipt held to a reader. Readers type what they read like a keyboard and end with Enter, some with Tab or with nothing; a receipt's
// address, or its number and code in one line, is handed to the server and leaves no trace in a field, a title, the history or the
// address. Other codes get kind words. Where something is being told nothing is taken, but neither does the code stay in the words.
(() => {
  const PAUSE = 1000, FAST = 50, LEAST = 8, MOST = 400, SILENCE = 400;
  const RECEIPT = [/\/t\/[\w-]{20,64}\/?$/, /[A-Z]\w{0,7}-\d\d-S?\d{4,}\W*(\d\W?){12}$/i];
  let typed = "", began = 0, last = 0, before = null, silence = 0;

  const field = () => (document.activeElement?.matches("textarea, .input") ? document.activeElement : null);

  const start = () => {
    typed = "";
    began = performance.now();
    before = field() && { field: field(), value: field().value };
  };

  // What was in the field before the reader typed into it.
  const takeBack = () => {
    if (!before?.field.isConnected) return;
    before.field.value = before.value;
    before.field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const hand = () => {
    const draft = document.getElementById("draft"), token = document.querySelector("[name=csrf_token]");
    if (!token || (draft && draft.getAttribute("action") !== "/kiosk/track")) return;
    const body = new URLSearchParams({ csrf_token: token.value, held: typed, aim: draft?.elements.aim?.value ?? "" });
    document.dispatchEvent(new CustomEvent("kiosk:go", { detail: { url: "/kiosk/scan", body } }));
  };

  const receipt = () => RECEIPT.some((one) => one.test(typed));
  const quick = () => typed.length >= LEAST && last - began <= FAST * typed.length;

  const end = (event) => {
    if (event.key === "Enter" ? receipt() || quick() : receipt() && quick()) {
      event.preventDefault(); // it would touch whatever has the focus
      event.stopImmediatePropagation();
      takeBack();
      hand();
    }
    typed = "";
  };

  // A whole receipt, faster than any hand, and then silence.
  const settle = () => {
    if (!receipt() || !quick()) return;
    takeBack();
    hand();
    typed = "";
  };

  window.addEventListener("keydown", (event) => {
    if (event.isComposing || event.key === "Shift") return;
    const now = performance.now();
    if (!typed || now - last > PAUSE) start();
    last = now;
    clearTimeout(silence);
    if (event.key === "Enter" || event.key === "Tab") end(event);
    else if (event.key.length === 1 && !event.repeat && !event.ctrlKey && !event.altKey && !event.metaKey) {
      typed += typed.length < MOST ? event.key : "";
      silence = setTimeout(settle, SILENCE);
    } else typed = "";
  }, { capture: true });
})();
