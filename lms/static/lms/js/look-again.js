// A piece of page that looks again every twenty seconds while it can be seen: [data-look-again] is its address.
const EVERY = 20_000;

async function look(place) {
  if (document.hidden || place.contains(document.activeElement)) return;
  try {
    const answer = await fetch(place.dataset.lookAgain, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) return;
    const found = (await answer.text()).trim();
    if (found !== place.dataset.seen) {
      place.innerHTML = found;
      place.dataset.seen = found;
    }
  } catch {
    // no line just now: the next look tries again
  }
}

for (const place of document.querySelectorAll("[data-look-again]")) {
  place.dataset.seen = place.innerHTML.trim();
  setInterval(() => look(place), EVERY);
  document.addEventListener("visibilitychange", () => look(place));
}
