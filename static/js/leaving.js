// Signing out closes the drafts on this phone for good (field-vault.js): where some wait, it is said how many, and asked once (FT-01).
(() => {
  // How many wait; none where nothing was ever kept here, and nothing is made to look.
  const waiting = () => new Promise((done) => {
    const ask = indexedDB.open("field");
    ask.onupgradeneeded = () => ask.transaction.abort();
    ask.onerror = () => done(0);
    ask.onsuccess = () => {
      const base = ask.result;
      if (!base.objectStoreNames.contains("drafts")) { base.close(); done(0); return; }
      const counted = base.transaction("drafts").objectStore("drafts").count();
      counted.onsuccess = () => { base.close(); done(counted.result); };
      counted.onerror = () => { base.close(); done(0); };
    };
  });
  const form = document.querySelector("form[data-leaving]"), told = document.querySelector("#leaving");
  if (!form || !told || !window.indexedDB) return;
  let warned = false;
  form.addEventListener("submit", async (event) => {
    if (warned) return;
    event.preventDefault();
    const n = await waiting();
    if (!n) { form.submit(); return; }
    warned = true;
    const shown = told.content.cloneNode(true), words = shown.querySelector("[data-words]");
    words.textContent = words.textContent.replace("{n}", n);
    document.querySelector("#main").prepend(shown);
    scrollTo({ top: 0 });
    document.querySelector("#main").focus({ preventScroll: true });
  });
})();
