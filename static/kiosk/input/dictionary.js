// The dictionary as kiosk/input/pack.py wrote it, fetched once while the screen rests and kept in this page; nothing is ever learnt.
window.HuiyinInput = window.HuiyinInput || {};
(() => {
  const FORM = "huiyin-input 2", FIRST = 33, STEP = 0.25, LONGEST = 5, OWN = 60;
  const TURN = 8; // ms of reading at one go
  const ONE = Math.log(1e-10); // what weight 0 means
  const number = (sign) => sign.charCodeAt(0) - FIRST;

  // Southern ears: what each of these may be typed for. The setting is the terminal's, not the visitor's.
  const FUZZY = [[/^zh/, "z"], [/^ch/, "c"], [/^sh/, "s"], [/^n/, "l"], [/ang$/, "an"], [/eng$/, "en"], [/ing$/, "in"]];
  const HF = [/^h(?=u|a|e)/, "f"];

  class Dictionary {
    constructor({ fuzzy = false, hf = false } = {}) {
      this.swaps = fuzzy ? (hf ? [...FUZZY, HF] : FUZZY) : [];
      this.syllables = []; this.ids = new Map(); this.classes = new Map(); this.classOf = [];
      this.texts = []; this.keys = []; this.weights = []; this.levels = []; this.index = new Map(); this.initials = new Map();
      this.usual = new Map(); this.all = new Map(); this.tones = new Map(); this.homophones = [];
      this.shipped = 0; this.added = []; // how many entries came with the dictionary; under which names the station's own were filed
    }

    // Reads what pack.py wrote, and stops for a breath wherever it yields: whoever touches the screen meanwhile is served first.
    *read(text) {
      const parts = text.split("\n\n").map((part) => part.split("\n"));
      if (parts[0][0] !== FORM) throw new Error("another form of dictionary");
      yield* this.#characters(parts[1]);
      yield* this.#words(parts[2], new Map(parts[3].map((line) => { const [word, ...key] = line.split(" "); return [word, key]; })));
      this.#pairs(parts[4]);
      yield;
      this.single = new Map(parts[5][0].match(/../gu)?.map((two) => { const [one, other] = [...two]; return [one, other]; }));
      this.phrases = new Map(parts[6].filter(Boolean).map((line) => line.split(" ")));
      this.shipped = this.texts.length;
      yield;
      this.following = new window.HuiyinInput.Following();
      yield* this.following.read(this.texts, this.levels, parts[7], parts[8], parts[9]);
      this.ranks = Int32Array.from(this.texts, (text) => this.following.rankOf.get(text));
      this.levels = this.following.rankOf = null;
    }

    canonical(spelled) {
      return this.swaps.reduce((now, [what, by]) => now.replace(what, by), spelled);
    }

    *#characters(lines) {
      for (const line of lines) {
        yield;
        const [syllable, signs, tones, usual, weights] = line.split(" "), id = this.syllables.length, name = this.canonical(syllable);
        if (!this.classes.has(name)) this.classes.set(name, this.classes.size);
        this.syllables.push(syllable); this.ids.set(syllable, id); this.classOf.push(this.classes.get(name));
        const all = [...signs];
        this.homophones.push(all);
        all.forEach((sign, at) => {
          if (usual[at] === ".") this.usual.set(sign, id);
          if (!this.all.has(sign)) this.all.set(sign, []);
          this.all.get(sign).push(id);
          this.tones.set(sign + id, Number(tones[at]));
          this.#add(sign, String.fromCharCode(id), number(weights[at]));
        });
      }
    }

    *#words(lines, exceptions) {
      const half = lines.indexOf("-");
      for (let at = 0; at < half; at += 1) {
        yield;
        const first = lines[at][0], weights = lines[half + 1 + at];
        lines[at].slice(1).split(" ").forEach((rest, place) => {
          const word = first + rest, other = exceptions.get(word);
          const key = other ? other.map((one) => this.ids.get(one)) : [...word].map((sign) => this.usual.get(sign));
          this.#add(word, String.fromCharCode(...key), number(weights[place]));
        });
      }
    }

    #add(text, key, weight) {
      const at = this.texts.length, sound = this.swaps.length ? this.#classKey(key) : key;
      this.texts.push(text); this.keys.push(key); this.weights.push(ONE + weight * STEP); this.levels?.push(weight);
      this.#file(this.index, sound, at);
      if (key.length < 2 || key.length > 6) return;
      let letters = "";
      for (const one of key) letters += this.syllables[one.charCodeAt(0)][0];
      this.#file(this.initials, letters, at);
    }

    #file(under, name, at) {
      const list = under.get(name);
      if (list) list.push(at); else under.set(name, [at]);
      if (!this.shipped) return;
      under.get(name).sorted = false; // an own word is put in order anew
      this.added.push([under, name]);
    }

    #classKey(key) {
      let made = "";
      for (const one of key) made += String.fromCharCode(this.classOf[one.charCodeAt(0)]);
      return made;
    }

    #pairs([gaps, firsts, seconds, sures]) {
      this.pairs = new Map();
      let at = -1, gap = 0, place = 0;
      const many = this.syllables.length;
      for (const sign of gaps) {
        if (sign === "~") { gap += 90; continue; }
        at += gap + number(sign) + 1;
        gap = 0;
        this.pairs.set(at, [this.homophones[Math.floor(at / many)][number(firsts[place])],
          this.homophones[at % many][number(seconds[place])], number(sures[place]) / 9]);
        place += 1;
      }
    }

    // The station's own names, read character by character; they replace those of before and outweigh what merely sounds alike.
    own(words) {
      for (const [under, name] of this.added) under.set(name, (under.get(name) || []).filter((at) => at < this.shipped));
      for (const [under, name] of this.added) if (!under.get(name)?.length) under.delete(name);
      this.added = [];
      for (const list of [this.texts, this.keys, this.weights]) list.length = this.shipped;
      for (const word of words) for (const key of this.#spellings(word)) this.#add(word, key, OWN);
    }

    #spellings(word) {
      let made = [""];
      for (const sign of word) {
        const ids = this.all.get(sign);
        if (!ids) return [];
        made = made.flatMap((key) => ids.slice(0, 2).map((id) => key + String.fromCharCode(id))).slice(0, 8);
      }
      return made;
    }

    // Entries that sound like this, the likeliest first; a long list is put in order once.
    found(sound) {
      const list = this.index.get(sound);
      if (list && list.length > 1 && !list.sorted) { list.sort((a, b) => this.weights[b] - this.weights[a]); list.sorted = true; }
      return list;
    }

    short(letters) {
      const list = this.initials.get(letters) || [];
      if (!list.sorted) { list.sort((a, b) => this.weights[b] - this.weights[a]); list.sorted = true; }
      return list;
    }

    traditional(text) {
      let made = "", rest = text;
      while (rest) {
        let end = Math.min(LONGEST, rest.length);
        while (end > 1 && !this.phrases.has(rest.slice(0, end))) end -= 1;
        const word = rest.slice(0, end);
        made += this.phrases.get(word) || this.single.get(word) || word;
        rest = rest.slice(end);
      }
      return made;
    }
  }

  const inflate = async (url) => {
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(`the dictionary: ${answer.status}`);
    return new Response(answer.body.pipeThrough(new DecompressionStream("gzip"))).text();
  };

  // Whatever else waits goes first, a touch and the screen it brings above all.
  const breath = () => new Promise((done) => { if (window.scheduler?.postTask) window.scheduler.postTask(done, { priority: "background" }); else setTimeout(done); });

  window.HuiyinInput.Dictionary = Dictionary;
  window.HuiyinInput.dictionary = async (url, setting) => {
    const made = new Dictionary(setting), text = await inflate(url);
    let began = performance.now();
    for (const _ of made.read(text)) {
      if (performance.now() - began < TURN) continue;
      await breath();
      began = performance.now();
    }
    return made;
  };
})();
