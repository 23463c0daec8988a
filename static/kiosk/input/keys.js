// Which keys each way of typing has, row by row; a key is what it types, "⌫" deletes, "␣" is a blank, "⇧" capitals.
(() => {
  const row = (signs) => [...signs];
  const PUNCTUATION = row("，。、？！：；“”…");
  const ROWS = {
    pinyin: [row("qwertyuiop"), row("asdfghjkl'"), [...row("zxcvbnm"), "⌫"], row("，。、？！：“”␣")],
    zhuyin: [row("ㄅㄉˇˋㄓˊ˙ㄚㄞㄢㄦ"), row("ㄆㄊㄍㄐㄔㄗㄧㄛㄟㄣˉ"), row("ㄇㄋㄎㄑㄕㄘㄨㄜㄠㄤ，"), [...row("ㄈㄌㄏㄒㄖㄙㄩㄝㄡㄥ"), "⌫"]],
    latin: [row("qwertyuiop"), row("asdfghjkl-"), ["⇧", ...row("zxcvbnm"), "⌫"], row("@.,?!:'\"␣")],
    digits: [row("1234567890"), PUNCTUATION, row("-/+()%#@&*"), [...row("《》·—~.,␣"), "⌫"]],
    pad: [row("123"), row("456"), row("789"), ["-", "0", "⌫"]],
  };
  // The nearest of these that lies that way; what lies aside counts three times.
  const towards = (from, [right, down], all) => {
    const middle = (one) => { const box = one.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; };
    const [x, y] = middle(from);
    const far = (one) => {
      const [left, top] = middle(one), along = (left - x) * right + (top - y) * down, aside = Math.abs((left - x) * down) + Math.abs((top - y) * right);
      return along > 2 ? along + aside * 3 : Infinity;
    };
    const next = all.reduce((near, one) => (far(one) < far(near) ? one : near), all[0]);
    return next && far(next) < Infinity ? next : null;
  };

  window.HuiyinInput.ROWS = ROWS;
  window.HuiyinInput.towards = towards;
})();
