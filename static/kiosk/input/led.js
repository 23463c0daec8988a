// Whoever comes to a text field by keys goes on by keys, past it too (K57): there the panel opens by Enter, not by itself.
(() => {
  let led = false;
  window.HuiyinInput = window.HuiyinInput || {};
  window.HuiyinInput.led = () => led;

  document.addEventListener("pointerdown", () => { led = false; }, true);
  document.addEventListener("keydown", (event) => {
    const field = event.target.closest("textarea, input"), panel = document.querySelector(".typing-panel");
    if (event.key === "Tab" || event.key.startsWith("Arrow")) led = true;
    else if (field && event.key.length === 1) led = false; // a keyboard of wood needs no panel
    if (!led || event.key !== "Enter" || !panel?.hidden || !field?.matches(".field .input")) return;
    event.preventDefault();
    field.dispatchEvent(new Event("kiosk:type", { bubbles: true }));
  }, true);
})();
