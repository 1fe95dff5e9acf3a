// A transcript at its own pace: play, pause, speed, one line back or on. Without this file it is the plain page.
const list = document.querySelector("[data-replay]");
const bar = document.querySelector("[data-replay-bar]");
const LONGEST_SILENCE = 20; // seconds one waits at most, whatever the pace

if (list && bar) {
  const items = [...list.children];
  const at = items.map((item) => Number(item.dataset.at));
  const total = items.filter((item) => "line" in item.dataset).length;
  const play = bar.querySelector("[data-play]");
  const speed = bar.querySelector("[data-speed]");
  const said = bar.querySelector("[data-said]");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  let shown = items.length;
  let timer = 0;
  let playing = false;

  bar.hidden = false;
  tell();

  function tell() {
    const line = items.slice(0, shown).filter((item) => "line" in item.dataset).length;
    said.textContent = shown === items.length ? said.dataset.all : said.dataset.said.replace("##", total).replace("#", line);
  }

  function show(number) {
    shown = Math.min(Math.max(number, 1), items.length);
    items.forEach((item, n) => {
      item.hidden = n >= shown;
      item.classList.toggle("replay-now", n === shown - 1 && (playing || shown < items.length));
    });
    items[shown - 1].scrollIntoView({ block: "center", behavior: calm || !playing ? "auto" : "smooth" });
    tell();
  }

  function stop() {
    playing = false;
    clearTimeout(timer);
    play.setAttribute("aria-pressed", "false");
    for (const word of play.querySelectorAll("[data-is]")) word.hidden = word.dataset.is !== "play";
  }

  function begin() {
    playing = true;
    play.setAttribute("aria-pressed", "true");
    for (const word of play.querySelectorAll("[data-is]")) word.hidden = word.dataset.is !== "pause";
    show(shown === items.length ? 1 : shown);
    next();
  }

  function next() {
    clearTimeout(timer);
    if (!playing) return;
    if (shown >= items.length) return stop();
    const wait = Math.min(Math.max(at[shown] - at[shown - 1], 0) / Number(speed.value), LONGEST_SILENCE);
    timer = setTimeout(() => {
      show(shown + 1);
      next();
    }, wait * 1000);
  }

  // To the next line, past the marks that belong to the line before it.
  function step(by) {
    stop();
    let number = shown + by;
    while (number > 1 && number < items.length && !("line" in items[number - 1].dataset)) number += by;
    show(number);
  }

  play.addEventListener("click", () => (playing ? stop() : begin()));
  bar.querySelector("[data-back]").addEventListener("click", () => step(-1));
  bar.querySelector("[data-on]").addEventListener("click", () => step(1));
  speed.addEventListener("change", next);

  const KEYS = {
    " ": () => (playing ? stop() : begin()),
    ArrowRight: () => step(1),
    ArrowLeft: () => step(-1),
    Home: () => (stop(), show(1)),
    End: () => (stop(), show(items.length)),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, dialog")) return;
    if (event.key === " " && event.target.closest("button, a")) return; // the button itself is meant
    if (!KEYS[event.key]) return;
    event.preventDefault();
    KEYS[event.key]();
  });
}
