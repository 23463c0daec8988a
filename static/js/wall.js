// The wall turns its sheets by itself and asks once a minute what is new. Without an answer it goes on turning what it has and says
// of when that is. Nothing is kept but the sheets that stand in the page, so it may run for weeks; once a night the page begins anew.
(() => {
  const EVERY = 60_000, PATIENCE = 15_000, LOST = 2, NIGHT = 4, HOUR = 3_600_000;
  const wall = document.querySelector("[data-now]"), now = wall.querySelector(".wall-now");
  const clock = wall.querySelector("[data-clock]"), begun = Date.now();
  const time = onTheWall(wall.dataset.zone);

  const sheets = () => [...now.querySelectorAll(".wall-sheet")];
  const standing = () => sheets().findIndex((one) => !one.hidden);

  const stand = (wanted) => {
    for (const [place, one] of sheets().entries()) one.hidden = place !== wanted;
    const seconds = Number(sheets()[wanted]?.dataset.seconds ?? 30);
    setTimeout(turn, seconds * 1000);
  };

  const turn = () => stand((standing() + 1) % Math.max(1, sheets().length));

  const tick = () => {
    clock.textContent = time(Date.now());
    setTimeout(tick, 60_000 - (Date.now() % 60_000));
  };

  // What stood goes on standing if it is still there, at the part that is being read.
  const show = (words) => {
    const key = sheets()[standing()]?.dataset.key;
    now.innerHTML = words;
    const found = sheets().findIndex((one) => one.dataset.key === key);
    for (const [place, one] of sheets().entries()) one.hidden = place !== Math.max(0, found);
  };

  const ask = asking(wall, { patience: PATIENCE, lost: LOST, time, show });

  const again = async () => {
    const answered = await ask();
    if (answered && Number(time(Date.now()).slice(0, 2)) === NIGHT && Date.now() - begun > 2 * HOUR) location.reload();
    else setTimeout(again, EVERY);
  };

  tick();
  stand(Math.max(0, standing()));
  setTimeout(again, EVERY);
})();
