// The hall screen asks what changed every three seconds, shows it, and speaks the numbers called since, twice, with a voice of this
// computer alone: nothing that is said here leaves the station. Without an answer the last one stays, with the time it is of. Nothing
// is kept but the last answer and the numbers that stand on it, and once a night the page begins anew.
(() => {
  const EVERY = 3000, PATIENCE = 8000, LOST = 3, NIGHT = 4, TWICE = 2;
  const hall = document.querySelector("[data-now]"), now = hall.querySelector(".hall-now");
  const clock = hall.querySelector("[data-clock]"), loud = hall.querySelector("[data-loud]");
  const begun = Date.now();
  const time = onTheWall(hall.dataset.zone);
  let said = new Set();

  const calls = () => [...now.querySelectorAll("[data-call]")];

  const voice = () => {
    const language = hall.dataset.lang.slice(0, 2);
    const own = speechSynthesis.getVoices().filter((one) => one.localService && one.lang.toLowerCase().startsWith(language));
    const place = hall.dataset.lang === "zh-Hant" ? /tw|hk|hant/i : /cn|hans|us|gb/i;
    return own.find((one) => place.test(one.lang)) ?? own[0];
  };

  const speak = (words) => {
    const own = "speechSynthesis" in window && "aloud" in hall.dataset ? voice() : undefined;
    if (!own) return;
    for (let turn = 0; turn < TWICE; turn++) {
      const saying = new SpeechSynthesisUtterance(words);
      saying.voice = own;
      saying.lang = own.lang;
      saying.rate = 0.9;
      saying.onstart = () => { if (loud) loud.hidden = true; };
      speechSynthesis.speak(saying);
    }
  };

  const tell = () => {
    const standing = calls();
    for (const one of standing.reverse()) if (!said.has(one.dataset.call)) speak(one.dataset.words);
    said = new Set(standing.map((one) => one.dataset.call));
  };

  const show = (words) => {
    now.innerHTML = words;
    tell();
  };

  const ask = asking(hall, { patience: PATIENCE, lost: LOST, time, show });

  const turn = async () => {
    clock.textContent = time(Date.now());
    const answered = await ask();
    if (answered && Number(time(Date.now()).slice(0, 2)) === NIGHT && Date.now() - begun > 2 * 3600 * 1000) location.reload();
    else setTimeout(turn, EVERY);
  };

  if (loud) {
    loud.hidden = !("speechSynthesis" in window) || navigator.userActivation?.hasBeenActivated === true;
    loud.addEventListener("click", () => {
      loud.hidden = true;
      for (const one of calls()) speak(one.dataset.words);
    });
  }
  said = new Set(calls().map((one) => one.dataset.call));
  turn();
})();
