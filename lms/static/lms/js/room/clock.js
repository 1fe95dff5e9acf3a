// Minutes left. Quiet: it speaks at ten, at five and at the end. The server's clock decides; this one only shows.
const SPEAKS = [
  [600, "Ten"],
  [300, "Five"],
  [0, "Over"],
];

export function startClock(room, say) {
  const minutes = document.querySelector("[data-minutes-left]");
  const past = document.querySelector("[data-past]");
  const length = room.length * 60;
  let left = room.remaining;
  let at = performance.now();
  let running = room.state === "live";
  const told = new Set(SPEAKS.filter(([second]) => left <= second).map(([second]) => second));

  function now() {
    return Math.max(0, running ? left - (performance.now() - at) / 1000 : left);
  }

  function show() {
    const rest = now();
    minutes.textContent = Math.ceil(rest / 60);
    past.setAttribute("d", `M0 3H${Math.round(360 * (1 - rest / length))}`);
    for (const [second, word] of SPEAKS) {
      if (rest <= second && !told.has(second) && running) {
        told.add(second);
        say(room.say(word));
      }
    }
  }

  setInterval(show, 1000);
  return {
    set({ state, remaining }) {
      left = remaining;
      at = performance.now();
      running = state === "live";
      show();
    },
  };
}
