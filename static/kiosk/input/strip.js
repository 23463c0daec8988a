// The candidates beside what was typed: as many as are seen whole, leafed through. A sentence that is longer than the strip stands in two
// lines of the smallest type there is (K04), and the letters give way to it; what cannot be seen whole even then is not offered, for the
// shorter words behind it say the same bit by bit.
window.HuiyinInput = window.HuiyinInput || {};
window.HuiyinInput.key = (text, kind) => Object.assign(document.createElement("button"), { type: "button", className: kind, textContent: text });
window.HuiyinInput.strip = (panel) => {
  const LINES = 2;
  let shown = [], page = 0;

  const words = () => panel()?.querySelector(".typing-words");
  const lines = (one) => {
    const text = document.createRange();
    text.selectNodeContents(one);
    return new Set([...text.getClientRects()].map(({ top }) => Math.round(top))).size;
  };
  const whole = (one, box) => one.offsetLeft + one.offsetWidth <= box.clientWidth + 1 && (!one.matches(".typing-sentence") || lines(one) <= LINES);

  const turn = () => {
    const box = words();
    if (!box) return;
    box.replaceChildren();
    box.parentElement.classList.remove("typing-long");
    for (const one of shown.slice(page)) {
      const button = window.HuiyinInput.key(one.shown || one.text, "typing-word");
      button.addEventListener("click", () => one.pick(one));
      box.append(button);
      if (whole(button, box)) continue;
      if (box.children.length > 1) { button.remove(); break; }
      button.classList.add("typing-sentence");
      box.parentElement.classList.add("typing-long");
      if (whole(button, box)) continue;
      if (shown.length > 1) { shown.splice(page, 1); page = Math.min(page, shown.length - 1); turn(); return; }
    }
    panel().querySelector("[data-typing=before]").disabled = page === 0;
    panel().querySelector("[data-typing=after]").disabled = page + box.children.length >= shown.length;
  };

  return {
    offer(list, pick) {
      shown = list.map((one) => ({ ...one, pick }));
      page = 0;
      turn();
    },
    leaf(by) {
      const here = words().children.length;
      page = by > 0 ? page + here : Math.max(0, page - here);
      turn();
    },
    // Take the first one; whether there was any.
    first() {
      const [one] = shown;
      one?.pick(one);
      return Boolean(one);
    },
  };
};
