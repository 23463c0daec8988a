// Speaking and photographing: what was said or taken goes to the server at once, with everything in the form (turn.js sends it, and
// sends it again while nobody answers). Nothing is kept here: recorder and camera stop with their screen.
(() => {
  const TAKE = "/kiosk/tell/enclosed", ASK = "/kiosk/enclosed", KIND = "audio/webm;codecs=opus", EVERY = 3000, PATIENCE = 10000;
  let stream = null, recorder = null, level = null, began = 0, opening = 0, asking = false, devices = null;

  const find = (what) => document.querySelector(what);
  const show = (what, on) => { const one = find(what); if (one) one.hidden = !on; };
  const listens = () => recorder?.state === "recording";

  const send = (blob, seconds) => {
    const body = new FormData(document.getElementById("draft"));
    body.set("file", blob, "enclosed");
    if (seconds) body.set("seconds", String(seconds));
    document.dispatchEvent(new CustomEvent("kiosk:send", { detail: { url: TAKE, body } }));
  };

  // Microphone or camera of this terminal; null where there is none, or where its screen was left while it opened.
  const open = async (wanted, screen) => {
    opening += 1;
    const mine = opening;
    let got = null;
    try { got = await navigator.mediaDevices.getUserMedia(wanted); } catch { /* none, or not allowed: the screen says so */ }
    const here = find(screen);
    if (mine === opening && here) {
      stream = got;
      if (!got) show(`${screen} .device-none`, true);
      return got;
    }
    for (const track of got?.getTracks() ?? []) track.stop();
    return null;
  };

  const release = () => {
    opening += 1;
    if (listens()) { recorder.onstop = null; recorder.stop(); }
    for (const track of stream?.getTracks() ?? []) track.stop();
    level?.context.close();
    stream = recorder = level = null;
  };

  const record = async () => {
    if (listens() || !(await open({ audio: true }, ".speak"))) return;
    const parts = [];
    recorder = new MediaRecorder(stream, { mimeType: KIND, audioBitsPerSecond: 32000 });
    recorder.ondataavailable = ({ data }) => parts.push(data);
    recorder.onstop = () => {
      const seconds = Math.max(1, Math.round((Date.now() - began) / 1000));
      release();
      send(new Blob(parts, { type: "audio/webm" }), seconds);
    };
    began = Date.now();
    recorder.start(1000);
    measure();
    const longest = Number(find(".speak").dataset.longest);
    document.documentElement.dataset.hold = String(Date.now() + (longest + 10) * 1000); // who speaks touches nothing (idle.js)
    for (const [what, on] of [["[data-record]", false], ["[data-stop]", true], [".speak-time", true], [".speak-level", true]]) show(what, on);
    find("[data-stop]").focus();
    tick();
  };

  const measure = () => {
    const context = new AudioContext(), ear = context.createAnalyser();
    context.createMediaStreamSource(stream).connect(ear);
    level = { context, ear, heard: new Uint8Array(ear.fftSize) };
  };

  const tick = () => {
    if (!listens() || !find(".speak")) return;
    const left = Number(find(".speak").dataset.longest) - Math.floor((Date.now() - began) / 1000);
    find(".speak-clock").textContent = `${Math.floor(Math.max(left, 0) / 60)}:${String(Math.max(left, 0) % 60).padStart(2, "0")}`;
    level.ear.getByteTimeDomainData(level.heard);
    find(".speak-level").value = Math.max(...level.heard.map((one) => Math.abs(one - 128))) / 128;
    if (left <= 0) recorder.stop();
  };

  const look = async () => {
    const got = await open({ video: { facingMode: "environment", width: { ideal: 1920 }, height: { ideal: 1080 } } }, ".paper");
    if (!got) return;
    const live = find(".paper-live");
    live.srcObject = got;
    await live.play().catch(() => {});
    frame(false);
  };

  const frame = (taken) => {
    for (const [what, on] of [[".paper-live", !taken], ["[data-take]", !taken], [".paper-still", taken], ["[data-retake]", taken], ["[data-keep]", taken]]) show(what, on);
    find(taken ? "[data-keep]" : "[data-take]")?.focus();
  };

  const take = () => {
    const live = find(".paper-live"), still = find(".paper-still");
    [still.width, still.height] = [live.videoWidth, live.videoHeight];
    still.getContext("2d").drawImage(live, 0, 0);
    frame(true);
  };

  const keep = () => find(".paper-still").toBlob((blob) => send(blob), "image/jpeg", 0.9);

  // Without a microphone the button says so, and offers the person who writes. What there is was asked before any screen needs it.
  const offer = () => {
    const button = find("[data-needs]");
    if (!devices || !button || devices.some(({ kind }) => kind === button.dataset.needs)) return;
    button.querySelector(".btn-words").textContent = button.dataset.without;
    button.value = button.dataset.else;
    find(`button[value="${button.dataset.else}"]:not([data-needs])`)?.remove();
  };

  const count = async () => {
    devices = await navigator.mediaDevices?.enumerateDevices().catch(() => []) ?? [];
    offer();
  };

  const ask = async () => {
    if (asking || !find(".phone")) return;
    asking = true;
    const stop = new AbortController(), timer = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const answer = await fetch(ASK, { signal: stop.signal, cache: "no-store" });
      if (answer.ok && !answer.redirected) put(await answer.text());
    } catch { /* the line is away: the screen asks again */ }
    clearTimeout(timer);
    asking = false;
  };

  const put = (page) => {
    const next = new DOMParser().parseFromString(page, "text/html").querySelector(".received"), old = find(".received");
    if (!next || !old || next.dataset.n === old.dataset.n) return;
    old.dataset.n = next.dataset.n;
    old.replaceChildren(...next.childNodes);
    document.documentElement.dataset.hold = String(Date.now() + 60000); // somebody is at work, on a phone
  };

  const ready = () => {
    release();
    offer();
    if (find(".paper")) look();
  };

  document.addEventListener("click", (event) => {
    const on = (what) => event.target.closest(what);
    if (on("[data-record]")) record();
    else if (on("[data-stop]") && listens()) recorder.stop();
    else if (on("[data-take]")) take();
    else if (on("[data-retake]")) frame(false);
    else if (on("[data-keep]")) keep();
  });
  // Another button while somebody speaks: what was said is sent first, and the button waits for a second touch.
  document.addEventListener("submit", (event) => {
    if (!listens() || event.target.matches("[data-wipe]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    recorder.stop();
  }, { capture: true });
  document.addEventListener("kiosk:screen", ready);
  document.addEventListener("kiosk:rest", release);
  navigator.mediaDevices?.addEventListener("devicechange", count);
  setInterval(tick, 250);
  setInterval(ask, EVERY);
  count();
  ready();
})();
