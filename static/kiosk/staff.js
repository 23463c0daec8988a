// For the terminal's keeper: five touches in the upper left corner, or on the seal, within three seconds open the PIN pad (K67); and the
// moving parts of the daily self-test: pure colours, a grid to touch, the way to the server, a tone (K64). No secret is in here. For every screen: no
// menu, no other tab by the middle button, nothing dragged in or out (K62).
(() => {
  const TOUCHES = 5, WITHIN = 3000, CORNER = 25, COLOURS = ["red", "green", "blue", "white", "black"];
  let touches = [];

  // The corner, because a low glass has no room for masthead and seal; what does something by itself is not meant.
  const meant = ({ target, clientX, clientY }) => {
    if (target.closest("a, button, label, .input")) return false;
    const side = CORNER * (parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--mm")) || 4);
    return target.closest(".masthead, .attract-seal") !== null || (clientX <= side && clientY <= side);
  };

  const gesture = () => {
    touches = [...touches.filter((at) => Date.now() - at < WITHIN), Date.now()];
    if (touches.length < TOUCHES) return;
    touches = [];
    document.querySelector("[data-staff]")?.click();
  };

  const colours = () => {
    const sheet = document.createElement("button");
    let at = 0;
    sheet.type = "button";
    sheet.className = `colours colours-${COLOURS[at]}`;
    sheet.setAttribute("aria-label", COLOURS[at]);
    sheet.addEventListener("click", () => {
      at += 1;
      if (at === COLOURS.length) sheet.remove();
      else sheet.className = `colours colours-${COLOURS[at]}`;
    });
    document.body.append(sheet);
    sheet.focus();
  };

  const tone = () => {
    const sound = new AudioContext(), voice = sound.createOscillator();
    voice.frequency.value = 660;
    voice.connect(sound.destination);
    voice.start();
    voice.stop(sound.currentTime + 1);
    voice.addEventListener("ended", () => sound.close());
  };

  const network = async (line) => {
    const began = performance.now();
    try {
      await fetch("/kiosk/terminal.css", { cache: "no-store" });
      line.textContent = line.dataset.network.replace("{n}", String(Math.round(performance.now() - began)));
    } catch {
      line.textContent = line.dataset.away;
    }
  };

  const ready = () => {
    const line = document.querySelector("[data-network]");
    if (line) network(line);
  };

  document.addEventListener("click", (event) => {
    if (meant(event)) gesture();
    if (event.target.closest("[data-colours]")) colours();
    if (event.target.closest("[data-tone]")) tone();
    event.target.closest("[data-cell]")?.setAttribute("aria-pressed", "true");
  });
  for (const way of ["contextmenu", "auxclick", "dragstart", "dragover", "drop", "copy", "cut", "paste"]) { // what was copied outlives a visit (K20)
    document.addEventListener(way, (event) => event.preventDefault());
  }
  document.addEventListener("kiosk:screen", ready);
  ready();
})();
