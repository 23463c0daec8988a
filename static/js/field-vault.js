// Keeps drafts on this phone so that they can be written down by anybody who holds it, but read only while somebody is signed in.
// A draft is sealed for the public half of a pair (ECDH, then AES-GCM under a key that cannot leave the browser). The private half lies here
// wrapped under a key made of two parts: one of this phone, one of the house, which is in a cookie that goes with the session and is
// destroyed at sign-out. Nothing here is plain but when a draft was begun and whether it is to be sent.
const fieldVault = (() => {
  const NAME = "field", HALF = /(?:^|; )field_half=([0-9a-f]+)\.([0-9a-f]{64})(?:;|$)/;
  const subtle = window.crypto && window.crypto.subtle;
  const bytes = (text) => new TextEncoder().encode(text);
  const fresh = (n) => crypto.getRandomValues(new Uint8Array(n));
  const hex = (n) => Array.from(fresh(n), (one) => one.toString(16).padStart(2, "0")).join("");
  const curve = { name: "ECDH", namedCurve: "P-256" };

  const opened = () => new Promise((done, fail) => {
    const ask = indexedDB.open(NAME, 2);
    ask.onupgradeneeded = ({ oldVersion }) => {
      if (oldVersion < 1) {
        ask.result.createObjectStore("vaults", { keyPath: "who" });
        ask.result.createObjectStore("drafts", { keyPath: "id" });
      }
      ask.result.createObjectStore("photos", { keyPath: "id" });
    };
    ask.onsuccess = () => done(ask.result);
    ask.onerror = () => fail(ask.error);
  });

  // One step on one store; it is done when the disk has it.
  const run = async (store, mode, act) => {
    const base = await opened();
    try {
      return await new Promise((done, fail) => {
        const step = base.transaction(store, mode, { durability: "strict" }), asked = act(step.objectStore(store));
        step.oncomplete = () => done(asked && asked.result);
        step.onerror = step.onabort = () => fail(step.error);
      });
    } finally {
      base.close();
    }
  };

  const half = () => {
    const found = HALF.exec(document.cookie);
    return found && { who: found[1], salt: Uint8Array.from(found[2].match(/../g), (two) => parseInt(two, 16)) };
  };

  const wrapping = async (base, salt) => subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt, info: bytes("field drafts") }, base, { name: "AES-GCM", length: 256 }, false, ["wrapKey", "unwrapKey"]);

  const made = async (own) => {
    const base = await subtle.importKey("raw", fresh(32), "HKDF", false, ["deriveKey"]);
    const pair = await subtle.generateKey(curve, true, ["deriveKey"]), iv = fresh(12);
    const wrapped = await subtle.wrapKey("pkcs8", pair.privateKey, await wrapping(base, own.salt), { name: "AES-GCM", iv });
    return { who: own.who, base, iv, wrapped, pub: pair.publicKey, at: Date.now() };
  };

  // The vault of whoever is signed in, and what opens it; without a session the last one, which takes drafts and gives none back.
  const enter = async () => {
    const own = half(), all = await run("vaults", "readonly", (store) => store.getAll());
    if (!own) return all.length ? { vault: all.sort((a, b) => b.at - a.at)[0], priv: null } : null;
    let vault = all.find((one) => one.who === own.who), priv = vault && await unwrapped(vault, own);
    if (!priv) { // none yet, or one of before a sign-out: whatever is sealed for it is lost for good
      if (vault) await forget((draft) => draft.who === own.who);
      vault = await made(own);
      await update(vault);
      priv = await unwrapped(vault, own);
    }
    return { vault, priv };
  };

  const unwrapped = async (vault, own) => {
    try {
      return await subtle.unwrapKey("pkcs8", vault.wrapped, await wrapping(vault.base, own.salt), { name: "AES-GCM", iv: vault.iv }, curve, false, ["deriveKey"]);
    } catch {
      return null;
    }
  };

  const between = (pub, priv, use) => subtle.deriveKey({ name: "ECDH", public: pub }, priv, { name: "AES-GCM", length: 256 }, false, [use]);

  const sealed = async (vault, id, plain) => {
    const pair = await subtle.generateKey(curve, false, ["deriveKey"]), iv = fresh(12);
    const key = await between(vault.pub, pair.privateKey, "encrypt");
    const data = await subtle.encrypt({ name: "AES-GCM", iv, additionalData: bytes(id) }, key, plain);
    return { who: vault.who, iv, data, eph: pair.publicKey };
  };

  const open = async (kept, priv) => subtle.decrypt(
    { name: "AES-GCM", iv: kept.iv, additionalData: bytes(kept.id) }, await between(kept.eph, priv, "decrypt"), kept.data);

  const keep = async (vault, draft, fields) => {
    const held = await sealed(vault, draft.id, bytes(JSON.stringify(fields)));
    await run("drafts", "readwrite", (store) => store.put({ ...draft, ...held }));
  };

  const read = async (draft, priv) => JSON.parse(new TextDecoder().decode(await open(draft, priv)));

  // Pictures of a draft: each sealed once, under a name that begins with the draft's.
  const ofDraft = (id) => IDBKeyRange.bound(`${id}.`, `${id}/`);
  const keepPhoto = async (vault, draft, data) => {
    const id = `${draft}.${String(Date.now()).padStart(14, "0")}${hex(4)}`, held = await sealed(vault, id, data);
    await run("photos", "readwrite", (store) => store.put({ id, size: data.byteLength, ...held }));
    return id;
  };
  const photos = (draft) => run("photos", "readonly", (store) => store.getAll(ofDraft(draft)));
  const dropPhoto = (id) => run("photos", "readwrite", (store) => store.delete(id));

  const update = (vault) => run("vaults", "readwrite", (store) => store.put(vault));
  const drafts = async () => (await run("drafts", "readonly", (store) => store.getAll())).sort((a, b) => a.at - b.at);
  const drop = async (id) => {
    await run("drafts", "readwrite", (store) => store.delete(id));
    await run("photos", "readwrite", (store) => store.delete(ofDraft(id)));
  };
  const sweep = async () => { // pictures of a draft that was never written down
    const known = new Set((await drafts()).map((draft) => draft.id));
    for (const id of await run("photos", "readonly", (store) => store.getAllKeys())) if (!known.has(id.split(".")[0])) await dropPhoto(id);
  };
  const forget = async (which) => {
    const old = (await drafts()).filter(which);
    for (const draft of old) await drop(draft.id);
    return old.length;
  };

  // Everything goes: keys, drafts, the page kept for when there is no line.
  const wipe = async () => {
    await new Promise((done) => {
      const ask = indexedDB.deleteDatabase(NAME);
      ask.onsuccess = ask.onerror = ask.onblocked = done;
    });
    for (const name of await caches.keys()) await caches.delete(name);
  };

  return { can: Boolean(subtle && window.indexedDB), half, hex, enter, update, keep, read, open, keepPhoto, photos, dropPhoto, sweep, drafts, drop, forget, wipe };
})();
