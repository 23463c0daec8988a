// What screens nobody touches have in common: the time on the wall of the station, and asking again and again what changed. Without an
// answer the last one stays, and the screen says of when it is. Nothing is kept but the mark of the last answer.
const onTheWall = (zone) => {
  const local = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone });
  return (at) => local.format(new Date(at));
};

// `screen` carries data-now (what to ask) and holds a [data-away] with its sentence; `show` takes what came. The function returned asks
// once, for `patience` milliseconds, and tells whether it was answered; after `lost` questions without an answer the sentence stands.
const asking = (screen, { patience, lost, time, show }) => {
  const away = screen.querySelector("[data-away]");
  let mark = "", missed = 0, answered = Date.now();

  return async () => {
    const stop = new AbortController(), timer = setTimeout(() => stop.abort(), patience);
    try {
      const answer = await fetch(screen.dataset.now, { headers: mark ? { "If-None-Match": mark } : {}, cache: "no-store", signal: stop.signal });
      if (answer.status === 200) {
        show(await answer.text());
        mark = answer.headers.get("ETag") ?? "";
      } else if (answer.status !== 304) throw new Error(answer.status);
      missed = 0;
      answered = Date.now();
    } catch {
      missed += 1;
    } finally {
      clearTimeout(timer);
    }
    away.hidden = missed < lost;
    if (missed === lost) away.textContent = away.dataset.away.replace("{time}", time(answered));
    return !missed;
  };
};
