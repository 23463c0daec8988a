// Reads handwriting: what was drawn is compared from afar with every template (how much ink goes in which direction through which
// part of the square), then stroke by stroke, in any order, with the nearest ones. `python3 -m kiosk.ink` does the same to these.
// A stroke is a flat list x, y, x, y …. Asked with { load: url }, then { ask, strokes, script }; answers { ready }, { ask, found }.
"use strict";

const SIDE = 8, TURNS = 8, SIZE = SIDE * SIDE * TURNS, STEP = 0.03;
const POINTS = 8, WIDTH = 2 * POINTS, LEFT = -0.25, WIDE = 1.5;
const FLATTEST = 0.35, BACK = [150, 300], SOFT = 20, FAINT = 0.25;
const NEAREST = 160, ANSWERS = 10; // looked at stroke by stroke; handed back
const MISSING = 0.33, FAR = 0.4, ORDER = 0.03, JOINT = 0.03, LONGEST = 3; // a stroke missing, no pair, another order, each joint
const GRAIN = 0.035; // of the drawing: shorter pieces are the trembling of the hand, or the grain of the glass
const RARITY = 0.01, FOREIGN = 0.02; // what a rare character, and one of the other script, is put back by
const PAIRS = 4096, FINE = 2 ** 24; // at most so many pairs of strokes; steps of their dearness
const AGAIN = 2000;
let book = null, loading = null;

const weight = (dx, dy) => {
  const turn = (Math.atan2(dy, dx) * 180 / Math.PI + 360) % 360;
  const back = Math.max(0, Math.min(1, (turn - BACK[0] + SOFT) / SOFT, (BACK[1] + SOFT - turn) / SOFT));
  return 1 - back * (1 - FAINT);
};

// A stroke without its trembling: where it began, the middle of each grain it went through, where it ended. A tap is a dot.
const calm = (strokes) => {
  const every = strokes.flat(), of = (axis) => every.filter((_, i) => i % 2 === axis);
  const grain = GRAIN * Math.max(...[0, 1].map((axis) => Math.max(...of(axis)) - Math.min(...of(axis))));
  return strokes.map((s) => {
    const kept = s.slice(0, 2);
    let from = 2, x = 0, y = 0;
    for (let i = 2; i < s.length - 2; i += 2) {
      [x, y] = [x + s[i], y + s[i + 1]];
      if (Math.hypot(s[i] - s[from - 2], s[i + 1] - s[from - 1]) < grain) continue;
      kept.push(2 * x / (i - from + 2), 2 * y / (i - from + 2));
      [from, x, y] = [i + 2, 0, 0];
    }
    kept.push(...(s.length > 2 ? s.slice(-2) : [s[0] + 1, s[1] + 1]));
    return kept;
  });
};

const centred = (strokes) => {
  const ink = [];
  let mass = 0, mx = 0, my = 0, vx = 0, vy = 0;
  for (const s of strokes) {
    for (let i = 2; i < s.length; i += 2) {
      const dx = s[i] - s[i - 2], dy = s[i + 1] - s[i - 1], length = Math.hypot(dx, dy) * weight(dx, dy);
      ink.push([s[i] - dx / 2, s[i + 1] - dy / 2, dx * dx / 12, dy * dy / 12, length]); // a long piece is spread by itself
      mass += length;
    }
  }
  for (const [x, y, , , length] of ink) { mx += x * length / mass; my += y * length / mass; }
  for (const [x, y, wide, high, length] of ink) {
    vx += ((x - mx) ** 2 + wide) * length / mass;
    vy += ((y - my) ** 2 + high) * length / mass;
  }
  const most = Math.sqrt(Math.max(vx, vy)) || 1;
  const sx = 4 * Math.max(Math.sqrt(vx), most * FLATTEST), sy = 4 * Math.max(Math.sqrt(vy), most * FLATTEST);
  return strokes.map((s) => s.map((value, i) => 0.5 + (i % 2 ? (value - my) / sy : (value - mx) / sx)));
};

const near = (place, shares) => {
  const low = Math.floor(place) - 1;
  for (let i = 0; i < 4; i += 1) shares[i] = low + i < 0 || low + i >= SIDE ? 0 : Math.exp(-((place - low - i) ** 2));
  return low;
};

