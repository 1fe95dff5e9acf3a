// [data-clock]: the minutes that are left, by the server's clock. It speaks at thresholds only.
const SPOKEN = [10, 5, 1, 0];
const clock = document.querySelector("[data-clock]");

if (clock) {
  const face = clock.querySelector("[data-clock-face]");
  const voice = document.querySelector("[data-clock-voice]");
  const ahead = Date.parse(clock.dataset.now) - Date.now(); // how far the server's clock is before ours
  const ends = Date.parse(clock.dataset.deadline);
  let said = SPOKEN.filter((minute) => left() <= minute * 60); // what was passed before this page opened is not said again

  function left() {
    return (ends - Date.now() - ahead) / 1000;
  }

  function tick() {
    const seconds = left();
    if (seconds <= 0) face.textContent = clock.dataset.over;
    else if (seconds < 60) face.textContent = clock.dataset.soon;
    else face.textContent = clock.dataset.left.replace("%s", Math.ceil(seconds / 60));
    const due = SPOKEN.filter((minute) => seconds <= minute * 60 && !said.includes(minute));
    if (due.length) {
      said = [...said, ...due];
      voice.textContent = clock.dataset[`say-${Math.min(...due)}`] ?? clock.getAttribute(`data-say-${Math.min(...due)}`);
    }
    if (seconds <= 0) over();
    else setTimeout(tick, Math.min(15_000, Math.max(250, (seconds % 60 || 60) * 1000)));
  }

  function over() {
    const fields = "[data-quiz] [name=chosen], [data-quiz] [name^='chosen-'], [data-quiz] [data-move]";
    document.querySelectorAll(fields).forEach((field) => (field.disabled = true));
    const link = document.createElement("a");
    link.href = clock.dataset.result;
    link.textContent = clock.dataset.over;
    face.replaceChildren(link);
  }

  tick();
}
