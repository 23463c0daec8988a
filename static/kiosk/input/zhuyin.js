// Zhuyin: which signs each syllable is written with, worked out from its letters.
(() => {
  const FIRST = { b: "ㄅ", p: "ㄆ", m: "ㄇ", f: "ㄈ", d: "ㄉ", t: "ㄊ", n: "ㄋ", l: "ㄌ", g: "ㄍ", k: "ㄎ", h: "ㄏ", j: "ㄐ", q: "ㄑ",
    x: "ㄒ", zh: "ㄓ", ch: "ㄔ", sh: "ㄕ", r: "ㄖ", z: "ㄗ", c: "ㄘ", s: "ㄙ" };
  const LAST = { a: "ㄚ", o: "ㄛ", e: "ㄜ", ai: "ㄞ", ei: "ㄟ", ao: "ㄠ", ou: "ㄡ", an: "ㄢ", en: "ㄣ", ang: "ㄤ", eng: "ㄥ", er: "ㄦ",
    i: "ㄧ", ia: "ㄧㄚ", io: "ㄧㄛ", ie: "ㄧㄝ", iai: "ㄧㄞ", iao: "ㄧㄠ", iu: "ㄧㄡ", iou: "ㄧㄡ", ian: "ㄧㄢ", in: "ㄧㄣ",
    iang: "ㄧㄤ", ing: "ㄧㄥ", iong: "ㄩㄥ", u: "ㄨ", ua: "ㄨㄚ", uo: "ㄨㄛ", uai: "ㄨㄞ", ui: "ㄨㄟ", uei: "ㄨㄟ", uan: "ㄨㄢ",
    un: "ㄨㄣ", uen: "ㄨㄣ", uang: "ㄨㄤ", ong: "ㄨㄥ", ueng: "ㄨㄥ", v: "ㄩ", ve: "ㄩㄝ", van: "ㄩㄢ", vn: "ㄩㄣ" };
  const ALONE = { yi: "i", yin: "in", ying: "ing", yong: "iong", yu: "v", yue: "ve", yuan: "van", yun: "vn", wu: "u" };
  const TONES = { "ˉ": 1, "ˊ": 2, "ˇ": 3, "ˋ": 4, "˙": 5 };

  const signs = (syllable) => {
    if (ALONE[syllable]) return LAST[ALONE[syllable]];
    if (syllable[0] === "y") return LAST[`i${syllable.slice(1)}`];
    if (syllable[0] === "w") return LAST[`u${syllable.slice(1)}`];
    const [, first, last] = /^(zh|ch|sh|[bpmfdtnlgkhjqxrzcs])?(.*)$/.exec(syllable);
    if (!first) return LAST[last];
    if (last === "i" && "zh ch sh r z c s".split(" ").includes(first)) return FIRST[first];
    const end = LAST["jqx".includes(first) ? last.replace(/^u/, "v") : last];
    return end && FIRST[first] + end;
  };

  // Where a sign of the keyboard leads in the letters of initials: ㄊㄔ is tc.
  const letters = Object.fromEntries(Object.entries(FIRST).map(([letter, sign]) => [sign, letter[0]]));

  window.HuiyinInput = window.HuiyinInput || {};
  window.HuiyinInput.zhuyin = { signs, letters, TONES };
})();