const picture = (strokes) => {
  const found = new Float32Array(SIZE), across = new Float32Array(4), down = new Float32Array(4);
  for (const s of strokes) {
    for (let i = 2; i < s.length; i += 2) {
      const dx = s[i] - s[i - 2], dy = s[i + 1] - s[i - 1], length = Math.hypot(dx, dy);
      if (!length) continue;
      const turn = (Math.atan2(dy, dx) / (2 * Math.PI) * TURNS + TURNS) % TURNS;
      const first = Math.floor(turn) % TURNS, second = (first + 1) % TURNS, part = turn - Math.floor(turn);
      const looks = Math.ceil(length / STEP), ink = length / looks * weight(dx, dy);
      for (let look = 0; look < looks; look += 1) {
        const column = near((s[i - 2] + dx * (look + 0.5) / looks) * SIDE - 0.5, across);
        const row = near((s[i - 1] + dy * (look + 0.5) / looks) * SIDE - 0.5, down);
        for (let y = 0; y < 4; y += 1) {
          for (let x = 0; x < 4; x += 1) {
            const share = ink * across[x] * down[y], cell = ((row + y) * SIDE + column + x) * TURNS;
            if (!share) continue;
            found[cell + first] += share * (1 - part);
            found[cell + second] += share * part;
          }
        }
      }
    }
  }
  let sum = 0;
  for (let i = 0; i < SIZE; i += 1) { sum += found[i]; found[i] = Math.sqrt(found[i]); }
  return found.map((value) => value / Math.sqrt(sum || 1));
};

const resampled = (s) => {
  const last = s.length / 2 - 1, along = new Float32Array(last + 1), found = new Float32Array(WIDTH);
  for (let i = 1; i <= last; i += 1) {
    const dx = s[2 * i] - s[2 * i - 2], dy = s[2 * i + 1] - s[2 * i - 1];
    along[i] = along[i - 1] + Math.sqrt(dx * dx + dy * dy);
  }
  for (let n = 0, piece = 0; n < POINTS; n += 1) {
    const target = along[last] * n / (POINTS - 1);
    while (piece < last - 1 && along[piece + 1] < target) piece += 1;
    const part = Math.min(1, (target - along[piece]) / ((along[piece + 1] - along[piece]) || 1));
    found[2 * n] = s[2 * piece] + (s[2 * piece + 2] - s[2 * piece]) * part;
    found[2 * n + 1] = s[2 * piece + 1] + (s[2 * piece + 3] - s[2 * piece + 1]) * part;
  }
  return found;
};

// The strokes that could run into each other: runs[k] is every k + 1 of them in a row, drawn as one.
const running = (strokes, most) => {
  const runs = [strokes];
  for (let k = 2; k <= most; k += 1) {
    const joined = [];
    for (let at = 0; at + k <= strokes.length; at += 1) {
      const line = new Float32Array(k * WIDTH);
      for (let i = 0; i < k; i += 1) line.set(strokes[at + i], i * WIDTH);
      joined.push(resampled(line));
    }
    runs.push(joined);
  }
  return runs;
};

// The mean distance of two strokes' points; above `most` it does not matter how far.
const apart = (a, b, most) => {
  if (Math.abs(a[POINTS] - b[POINTS]) + Math.abs(a[POINTS + 1] - b[POINTS + 1]) > 2 * most) return most; // the middles tell
  let sum = 0;
  for (let i = 0; i < WIDTH && sum < most * POINTS; i += 2) {
    const dx = a[i] - b[i], dy = a[i + 1] - b[i + 1];
    sum += Math.sqrt(dx * dx + dy * dy);
  }
  return sum / POINTS;
};

// How badly strokes fit: the best pairs first, each stroke once, what finds no partner is missing. Where one side has fewer
// strokes, each of these may also be a run of the other's. A pair is one number: how dear it is, then which it is.
const ranks = new Float64Array(PAIRS), costs = new Float64Array(PAIRS), ends = new Uint16Array(4 * PAIRS);
const misfit = (drawn, known) => {
  const n = drawn[0].length, m = known[0].length;
  let many = 0, sum = 0, left = n + m;
  const pair = (a, i, k, b, j, l) => {
    const other = ORDER * Math.abs((i + k / 2) / n - (j + l / 2) / m) + JOINT * (k + l - 2), cost = apart(a, b, FAR) + other;
    if (cost >= FAR || many === PAIRS) return;
    ends.set([i, k, j, l], 4 * many);
    ranks[many] = Math.floor(cost * FINE) * PAIRS + many;
    costs[many++] = cost;
  };
  for (let k = 1; k <= Math.min(LONGEST, n - m + 1, drawn.length) || k === 1; k += 1) {
    for (let i = 0; i <= n - k; i += 1) for (let j = 0; j < m; j += 1) pair(drawn[k - 1][i], i, k, known[0][j], j, 1);
  }
  for (let l = 2; l <= Math.min(LONGEST, m - n + 1); l += 1) {
    for (let j = 0; j <= m - l; j += 1) for (let i = 0; i < n; i += 1) pair(drawn[0][i], i, 1, known[l - 1][j], j, l);
  }
  const mine = new Uint8Array(n), theirs = new Uint8Array(m);
  const taken = (row, from, to) => row[from] + row[to] + row[(from + to) >> 1] > 0; // of at most three
  for (const rank of ranks.subarray(0, many).sort()) {
    const which = rank % PAIRS, i = ends[4 * which], k = ends[4 * which + 1], j = ends[4 * which + 2], l = ends[4 * which + 3];
    if (taken(mine, i, i + k - 1) || taken(theirs, j, j + l - 1)) continue;
    mine.fill(1, i, i + k);
    theirs.fill(1, j, j + l);
    sum += costs[which] * Math.max(k, l);
    left -= k + l;
  }
  return (sum + MISSING * left) / Math.max(n, m);
};

