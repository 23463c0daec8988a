// Reads the screen aloud once that was asked for (K56): the station's own recordings where there are some, else a voice of this very
// terminal, else a word that it has none. What was typed is heard in its field's place, and alone by a key of the panel. A touch or
// another screen ends it; nothing is read on the resting screen (K13).
(() => {
  const LANGS = { "zh-Hans": [/^(zh|cmn)[-_](hans[-_])?cn/i, /^(zh|cmn)(?!.*(hk|tw|yue|hant))/i, /^(zh|cmn)/i], "zh-Hant": [/^(zh[-_](hant[-_])?(hk|yue)|yue)/i, /^(zh|cmn)[-_](hant[-_])?tw/i, /^(zh|cmn)/i], en: [/^en/i] };
  const SLOW = 0.8, LOUD = 0.8, STEP = 0.2, SILENT = ".icon, .seal, .unseen, [aria-hidden=true], [hidden], noscript, textarea, select, script, template";
  const voice = window.speechSynthesis, player = new Audio();
  let loud = LOUD, turn = 0, byKey = false;
  const recorded = {};

  const on = () => document.documentElement.dataset.voice === "on" && !document.querySelector(".screen-attract");
  const lang = () => document.documentElement.lang;
  const plain = (text) => text.replace(/\s+/g, " ").trim();

  const WRITTEN = ".stage .field .input";
  const aside = (node) => (node.nodeType === Node.TEXT_NODE || (node.matches(WRITTEN) && node.value?.trim()) ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP);

  // Every sentence that can be seen inside of these, in the order it stands; a number is read sign by sign.
  const sentences = (...parts) => {
    const found = [];
    for (const part of parts) {
      const walk = document.createTreeWalker(part, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, aside);
      while (walk.nextNode()) {
        if (walk.currentNode.nodeType === Node.ELEMENT_NODE) { found.push(...entered(walk.currentNode)); continue; }
        const own = walk.currentNode.parentElement, text = plain(walk.currentNode.data);
        if (text && !own.closest(SILENT) && own.checkVisibility()) found.push(own.closest(".digits-run, .number") ? [...text.replace(/\s/g, "")].join(" ") : text);
      }
    }
    return found;
  };

  // What a field holds, sentence by sentence so that the timer holds for a long one; a number sign by sign. An empty one says its label.
  const entered = (field) => {
    const text = field.value.trim(), parts = text.match(/[^。！？!?\n]+[。！？!?]*/g) ?? [];
    return /^(phone|number|code)$/.test(field.name) ? [[...text.replace(/\s/g, "")].join(" ")] : parts.map(plain).filter(Boolean);
  };
  const field = () => document.querySelector(".stage .typed > .input");
  const typed = (own) => { const said = entered(own); return said[0] ? said : [plain(own.labels[0]?.innerText ?? "")]; };

  const voices = () => new Promise((done) => {
    const have = voice?.getVoices() ?? [];
    if (have.length || !voice) { done(have); return; }
    const late = setTimeout(() => done(voice.getVoices()), 1500); // the list may come a moment after the page
    voice.addEventListener?.("voiceschanged", () => { clearTimeout(late); done(voice.getVoices()); }, { once: true });
  });

  const own = async () => {
    const here = (await voices()).filter((one) => one.localService); // a voice from elsewhere would send the words away
    return (LANGS[lang()] ?? []).map((known) => here.find((one) => known.test(one.lang))).find(Boolean);
  };

  const recordings = async () => {
    const locale = lang().replace("-", "_");
    if (!recorded[locale]) {
      try {
        const answer = await fetch(`/kiosk/voices/${locale}`, { cache: "no-store" });
        recorded[locale] = answer.ok && !answer.redirected ? await answer.json() : {};
      } catch { return {}; }
    }
    return recorded[locale];
  };

  const utter = (text, who) => new Promise((done) => {
    const said = new SpeechSynthesisUtterance(text);
    [said.voice, said.lang, said.rate, said.volume] = [who, who.lang, SLOW, loud];
    said.onend = said.onerror = done;
    voice.speak(said);
  });

  const play = (address) => new Promise((done) => {
    [player.src, player.volume] = [address, loud];
    player.onended = player.onerror = player.onpause = done;
    player.play().catch(done);
  });

  const read = async (texts) => {
    stop();
    const mine = turn, [known, who] = await Promise.all([recordings(), own()]);
    tell(who || texts.some((text) => known[text]) ? "" : "none"); // of this very screen
    for (const text of texts) {
      if (mine !== turn) return;
      document.documentElement.dataset.hold = String(Math.max(Date.now() + 20000, Number(document.documentElement.dataset.hold || 0)));
      if (known[text]) await play(known[text]);
      else if (who) await utter(text, who);
    }
  };

  const stop = () => {
    turn += 1;
    voice?.cancel();
    player.pause();
  };

  const tell = (what) => {
    const none = document.querySelector(".voice-none"), level = document.querySelector(".voice-level");
    if (none && what !== "level") none.textContent = what === "none" ? none.dataset.words : "";
    if (level && what === "level") level.textContent = level.dataset.words.replace("{n}", String(Math.round(loud * 10)));
  };

  const screen = () => { if (on()) read(sentences(document.querySelector(".stage"))); };

  const touched = ({ target }) => {
    const act = target.closest("[data-speak]")?.dataset.speak, own = target.closest("[data-hear-typed]") && field(), hear = target.closest("[data-hear]"), file = target.closest("[data-play]");
    if (act === "again") screen();
    else if (act) {
      loud = Math.min(1, Math.max(STEP, loud + (act === "louder" ? STEP : -STEP)));
      tell("level");
      screen();
    } else if (own) read(typed(own));
    else if (hear) read(sentences(document.getElementById(hear.dataset.hear)));
    else if (file) { stop(); play(file.dataset.play); }
  };

  document.addEventListener("pointerdown", () => { byKey = false; stop(); }, { passive: true });
  document.addEventListener("keydown", () => { byKey = true; stop(); }, { passive: true });
  document.addEventListener("click", touched);
  document.addEventListener("focusin", ({ target }) => { if (byKey && on() && target.matches("button, a, input, textarea")) read([target.labels?.[0]?.innerText, target.getAttribute("aria-label") ?? target.innerText].filter(Boolean).map(plain).slice(0, 1)); });
  document.addEventListener("kiosk:screen", () => { stop(); screen(); });
  document.addEventListener("kiosk:asks", () => { if (on()) read(sentences(document.querySelector(".watch"))); });
  document.addEventListener("kiosk:rest", stop);
  window.addEventListener("pagehide", stop);
  screen();
})();
