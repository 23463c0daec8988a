// The form on a phone: what is typed is kept at once, sent when there is a line, and gone from the phone when the house has it (FT-01).
(async () => {
  const main = document.querySelector("#main"), form = document.querySelector("#field-form"), list = document.querySelector("#field-drafts");
  const line = document.querySelector("#field-line"), told = document.querySelector("#field-told");
  const words = JSON.parse(main.dataset.words), empty = new FormData(form), wrong = new Map();
  const DAY = 86400000, DAYS = 7, RETRY = 15000, PATIENCE = 20000;
  const SKIP = new Set(["csrf_token", "key", "files"]), files = form.querySelector("[name=files]");
  const fill = (text, given) => text.replace(/\{(\w+)\}/g, (whole, name) => given[name] ?? whole);
  const say = (name, given = {}) => { line.textContent = name ? fill(words[name], given) : ""; };
  const wall = () => Date.now() - new Date().getTimezoneOffset() * 60000; // this phone's clock on the wall, which may go wrong
  const now = () => new Date(wall() + ((own && own.vault.ahead) || 0)).toISOString().slice(0, 16); // as the house's went when they last met
  const blank = () => ({ id: fieldVault.hex(16), key: fieldVault.hex(16), at: Date.now() });
  const photos = fieldPhotos(files, document.querySelector("#field-photos"), words);
  let own = null, current = null, timer = 0, saving = Promise.resolve(), taking = Promise.resolve(), retry = 0, warned = false;

  if (!window.isSecureContext || !fieldVault.can) return say("no_keys"); // a plain form then
  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.register("/office/field/worker.js", { scope: "/office/field" })
      .then((found) => found.active && navigator.onLine && found.active.postMessage("keep")).catch(() => undefined);
  }

  const asked = async (path, options = {}) => fetch(path, { redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(PATIENCE), ...options });

  // Who is signed in, a token, and the clock of the house; null without a line, "" with nobody signed in.
  const reach = async () => {
    try {
      const answer = await asked("/office/field/line");
      if (answer.status === 204 || answer.type === "opaqueredirect") return "";
      return answer.ok ? await answer.json() : null;
    } catch {
      return null;
    }
  };

  const unlock = async () => {
    const there = await reach(), half = fieldVault.half();
    if (there && (!half || half.who !== there.who)) {
      await asked("/office/field/key", { method: "POST", headers: { "X-CSRFToken": there.token } }).catch(() => undefined);
    }
    own = await fieldVault.enter();
    const ahead = there && Date.parse(`${there.now}Z`) - wall();
    if (there && own && Math.abs(ahead - (own.vault.ahead || 0)) > 120000) {
      own.vault.ahead = ahead;
      await fieldVault.update(own.vault);
    }
    return there;
  };

  const typed = () => [...new FormData(form)].filter(([name]) => !SKIP.has(name));
  const isEmpty = () => typed().every(([name, value]) => name === "happened" || value === (empty.get(name) ?? "")) && !photos.count();

  const save = (ready) => {
    const draft = { id: current.id, at: current.at, ready }, fields = { key: current.key, typed: typed() };
    saving = saving.then(() => fieldVault.keep(own.vault, draft, fields));
    return saving;
  };

  const show = (fields) => {
    form.reset();
    for (const box of form.querySelectorAll("input[type=checkbox], input[type=radio]")) box.checked = false;
    for (const [name, value] of fields) {
      for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
        if (field.type === "checkbox" || field.type === "radio") field.checked = field.checked || field.value === value;
        else field.value = value;
      }
    }
  };

  const button = (text, act) => {
    const made = document.createElement("button");
    made.type = "button"; made.className = "btn btn-quiet"; made.textContent = text;
    made.addEventListener("click", act);
    return made;
  };

  const row = async (draft) => {
    const made = document.createElement("li"), said = document.createElement("p"), mine = own.priv && draft.who === own.vault.who;
    const fields = mine ? await fieldVault.read(draft, own.priv) : null;
    const first = fields && (fields.typed.find(([name]) => name === "words") || [])[1];
    const when = new Date(draft.at).toLocaleString(document.documentElement.lang, { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" });
    made.className = "seat";
    const beside = (await fieldVault.photos(draft.id)).length;
    said.textContent = `${when} · ${mine ? first.slice(0, 24) || words.untitled : words.locked}${beside ? ` · ${fill(words.photos, { n: beside })}` : ""}`;
    made.append(said);
    if (wrong.has(draft.id)) {
      const why = document.createElement("p");
      why.className = "field-bad-draft"; why.textContent = `${words.again} ${wrong.get(draft.id).join(" ")}`;
      made.append(why);
    }
    if (mine) {
      let sure = false;
      made.append(button(words.open, async () => {
        await leave();
        current = { id: draft.id, key: fields.key, at: draft.at };
        wrong.delete(draft.id);
        show(fields.typed);
        await photos.load(draft.id);
        await save(false);
        await refresh();
        form.querySelector("textarea").focus();
      }), button(words.drop, async (event) => {
        if (!sure) { sure = true; event.target.textContent = words.drop_sure; return; }
        await fieldVault.drop(draft.id);
        await refresh();
      }));
    }
    return made;
  };

  // What waits; the draft that stands in the form is not among them.
  const refresh = async () => {
    const waiting = (await fieldVault.drafts()).filter((draft) => draft.id !== current.id);
    const rows = [];
    for (const draft of waiting) rows.push(await row(draft));
    list.replaceChildren(...rows);
    list.hidden = !rows.length;
    return waiting;
  };

  const leave = async () => {
    clearTimeout(timer);
    await taking;
    if (!isEmpty()) await save(false);
    await saving;
  };

  const confirmed = (answer) => {
    const made = document.createElement("p");
    made.className = "field-told"; made.textContent = fill(words.told, answer);
    told.append(made);
  };

  // Sends one; true when the house has it or says what is wrong with it, false when it has to wait.
  const send = async (draft, there) => {
    const fields = await fieldVault.read(draft, own.priv), body = new FormData(), beside = await fieldVault.photos(draft.id);
    for (const [name, value] of fields.typed) body.append(name, value);
    const happened = body.get("happened") || "";
    if (happened > there.now && happened < there.now.slice(0, 11) + "24") body.set("happened", there.now); // a minute ahead of the house
    body.set("key", fields.key);
    for (const one of beside) body.append("files", new Blob([await fieldVault.open(one, own.priv)], { type: "image/jpeg" }), "photo.jpg");
    const signal = AbortSignal.timeout(PATIENCE * (1 + beside.length)); // pictures take longer on a thin line
    const answer = await asked("/office/field/drafts", { method: "POST", body, signal, headers: { "X-CSRFToken": there.token } });
    if (answer.ok && answer.status === 200) {
      const got = await answer.json();
      await fieldVault.drop(draft.id);
      confirmed(got);
      return true;
    }
    if (answer.type === "opaqueredirect" || answer.status === 400 || answer.status === 429 || answer.status >= 500) return false;
    wrong.set(draft.id, answer.status === 422 ? (await answer.json()).problems : [String(answer.status)]);
    return true;
  };

  const round = async () => {
    clearTimeout(retry);
    const there = await unlock();
    let ready = (await fieldVault.drafts()).filter((draft) => draft.ready && !wrong.has(draft.id));
    const mine = there ? ready.filter((draft) => draft.who === there.who && own && own.priv) : [];
    let went = true;
    for (const draft of mine) {
      say("sending");
      went = await send(draft, there).catch(() => false);
      await refresh();
      if (!went) break; // in order: the others wait behind it
    }
    ready = (await fieldVault.drafts()).filter((draft) => draft.ready && !wrong.has(draft.id));
    await refresh();
    const n = ready.length;
    if (there === null || !went) say(n ? "away" : isEmpty() ? "" : "kept", { n });
    else if (there === "") say("sign_in", { n });
    else say(n ? "others" : "");
    if (n) retry = setTimeout(sendAll, RETRY);
  };
  const sendAll = () => navigator.locks.request("field", { ifAvailable: true }, (mine) => mine && round()).catch(() => say("no_keys"));

  const begin = () => { current = blank(); form.reset(); photos.clear(); form.querySelector("[name=happened]").value = ""; };

  form.addEventListener("input", (event) => {
    if (!own || event.target === files) return;
    const happened = form.querySelector("[name=happened]");
    if (!happened.value) happened.value = now();
    clearTimeout(timer);
    timer = setTimeout(() => save(false).then(() => say("kept")), 300);
  });
  files.addEventListener("change", () => {
    if (!own) return;
    const draft = current.id;
    taking = taking.then(() => photos.take(own.vault, draft)).then((wrong) => save(false).then(() => say(wrong || "kept")));
  });
  photos.onChange(() => save(false));
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) { if (own && current && !isEmpty()) save(false); } else sendAll();
  });
  window.addEventListener("online", sendAll);
  form.addEventListener("submit", async (event) => {
    if (!own) return form.method === "dialog" && say("no_keys"); // an ordinary form; what was kept without a token sends nothing
    event.preventDefault();
    clearTimeout(timer);
    await taking;
    if (!form.querySelector("textarea").value.trim()) { say("words"); form.querySelector("textarea").focus(); return; }
    await save(true);
    begin();
    scrollTo({ top: 0 });
    await sendAll();
  });
  for (const leaving of document.querySelectorAll("form[action='/office/sign-out']")) {
    leaving.addEventListener("submit", async (event) => {
      event.preventDefault();
      const n = (await fieldVault.drafts()).length;
      if (n && !warned) { warned = true; say("leaving", { n }); scrollTo({ top: 0 }); return; }
      own = null;
      await fieldVault.wipe();
      leaving.submit();
    });
  }

  begin();
  const old = await fieldVault.forget((draft) => draft.at < Date.now() - DAYS * DAY);
  await unlock();
  const begun = own && own.priv ? (await fieldVault.drafts()).filter((draft) => !draft.ready && draft.who === own.vault.who).pop() : null;
  if (begun && form.querySelectorAll(".field-bad").length === 0) {
    const fields = await fieldVault.read(begun, own.priv);
    current = { id: begun.id, key: fields.key, at: begun.at };
    show(fields.typed);
    await photos.load(begun.id);
  }
  await fieldVault.sweep();
  form.dataset.ready = "1";
  await sendAll();
  if (old) say("old", { n: old });
})();
