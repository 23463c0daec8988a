// The writing pad: a finger draws, a worker reads, the panel around it shows what it may be. HuiyinInput.ink.mount(box, hooks) puts
// the pad into a box and hands back { clear(), undo(), flush(), drawn(), setScript("hans" | "hant"), unmount() }; hooks are { candidates(list),
// commit(text) }. The list is told after every stroke, and empty when the pad was emptied by hand; after a pause the first of it is
// committed, the list stays for whoever wants another. What screen readers are told stands in templates/kiosk/ink.html, the
// addresses of worker and templates on this script's element.
(() => {
  const REST = 900; // nothing drawn for so long: the character is finished
  // After a breath, a stroke well to the right of or below a large square begins the next one (parts of its size; of the pad).
  const BREATH = 350, ASIDE = 0.3, SQUARE = 0.6, LARGE = 0.55;
  const BROAD = 26; // breadths of the brush in the pad's side
  const AGAIN = 3000; // until a worker that could not be had is asked for again
  const { worker: WORKER, templates: TEMPLATES } = document.currentScript.dataset;
  let worker = null, asked = null;
  const waiting = [];

  // One worker for as long as the page lives, whatever becomes of the panel.
  const start = () => {
    worker = new Worker(WORKER);
    worker.postMessage({ load: TEMPLATES });
    worker.onmessage = ({ data }) => {
      if (data.ready) document.documentElement.dataset.ink = "ready";
      if (!data.found) return;
      const done = asked;
      asked = null;
      next();
      done.told(data.found);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      worker.terminate();
      if (asked) waiting.unshift(asked);
      asked = null;
      worker = null;
      setTimeout(() => { start(); next(); }, AGAIN);
    };
  };

  const next = () => {
    if (!worker || asked || !waiting.length) return;
    asked = waiting.shift();
    worker.postMessage({ ask: true, strokes: asked.strokes, script: asked.script });
  };

  // Of one character only its latest strokes are asked about.
  const ask = (character, script, told) => {
    const same = waiting.findIndex((one) => one.character === character);
    if (same >= 0) waiting.splice(same, 1);
    waiting.push({ character, strokes: character.strokes.map((stroke) => stroke.slice()), script, told });
    next();
  };

  const extent = (strokes) => {
    const every = strokes.flat(), xs = every.filter((_, i) => i % 2 === 0), ys = every.filter((_, i) => i % 2);
    return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
  };

  // Whether a stroke that begins at x, y begins another character: the 口 of 品 and 叶 is too small to be one, the 日 of 明 too narrow,
  // the 二 of 三 too flat.
  const isNext = (strokes, side, x, y) => {
    const { left, right, top, bottom } = extent(strokes), wide = right - left, high = bottom - top, size = Math.max(wide, high);
    if (size < side * LARGE || Math.min(wide, high) < size * SQUARE) return false;
    return x > right + size * ASIDE || y > bottom + size * ASIDE;
  };

  const guides = (pen, wide, high) => {
    const side = Math.min(wide, high) * 0.9, left = (wide - side) / 2, top = (high - side) / 2;
    pen.strokeRect(left, top, side, side);
    pen.setLineDash([side / 40, side / 40]);
    pen.beginPath();
    pen.moveTo(wide / 2, top);
    pen.lineTo(wide / 2, top + side);
    pen.moveTo(left, high / 2);
    pen.lineTo(left + side, high / 2);
    pen.stroke();
    pen.setLineDash([]);
  };

  const words = () => document.getElementById("ink-words")?.dataset || {};

  const trace = (pen, stroke) => {
    pen.beginPath();
    pen.moveTo(stroke[0], stroke[1]);
    for (let i = 2; i < stroke.length; i += 2) pen.lineTo(stroke[i], stroke[i + 1]);
    if (stroke.length === 2) pen.lineTo(stroke[0] + 0.1, stroke[1]);
    pen.stroke();
  };

  const mount = (box, hooks) => {
    const canvas = document.createElement("canvas"), pen = canvas.getContext("2d");
    const status = document.createElement("p"), blank = () => ({ strokes: [], turn: 0, found: null, due: false });
    let character = blank(), script = "hans", drawn = null, finger = null, lifted = 0, rest = 0, gone = false;
    canvas.className = "ink-pad";
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", words().name || "");
    status.className = "unseen";
    status.setAttribute("role", "status");
    box.classList.add("ink");
    box.append(canvas, status);

    const draw = () => {
      const { clientWidth: width, clientHeight: height } = canvas, look = getComputedStyle(canvas);
      const scale = window.devicePixelRatio || 1;
      canvas.width = Math.round(width * scale);
      canvas.height = Math.round(height * scale);
      pen.setTransform(scale, 0, 0, scale, 0, 0);
      pen.strokeStyle = look.borderTopColor;
      pen.lineWidth = Math.max(1, Math.min(width, height) / 250);
      guides(pen, width, height);
      pen.strokeStyle = look.color;
      pen.lineWidth = Math.max(4, Math.min(width, height) / BROAD);
      pen.lineCap = pen.lineJoin = "round";
      for (const stroke of character.strokes) trace(pen, stroke);
      if (drawn) trace(pen, drawn);
    };

    const fresh = () => {
      clearTimeout(rest);
      character = blank();
      draw();
    };

    // What is not read yet is committed when it is, and in the order it was written.
    const finish = (one) => {
      one.due = !one.found;
      if (one.due) return;
      if (one === character) fresh();
      status.textContent = (words().wrote || "").replace("{text}", one.found[0]);
      hooks.commit(one.found[0]);
    };

    const told = (one, turn) => (found) => {
      if (gone || one.dropped || turn !== one.turn) return;
      one.found = found;
      if (one === character) hooks.candidates(found);
      if (one.due) finish(one);
    };

    const read = () => {
      character.found = null;
      character.turn += 1;
      ask(character, script, told(character, character.turn));
      clearTimeout(rest);
      rest = setTimeout(finish, REST, character);
    };

    const down = (event) => {
      if (finger !== null || !event.isPrimary || event.button > 0) return;
      event.preventDefault();
      finger = event.pointerId;
      canvas.setPointerCapture(finger);
      clearTimeout(rest);
      const side = Math.min(canvas.clientWidth, canvas.clientHeight), breath = event.timeStamp - lifted > BREATH;
      if (character.strokes.length && breath && isNext(character.strokes, side, event.offsetX, event.offsetY)) {
        const before = character;
        fresh();
        finish(before);
      }
      character.due = false; // it goes on after all
      drawn = [event.offsetX, event.offsetY];
      draw();
    };

    const move = (event) => {
      if (event.pointerId !== finger) return;
      const { left, top } = canvas.getBoundingClientRect(), from = drawn.length - 2;
      for (const each of event.getCoalescedEvents?.() || [event]) drawn.push(each.clientX - left, each.clientY - top);
      trace(pen, drawn.slice(from));
    };

    const up = (event) => {
      if (event.pointerId !== finger) return;
      finger = null;
      lifted = event.timeStamp;
      if (event.type === "pointerup") character.strokes.push(drawn);
      drawn = null;
      draw();
      if (character.strokes.length) read();
    };

    const empty = () => {
      character.dropped = true;
      fresh();
      hooks.candidates([]);
    };

    // Whoever goes on before the pause is over has finished too.
    const flush = () => {
      if (finger === null && character.strokes.length) finish(character);
    };

    const undo = () => {
      if (character.strokes.length < 2) { empty(); return; }
      character.strokes.pop();
      draw();
      read();
    };

    const frame = new ResizeObserver(draw);
    frame.observe(canvas);
    canvas.addEventListener("pointerdown", down);
    canvas.addEventListener("pointermove", move);
    canvas.addEventListener("pointerup", up);
    canvas.addEventListener("pointercancel", up);
    canvas.addEventListener("lostpointercapture", up);
    return {
      clear: empty,
      undo,
      flush,
      drawn: () => character.strokes.length > 0,
      setScript: (wanted) => { script = wanted; },
      unmount: () => {
        gone = true;
        clearTimeout(rest);
        frame.disconnect();
        canvas.remove();
        status.remove();
        box.classList.remove("ink");
      },
    };
  };

  start();
  window.HuiyinInput = window.HuiyinInput || {};
  window.HuiyinInput.ink = { mount };
})();