const strokesOf = (which) => Array.from({ length: book.counts[which] }, (_, i) => {
  const at = (book.first[which] + i) * WIDTH;
  return book.points.subarray(at, at + WIDTH);
});

const likeness = (wanted) => {
  const { pictures, lengths, count } = book, found = new Float32Array(count);
  for (let which = 0, at = 0; which < count; which += 1) {
    let a = 0, b = 0, c = 0, d = 0; // four sums side by side are twice as fast as one
    for (let i = 0; i < SIZE; i += 4, at += 4) {
      a += wanted[i] * pictures[at];
      b += wanted[i + 1] * pictures[at + 1];
      c += wanted[i + 2] * pictures[at + 2];
      d += wanted[i + 3] * pictures[at + 3];
    }
    found[which] = (a + b + c + d) / lengths[which];
  }
  return found;
};

const recognise = (strokes, script) => {
  const drawing = centred(calm(strokes));
  const like = likeness(picture(drawing)), least = like.slice().sort()[book.count - Math.min(NEAREST, book.count)];
  const drawn = running(drawing.map(resampled), LONGEST), nearest = [], found = [];
  for (let which = 0; which < book.count; which += 1) if (like[which] >= least) nearest.push(which);
  for (const which of nearest.sort((one, other) => like[other] - like[one])) {
    if (1 - like[which] > found[ANSWERS - 1]?.[0]) break; // none that follows can come before ten that fit better
    const own = strokesOf(which), kind = book.kinds[which];
    const fit = misfit(drawn, running(own, Math.min(LONGEST, own.length - drawing.length + 1)));
    const far = 1 - like[which] + fit + RARITY * (kind >> 2) + (kind & (script === "hant" ? 2 : 1) ? 0 : FOREIGN);
    found.push([far, book.characters[which]]);
    found.sort((one, other) => one[0] - other[0]).splice(ANSWERS);
  }
  return found.map((one) => String.fromCharCode(one[1]));
};

const opened = (bytes) => {
  const view = new DataView(bytes.buffer), start = 2 + view.getUint16(0, true), count = view.getUint16(start, true);
  let at = start + 2;
  const take = (length) => bytes.subarray(at, at += length);
  const characters = Uint16Array.from({ length: count }, (_, i) => view.getUint16(at + 2 * i, true));
  at += 2 * count;
  const kinds = take(count), counts = take(count), packed = take(count * SIZE / 2), steps = take(bytes.length - at);
  const pictures = new Float32Array(count * SIZE), lengths = new Float32Array(count), first = new Uint32Array(count);
  for (let i = 0; i < packed.length; i += 1) {
    const high = packed[i] >> 4, low = packed[i] & 15;
    pictures[2 * i] = high;
    pictures[2 * i + 1] = low;
    lengths[Math.floor(2 * i / SIZE)] += high * high + low * low;
  }
  for (let i = 0; i < count; i += 1) {
    lengths[i] = Math.sqrt(lengths[i]);
    if (i) first[i] = first[i - 1] + counts[i - 1];
  }
  const points = new Float32Array(steps.length);
  for (let i = 0; i < steps.length; i += 1) {
    if (i % WIDTH > 1) steps[i] += steps[i - 2];
    points[i] = LEFT + steps[i] / 255 * WIDE;
  }
  return { count, characters, kinds, counts, pictures, lengths, first, points };
};

// Again and again until they are here: the server may be away.
const load = async (url) => {
  while (!book) {
    try {
      const answer = await fetch(url);
      if (!answer.ok) throw new Error(String(answer.status));
      book = opened(new Uint8Array(await new Response(answer.body.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer()));
    } catch {
      await new Promise((done) => { setTimeout(done, AGAIN); });
    }
  }
  for (const script of ["hans", "hant", "hans"]) recognise([[0, 40, 80, 42], [40, 0, 38, 80]], script); // so that a visitor's first stroke is read as fast as the tenth
  self.postMessage({ ready: performance.now() });
};

self.onmessage = async ({ data }) => {
  if (data.load) loading = load(data.load);
  await loading;
  if (data.ask) self.postMessage({ ask: data.ask, found: recognise(data.strokes, data.script) });
};
