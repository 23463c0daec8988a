// The candidates beside what was typed: as many as are seen whole, leafed through. A sentence that is longer than the strip stands in two
// lines of the smallest type there is (K04), and the letters give way to it; what cannot be seen whole even then is not offered, for the
// shorter words behind it say the same bit by bit.
window.HuiyinInput = window.HuiyinInput || {};
window.HuiyinInput.key = (text, kind) => Object.assign(document.createElement("button"), { type: "button", className: kind, textContent: text });
window.HuiyinInput.strip = (panel) => {
  const LINES = 2, MOST = 16; // more than sixteen of the least breadth lie on no glass
  let shown = [], page = 0;

  const words = () => panel()?.querySelector(".typing-words");
  const lines = (one) => {
    const text = document.createRange();
    text.selectNodeContents(one);
    return new Set([...text.getClientRects()].map(({ top }) => Math.round(top))).size;
  };
  const whole = (one, box) => one.offsetLeft + one.offsetWidth <= box.clientWidth + 1 && (!one.matches(".typing-sentence") || lines(one) <= LINES);

  const button = (one) => {
    const made = window.HuiyinInput.key(one.shown || one.text, "typing-word");
    made.addEventListener("click", () => one.pick(one));
    return made;
  };
  const turn = () => {
    const box = words();
    if (!box) return;
    box.parentElement.classList.remove("typing-long");
    box.replaceChildren(...shown.slice(page, page + MOST).map(button)); // all at once: the strip is laid out once
    const [first, ...rest] = box.children;
    if (first && !whole(first, box)) {
      first.classList.add("typing-sentence");
      box.parentElement.classList.add("typing-long");
      if (!whole(first, box) && shown.length > 1) { shown.splice(page, 1); page = Math.min(page, shown.length - 1); turn(); return; }
    }
    const over = rest.findIndex((one) => !whole(one, box));
    if (over >= 0) for (const one of rest.slice(over)) one.remove();
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
