// A call for a person is heard as well as seen: whoever touches the switch on "today" once hears a bell of two tones until somebody
// answers, on every page of the office, for as long as this tab is open. Browsers let nothing be heard before a page was touched:
// until then the switch says so. Without this file the calls are seen as ever.
(() => {
  const EVERY = 2500, KEPT = "ring";
  let context = null;

  const on = () => sessionStorage.getItem(KEPT) === "on";
  const waits = () => Boolean(document.querySelector("#calls .call"));

  const strike = (tone, at) => {
    const string = context.createOscillator(), level = context.createGain();
    string.frequency.value = tone;
    level.gain.setValueAtTime(0.0001, at);
    level.gain.exponentialRampToValueAtTime(0.5, at + 0.02);
    level.gain.exponentialRampToValueAtTime(0.0001, at + 1);
    string.connect(level).connect(context.destination);
    string.start(at);
    string.stop(at + 1);
  };

  const bell = () => {
    strike(880, context.currentTime);
    strike(659, context.currentTime + 0.35);
  };

  const show = () => {
    const box = document.querySelector("[data-ring]");
    if (!box) return;
    box.hidden = false;
    box.querySelector("button").setAttribute("aria-pressed", String(on()));
    box.querySelector("[data-ring-off]").hidden = on();
    box.querySelector("[data-ring-on]").hidden = !on() || context?.state !== "running";
    box.querySelector("[data-ring-wait]").hidden = !on() || context?.state === "running";
  };

  const wake = async () => {
    context ??= new AudioContext();
    await context.resume();
    show();
  };

  const ring = () => {
    if (on() && waits() && context?.state === "running") bell();
  };

  document.addEventListener("click", async (event) => {
    const touched = event.target.closest("[data-ring] button");
    if (touched) sessionStorage.setItem(KEPT, on() ? "off" : "on");
    if (on()) await wake();
    if (touched && on()) bell(); // so that one hears how it sounds, and how loud
    show();
  });
  document.addEventListener("keydown", () => { if (on() && context?.state !== "running") wake(); });
  setInterval(ring, EVERY);
  if (on() && navigator.userActivation?.hasBeenActivated) wake(); // asked before, the browser would only complain
  show();
})();
