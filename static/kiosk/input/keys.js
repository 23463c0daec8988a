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
  window.HuiyinInput.ROWS = ROWS;
})();
