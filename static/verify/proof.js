// The arithmetic of the public ledger, for anybody's browser: signed heads (C2SP tlog-checkpoint), proofs (C2SP tlog-proof, RFC 9162).
// Nothing here asks the server; what cannot be true is false or throws. Hashes and keys are Uint8Array.
const Proof = (() => {
  const bytes = (text) => new TextEncoder().encode(text);
  const text = (raw) => new TextDecoder("utf-8", { fatal: true }).decode(raw);
  const hex = (raw) => Array.from(raw, (one) => one.toString(16).padStart(2, "0")).join("");
  const unbase64 = (word) => Uint8Array.from(atob(word.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
  const joined = (...parts) => Uint8Array.from(parts.flatMap((part) => Array.from(part)));
  const same = (one, two) => one.length === two.length && one.every((value, at) => value === two[at]);
  const sha = async (raw) => new Uint8Array(await crypto.subtle.digest("SHA-256", raw));
  const leaf = (entry) => sha(joined([0], entry));
  const node = (left, right) => sha(joined([1], left, right));

  // A public key as Go's notes write it: name+hash+base64(1, key).
  const key = async (word) => {
    const found = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(word.trim());
    if (!found) throw new Error("no key");
    const raw = unbase64(found[3]);
    const hash = await sha(joined(bytes(`${found[1]}\n`), raw));
    if (raw[0] !== 1 || raw.length !== 33 || hex(hash.slice(0, 4)) !== found[2]) throw new Error("no key");
    return { name: found[1], id: found[2], raw: raw.slice(1), word: word.trim() };
  };

  // Origin, size and root of a note; `signed` true or false, or null where this browser knows no Ed25519.
  const head = async (note, by) => {
    const cut = note.indexOf("\n\n");
    const signed = bytes(note.slice(0, cut + 1));
    const [origin, size, root] = note.slice(0, cut).split("\n");
    const found = { origin, size: Number(size), root: unbase64(root), signed: false };
    if (cut < 0 || !/^\d{1,10}$/.test(size) || found.root.length !== 32) throw new Error("no head");
    for (const [, name, word] of note.slice(cut + 2).matchAll(/^— (\S+) (\S+)$/gm)) {
      const raw = unbase64(word);
      if (name !== by.name || hex(raw.slice(0, 4)) !== by.id) continue;
      let imported;
      try {
        imported = await crypto.subtle.importKey("raw", by.raw, { name: "Ed25519" }, false, ["verify"]);
      } catch {
        return { ...found, signed: null };
      }
      if (await crypto.subtle.verify({ name: "Ed25519" }, imported, raw.slice(4), signed)) return { ...found, signed: true };
    }
    return found;
  };

  // A tlog-proof: the entry, its place, the hashes beside its way up, and the head it is proved under.
  const read = (proof) => {
    const found = /^c2sp\.org\/tlog-proof@v1\nextra (\S+)\nindex (\d{1,10})\n((?:[\w+/=]{44}\n)*)\n([\s\S]+)$/.exec(proof.replace(/\r\n/g, "\n"));
    if (!found) throw new Error("no proof");
    const entry = unbase64(found[1]);
    return { entry, told: JSON.parse(text(entry)), place: Number(found[2]), beside: hashes(found[3]), note: found[4] };
  };
  const hashes = (lines) => lines.split("\n").filter(Boolean).map(unbase64);

  // RFC 9162 2.1.3.2.
  const includes = async (root, size, place, value, beside) => {
    if (!(place >= 0 && place < size)) return false;
    let [way, last, found] = [place, size - 1, value];
    for (const one of beside) {
      if (!last) return false;
      if (way & 1 || way === last) {
        found = await node(one, found);
        while (way && !(way & 1)) [way, last] = [way >>> 1, last >>> 1];
      } else found = await node(found, one);
      [way, last] = [way >>> 1, last >>> 1];
    }
    return !last && same(found, root);
  };

  // RFC 9162 2.1.4.2.
  const continues = async (older, newer, proof) => {
    if (!(older.size > 0 && older.size <= newer.size)) return false;
    if (older.size === newer.size) return !proof.length && same(older.root, newer.root);
    const [first, ...rest] = (older.size & (older.size - 1)) === 0 ? [older.root, ...proof] : proof;
    if (!first) return false;
    let [way, last] = [older.size - 1, newer.size - 1];
    while (way & 1) [way, last] = [way >>> 1, last >>> 1];
    let [before, now] = [first, first];
    for (const one of rest) {
      if (!last) return false;
      if (way & 1 || way === last) {
        [before, now] = [await node(one, before), await node(one, now)];
        while (way && !(way & 1)) [way, last] = [way >>> 1, last >>> 1];
      } else now = await node(now, one);
      [way, last] = [way >>> 1, last >>> 1];
    }
    return !last && same(before, older.root) && same(now, newer.root);
  };

  return { bytes, text, hex, unbase64, same, sha, leaf, key, head, read, hashes, includes, continues };
})();
