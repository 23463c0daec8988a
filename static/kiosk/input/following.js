// What follows what, as kiosk/input/ties.py wrote it: a gain for a pair of words that is often met, else one for their kinds.
window.HuiyinInput = window.HuiyinInput || {};
(() => {
  const FIRST = 33, MIDDLE = 46, STEP = 0.5;
  const START = 0, UNMET = 1, LEVELS = 93; // a pair that was never met is the less likely for it
  const number = (sign) => sign.charCodeAt(0) - FIRST;
  const gain = (sign) => (number(sign) - MIDDLE) * STEP;

  // Numbers of any size: eighties first, each lifted over 79.
  const far = (signs) => {
    const made = [];
    let high = 0;
    for (const sign of signs) {
      const one = number(sign);
      if (one < 80) { made.push(high * 80 + one); high = 0; } else high = high * 12 + one - 80;
    }
    return made;
  };

  class Following {
    start = START;

    // `texts` and `levels` as they are written down: every reading of every character, then the words.
    *read(texts, levels, [start, singles, words], gains, pairs) {
      this.rankOf = Following.#ranks(texts, levels);
      yield;
      this.#kinds(texts, Number(start), singles, words);
      yield;
      this.#gains(gains);
      yield;
      yield* this.#pairs(pairs);
    }

    // Heaviest first, the start before all; of equal weight in the order they are written down.
    static #ranks(texts, levels) {
      const heaviest = new Map(), boxes = Array.from({ length: LEVELS }, () => []);
      texts.forEach((text, at) => { if (!(heaviest.get(text) >= levels[at])) heaviest.set(text, levels[at]); });
      for (const [text, level] of heaviest) boxes[LEVELS - 1 - level].push(text);
      return new Map(boxes.flat().map((text, at) => [text, at + 1]));
    }

    #kinds(texts, start, singles, words) {
      this.kinds = new Uint8Array(this.rankOf.size + 1);
      this.kinds[START] = start;
      let at = 0;
      for (const text of new Set(texts)) {
        this.kinds[this.rankOf.get(text)] = number(at < singles.length ? singles[at] : words[at - singles.length]);
        at += 1;
      }
    }

    #gains([own, ...lines]) {
      const many = lines.length / 3;
      let rank = -1;
      this.common = new Int16Array(this.kinds.length).fill(-1);
      far(own).forEach((gap, place) => { this.common[rank += gap + 1] = place; });
      const rows = (from) => lines.slice(from, from + many).map((line) => Float32Array.from(line, gain));
      this.between = rows(0); this.after = rows(many); this.before = rows(2 * many);
    }

    *#pairs([firsts, counts, seconds, lifts]) {
      this.pairs = new Map();
      const many = far(counts), behind = far(seconds);
      let first = -1, at = 0, place = 0;
      for (const gap of far(firsts)) {
        yield;
        first += gap + 1;
        let second = -1;
        const row = new Map();
        this.pairs.set(first, row);
        for (let left = many[place]; left > 0; left -= 1, at += 1) {
          second += behind[at] + 1;
          row.set(second, gain(lifts[at]));
        }
        place += 1;
      }
    }

    // How much likelier others are after this one than by themselves, for those that were met there.
    met(first) {
      return this.pairs.get(first);
    }

    // What their kinds say, and what is particular to the first or the second where it is a common word.
    kin(first, second) {
      const one = this.kinds[first], other = this.kinds[second], from = this.common[first], to = this.common[second];
      return this.between[one][other] + (from < 0 ? 0 : this.after[other][from]) + (to < 0 ? 0 : this.before[one][to]) - UNMET;
    }
  }

  window.HuiyinInput.Following = Following;
})();
