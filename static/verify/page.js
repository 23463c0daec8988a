// Checks one result, common concern, motion or monthly report in the browser of whoever reads: what is entered, opened or scanned here is held against what the portal gives out now.
// The portal is asked for bytes only, never for a verdict; what this browser saw proved before stays in it, so that an older ledger is noticed.
(() => {
  const form = document.getElementById("check-here");
  const verdict = document.getElementById("verdict");
  const shown = document.getElementById("entered");
  const words = Object.fromEntries(Array.from(document.querySelectorAll("#verify-words [data-say]"), (one) => [one.dataset.say, one.textContent]));
  const KEPT = "huiyin-ledger";
  const RECEIPT = /([A-Z][A-Z0-9]{0,9}-\d\d-\d{4,})\s+(\d{4}-\d\d-\d\d\s+\d\d:\d\d)\s+((?:[\s-]?[0-9A-HJKMNP-TV-Z]){20})(?!\w)/;
  const OTHER = /(CONCERN|MOTION|REPORT)(?:-|s\/)(\d{1,9})(?![\w/-])/i; // by its name in the ledger, or by its address
  const SHEET = /\/reports\/[A-Z]\w{0,7}\/\d{4}-\d\d/i; // a monthly report by the address of its page, which bears its name
  class Found extends Error { // what does not fit, as the name of a sentence and what stands in it
    constructor(what, told = {}) { super(what); Object.assign(this, { what, told }); }
  }

  const say = (what, told = {}) => words[what].replace(/\{(\w+)\}/g, (whole, name) => told[name] ?? whole);
  const line = (good, sentence) => {
    const made = document.createElement("p");
    made.className = good ? "verdict-good" : "verdict-bad";
    made.textContent = `${good ? "✓" : "✗"} ${sentence}`;
    verdict.append(made);
  };
  const got = async (path) => {
    const answer = await fetch(path, { cache: "no-store", redirect: "error" }).catch(() => { throw new Found("unreached"); });
    if (answer.status === 404 || answer.status === 410) return null;
    if (!answer.ok) throw new Found("unreached");
    return Proof.text(new Uint8Array(await answer.arrayBuffer()));
  };
  const kept = () => { try { return JSON.parse(localStorage.getItem(KEPT)); } catch { return null; } };

  // What was given: a number or an address, the code of a page, the file that was entered, a proof kept earlier; several at once.
  const given = (texts) => {
    const found = {};
    for (const each of texts.map((one) => one.replace(/^\uFEFF/, ""))) {
      const one = each.trim();
      const code = /([A-Z0-9-]{1,24})\.(\d{1,10})\.([\w-]{43})\.(\d{1,10})\.([\w-]{43})\.([0-9a-f]{8})(?![\w-])/.exec(one);
      const receipt = RECEIPT.exec(one.toUpperCase());
      if (receipt) found.receipt = { number: receipt[1], at: receipt[2].replace(/\s+/, " "), mark: receipt[3].replace(/[\s-]/g, "") };
      else if (one.startsWith("c2sp.org/tlog-proof@")) found.proof = `${one}\n`;
      else if (/^[0-9a-f]{32}\r?\n\{/.test(one)) found.leaf = `${one.replace(/\r\n/, "\n")}\n`;
      else if (code) {
        const [, number, place, value, size, root, id] = code;
        found.code = { number, place: Number(place), leaf: Proof.unbase64(value), size: Number(size), root: Proof.unbase64(root), id };
      } else if (OTHER.test(one)) found.number = OTHER.exec(one).slice(1, 3).join("-").toUpperCase();
      else if (SHEET.test(one)) found.page = SHEET.exec(one)[0];
      else found.number = /(?:results\/)?([A-Z]\w{0,9}-\d\d-\d{4,})/i.exec(one)?.[1].toUpperCase() ?? found.number;
    }
    return found;
  };

  const proved = async (proof, key) => { // an entry under a head, both checked
    const read = Proof.read(proof);
    const head = await Proof.head(read.note, key);
    if (head.signed === false) throw new Found("unsigned", { name: key.name });
    const value = await Proof.leaf(read.entry);
    if (!(await Proof.includes(head.root, head.size, read.place, value, read.beside)) || read.told.index !== read.place) throw new Found("proof", { index: read.place });
    return { ...read, head, value };
  };

  const follows = async (older, newer) => { // what somebody kept is the beginning of what stands now
    if (newer.size < older.size) throw new Found("shorter", { old: older.size, size: newer.size });
    const beside = older.size === newer.size ? "" : await got(`/ledger/consistency/${older.size}/${newer.size}`);
    if (beside === null || !(await Proof.continues(older, newer, Proof.hashes(beside)))) throw new Found("rewritten", { old: older.size, size: newer.size });
  };

  const keyOf = async (known, before) => {
    const typed = form.elements.key.value.trim();
    const word = typed || before?.key || await got("/ledger/key");
    const key = await Proof.key(word ?? "").catch(() => { throw new Found("no_key"); });
    if (known.code && known.code.id !== key.id) throw new Found("other_key", { id: known.code.id });
    return key;
  };

  const pathOf = (number) => { // where its leaf and its proof lie
    const other = OTHER.exec(number);
    return other ? `/${other[1].toLowerCase()}s/${other[2]}` : `/results/${encodeURIComponent(number)}`;
  };
  const pageOf = (row) => { // where people read it, as its own bytes say
    if (row.period) return `/reports/${row.station}/${row.period}`;
    return pathOf(row.concern ?? row.number);
  };
  const textsOf = (row) => [row.words, ...(row.summary ?? []), ...(row.replies ?? []).map((reply) => reply.text),
    row.title, row.text, row.place, row.reasons, row.to, row.answer, row.situation, row.practice, row.effect, row.plans, ...(row.signed ?? [])].filter(Boolean);

  const published = async (number, entry, asked) => { // what was entered, what is given out for it, and what the page says
    const leaf = await got(`${pathOf(number)}/leaf`);
    if (leaf === null) throw new Found("gone", { index: entry.place });
    if (Proof.hex(await Proof.sha(Proof.bytes(leaf))) !== entry.told.record) throw new Found("record", { index: entry.place });
    const row = JSON.parse(leaf.slice(leaf.indexOf("\n") + 1));
    const page = await got(pageOf(row));
    if (page === null) throw new Found("gone", { index: entry.place });
    const flat = (one) => one.replace(/\r\n?/g, "\n");
    const shows = new DOMParser().parseFromString(page, "text/html");
    const told = flat(shows.body.textContent);
    const texts = textsOf(row);
    const counts = Object.entries(row.figures ?? {}).every(([name, n]) => shows.getElementById(name)?.textContent === String(n));
    const here = !asked || asked.toLowerCase() === pageOf(row).toLowerCase();
    if (row.number !== number || !here || !counts || !texts.every((one) => told.includes(flat(one)))) throw new Found("page", { index: entry.place });
    return texts;
  };

  const paper = async (code, key, head) => { // what stands on the paper: this leaf at this place, in a ledger that went on from there
    await follows(code, head);
    const older = await proved(await got(`/ledger/proof/${code.place}`) ?? "", key).catch((fault) => { throw fault.what ? fault : new Found("proof", { index: code.place }); });
    if (!Proof.same(older.value, code.leaf) || older.told.number !== code.number) throw new Found("paper", { index: code.place });
    await follows(head, older.head);
  };

  const accepted = async ({ number, at, mark }, key, before) => { // what stands on a receipt; only its fingerprint is asked for
    const record = Proof.hex(await Proof.sha(Proof.bytes(`${mark}\n${number} ${at}\n`)));
    const fresh = await got(`/ledger/accepted/${record}`);
    if (fresh === null) throw new Found("not_yet", { number });
    const entry = await proved(fresh, key);
    if (entry.told.record !== record || entry.told.kind !== "accepted") throw new Found("proof", { index: entry.place });
    if (before?.size) await follows({ size: before.size, root: Proof.unbase64(before.root) }, entry.head);
    return { entry, key, texts: [], good: ["accepted", { number, at, index: entry.place, size: entry.head.size, entered: entry.told.at }] };
  };

  const check = async (known) => {
    const before = kept();
    if (known.receipt) return accepted(known.receipt, await keyOf(known, before), before);
    const number = known.code?.number ?? (known.leaf && JSON.parse(known.leaf.slice(33)).number) ?? (known.proof && Proof.read(known.proof).told.number) ?? known.number
      ?? (known.page && /REPORT-\d{1,9}(?!\d)/.exec(await got(known.page) ?? "")?.[0]);
    if (!number) throw new Found(known.page ? "unknown" : "nothing", { number: known.page });
    const key = await keyOf(known, before);
    const old = known.proof && await proved(known.proof, key);
    const fresh = await got(`${pathOf(number)}/proof`);
    if (fresh === null) throw new Found(known.code || known.proof || known.leaf ? "gone" : "unknown", { index: known.code?.place ?? old?.place ?? "", number });
    const entry = await proved(fresh, key);
    if (entry.told.number !== number) throw new Found("proof", { index: entry.place });
    if (before?.size) await follows({ size: before.size, root: Proof.unbase64(before.root) }, entry.head);
    if (old) await follows(old.head, entry.head);
    if (known.code) await paper(known.code, key, entry.head);
    const own = known.leaf && Proof.hex(await Proof.sha(Proof.bytes(known.leaf)));
    if (own && own !== entry.told.record && own !== old?.told.record) throw new Found("own_leaf", { index: entry.place });
    const texts = await published(number, entry, known.page);
    return { entry, key, texts, anew: [known.code?.place, old?.place].some((place) => place !== undefined && place !== entry.place) };
  };

  let turn = 0;
  const run = async (reading) => { // from the first moment no older verdict stands, and one that comes late says nothing
    const mine = turn += 1;
    verdict.replaceChildren();
    shown.hidden = true;
    try {
      const texts = (await Promise.all(reading)).filter((one) => one.trim());
      const { entry, key, texts: entered, anew, good } = await check(given(texts));
      if (mine !== turn) return;
      const { place, head, note } = entry;
      line(true, good ? say(...good) : say("good", { index: place, size: head.size, number: entry.told.number }));
      if (anew) line(true, say("anew", { index: place }));
      if (head.signed === null) line(false, say("no_ed25519"));
      else localStorage.setItem(KEPT, JSON.stringify({ size: head.size, root: note.split("\n")[2], key: key.word }));
      shown.querySelector("ul").replaceChildren(...entered.map((one) => Object.assign(document.createElement("li"), { textContent: one })));
      shown.hidden = !entered.length;
    } catch (fault) {
      if (mine === turn) line(false, fault instanceof Found ? say(fault.what, fault.told) : say("unreadable"));
    }
  };

  form.hidden = false;
  document.getElementById("check-without").hidden = true;
  if (!globalThis.crypto?.subtle) {
    form.hidden = true;
    line(false, words.no_crypto);
    return;
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run([form.elements.pasted.value, ...Array.from(form.elements.files.files, (file) => file.text())]);
  });
  if (location.hash.length > 40) run([decodeURIComponent(location.hash.slice(1))]);
})();
