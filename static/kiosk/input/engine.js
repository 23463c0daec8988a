// From letters or zhuyin to words: a lattice of syllables, the best way through it, then ever shorter words. It holds no state.
(() => {
  const { zhuyin } = window.HuiyinInput;
  const MOST = 7, KEEP = 6, KEEP_SINGLE = 12, BEAM = 6, A_WORD = 0.5, TIE = 2, WRONG_SOUND = 2.2, WRONG_TONE = 2, WRONG_TONE_ALONE = 8, LONG = 60, OTHERS = 5;

  class Engine {
    constructor(dictionary) {
      this.dictionary = dictionary;
      this.spelled = new Map(); this.written = new Map();
      dictionary.syllables.forEach((name, id) => {
        for (const typed of this.#spellings(name)) {
          const known = this.spelled.get(typed);
          if (known === undefined || typed === name) this.spelled.set(typed, typed === name ? id : -1 - dictionary.classOf[id]);
        }
        const signs = zhuyin.signs(name);
        if (signs) this.written.set(signs, id);
      });
    }

    // Every way a syllable may be typed: in another's letters only where southern ears are meant.
    #spellings(name) {
      const { dictionary } = this;
      if (!dictionary.swaps.length) return [name];
      const made = new Set([name]);
      const back = [[/^z(?!h)/, "zh"], [/^c(?!h)/, "ch"], [/^s(?!h)/, "sh"], [/^zh/, "z"], [/^ch/, "c"], [/^sh/, "s"], [/^n/, "l"], [/^l/, "n"],
        [/([aei]n)$/, "$1g"], [/([aei]n)g$/, "$1"]];
      if (dictionary.swaps.length > 7) back.push([/^h/, "f"], [/^f/, "h"]);
      for (let turn = 0; turn < 2; turn += 1) for (const one of [...made]) for (const [what, by] of back) made.add(one.replace(what, by));
      return made;
    }

    // Edges from each place: where to, the class of the sound, the very syllable (or -1), the tone typed (0 = none).
    #lattice(typed, way) {
      const table = way === "zhuyin" ? this.written : this.spelled, most = way === "zhuyin" ? 3 : 6;
      return Array.from({ length: typed.length }, (_, from) => {
        if (typed[from] === "'" || zhuyin.TONES[typed[from]]) return [];
        const edges = [];
        for (let end = from + 1; end <= Math.min(typed.length, from + most); end += 1) {
          const id = table.get(typed.slice(from, end));
          if (id === undefined) continue;
          const tone = zhuyin.TONES[typed[end]] || 0;
          edges.push([end + (tone ? 1 : 0), id < 0 ? -1 - id : this.dictionary.classOf[id], id, tone]);
        }
        return edges;
      });
    }

    #skip(typed, at) {
      let now = at;
      while (typed[now] === "'") now += 1;
      return now;
    }

    // Every stretch of up to seven syllables from a place that some entry sounds like.
    #spans(typed, edges, from) {
      const found = [], { dictionary } = this;
      const walk = (at, sound, path) => {
        if (path.length) { const list = dictionary.found(sound); if (list) found.push({ end: at, list, path }); }
        if (path.length === MOST || at >= typed.length) return;
        for (const edge of edges[at]) walk(this.#skip(typed, edge[0]), sound + String.fromCharCode(dictionary.swaps.length ? edge[1] : edge[2]), [...path, edge]);
      };
      walk(from, "", []);
      return found;
    }

    // What an entry costs for not being quite what was typed.
    #apart(at, path) {
      const { keys, texts, tones } = this.dictionary, key = keys[at];
      let cost = 0;
      path.forEach(([, , id, tone], place) => {
        const real = key.charCodeAt(place);
        if (id !== real) cost += WRONG_SOUND;
        if (tone && tones.get(texts[at][place] + real) !== tone) cost += path.length > 1 ? WRONG_TONE : WRONG_TONE_ALONE;
      });
      return cost;
    }

    #tie(before, sound, after, next) {
      const pair = this.dictionary.pairs.get(sound * this.dictionary.syllables.length + next);
      return pair && pair[0] === before && pair[1] === after ? TIE * pair[2] : 0;
    }

    #inner(at) {
      const text = this.dictionary.texts[at], key = this.dictionary.keys[at];
      let sum = 0;
      for (let place = 1; place < text.length; place += 1) sum += this.#tie(text[place - 1], key.charCodeAt(place - 1), text[place], key.charCodeAt(place));
      return sum;
    }

    #ranked({ list, path }, most) {
      const { weights } = this.dictionary;
      const few = path.some((edge) => edge[3]) || this.dictionary.swaps.length ? list.slice(0, LONG) : list.slice(0, most);
      return few.map((at) => ({ at, score: weights[at] - this.#apart(at, path) })).sort((a, b) => b.score - a.score).slice(0, most);
    }

    // What one more entry adds to the best way before it: a pair that is often met, else what two sounds and two kinds of words say.
    #joined(ways, at) {
      const { texts, keys, following, ranks } = this.dictionary, text = texts[at], sound = keys[at].charCodeAt(0);
      const rank = ranks[at] ?? -1;
      let sum = -Infinity, before = null;
      for (const way of ways) {
        let tie = rank < 0 || way.rank < 0 ? 0 : way.met?.get(rank);
        if (tie === undefined) tie = following.kin(way.rank, rank) + (way.last ? this.#tie(way.last, way.sound, text[0], sound) : 0);
        if (way.score + tie > sum) { sum = way.score + tie; before = way; }
      }
      return { sum, before };
    }

    // Viterbi over words: at every place the best few ways, told apart by their last word.
    #best(typed, edges, spans) {
      const { texts, keys, following, ranks } = this.dictionary;
      const ways = Array.from({ length: typed.length + 1 }, () => new Map());
      ways[this.#skip(typed, 0)].set(-1, { score: 0, text: "", last: "", sound: -1, rank: following.start });
      for (let from = 0; from < typed.length; from += 1) {
        if (!ways[from].size) continue;
        spans[from] ||= this.#spans(typed, edges, from);
        const here = [...ways[from].values()].sort((a, b) => b.score - a.score).slice(0, BEAM);
        for (const way of here) way.met = following.met(way.rank);
        for (const span of spans[from]) {
          for (const { at, score } of this.#ranked(span, span.path.length > 1 ? KEEP : KEEP_SINGLE)) {
            const { sum, before } = this.#joined(here, at), whole = sum + score + this.#inner(at) - A_WORD, known = ways[span.end].get(at);
            if (known && known.score >= whole) continue;
            const text = texts[at], key = keys[at];
            ways[span.end].set(at, { score: whole, text: before.text + text, last: text[text.length - 1],
              sound: key.charCodeAt(key.length - 1), rank: ranks[at] ?? -1 });
          }
        }
      }
      let end = typed.length;
      while (end > 0 && !ways[end].size) end -= 1;
      const all = [...ways[end].values()].sort((a, b) => b.score - a.score);
      return end ? { text: all[0].text, used: end, others: all.slice(1, 3).map((way) => way.text) } : null;
    }

    // Words whose last syllable has only been begun: tingch.
    #begun(typed, way, edges) {
      const { dictionary } = this, made = [];
      const names = way === "zhuyin" ? [...this.written] : dictionary.syllables.map((name, id) => [name, id]);
      const walk = (at, sound, path) => {
        const rest = typed.slice(at);
        if (rest && rest.length < 6 && !/['ˉˊˇˋ˙]/.test(rest)) {
          for (const [name, id] of names) {
            if (!name.startsWith(rest) || (name === rest && !path.length)) continue;
            const list = dictionary.found(sound + String.fromCharCode(dictionary.swaps.length ? dictionary.classOf[id] : id));
            if (list) made.push(...list.slice(0, OTHERS).map((one) => ({ at: one, score: dictionary.weights[one] })));
          }
        }
        if (path.length < 4 && at < typed.length) {
          for (const edge of edges[at]) walk(this.#skip(typed, edge[0]), sound + String.fromCharCode(dictionary.swaps.length ? edge[1] : edge[2]), [...path, edge]);
        }
      };
      walk(0, "", []);
      return made.sort((a, b) => b.score - a.score).map(({ at }) => at);
    }

    #short(typed, way) {
      const letters = way === "zhuyin" ? [...typed].map((sign) => zhuyin.letters[sign] || "?").join("") : typed;
      return letters.length > 1 ? this.dictionary.short(letters) : [];
    }

    // Candidates, best first: { text, used } where `used` is how much of what was typed it stands for.
    look(typed, way = "pinyin", most = 60) {
      const { texts } = this.dictionary, made = [], seen = new Set(), edges = this.#lattice(typed, way), spans = [];
      const put = (text, used) => { if (text && !seen.has(text) && made.length < most) { seen.add(text); made.push({ text, used }); } };
      if (!typed) return made;
      const best = this.#best(typed, edges, spans), whole = best?.used === typed.length;
      const start = this.#skip(typed, 0), byEnd = new Map();
      spans[start] ||= this.#spans(typed, edges, start);
      for (const span of spans[start]) byEnd.set(span.end, [...(byEnd.get(span.end) || []), ...this.#ranked(span, LONG)]);
      const words = (end) => byEnd.get(end).sort((a, b) => b.score - a.score).map(({ at }) => texts[at]);
      if (whole) { put(best.text, best.used); if (byEnd.has(typed.length)) words(typed.length).forEach((text) => put(text, typed.length)); best.others.forEach((text) => put(text, typed.length)); }
      for (const at of this.#short(typed, way).slice(0, whole ? OTHERS : 24)) put(texts[at], typed.length);
      if (!whole) for (const at of this.#begun(typed, way, edges).slice(0, 24)) put(texts[at], typed.length);
      if (best && !whole) put(best.text, best.used);
      for (const end of [...byEnd.keys()].sort((a, b) => b - a)) if (end < typed.length) words(end).forEach((text) => put(text, end));
      return made;
    }
  }

  window.HuiyinInput.Engine = Engine;
})();
