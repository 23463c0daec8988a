// Puts the reader where the answer is: on the first field with an error (K38), or, after a partial page, on what asks for it.
(() => {
  const wrong = ".field-bad :is(textarea, select, input:not([type=hidden]))";

  const move = (root) => {
    const place = root.querySelector(wrong) || (root !== document && root.querySelector("[data-focus]"));
    if (place) place.focus();
  };

  move(document);
  document.addEventListener("htmx:after:swap", (event) => {
    const target = event.detail.ctx && event.detail.ctx.target;
    move(target && target.isConnected ? target : document.body);
  });
})();
