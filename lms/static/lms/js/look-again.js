// A piece of page that looks again every ten seconds while it can be seen: [data-look-again] is its address.
const EVERY = 10_000;

async function look(place) {
  if (document.hidden || place.contains(document.activeElement)) return;
  try {
    const answer = await fetch(place.dataset.lookAgain, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) return;
    const found = (await answer.text()).trim();
    if (found === place.dataset.seen) return;
    place.dataset.seen = found;
    place.replaceChildren(...new DOMParser().parseFromString(found, "text/html").body.childNodes);
  } catch {
    // no line just now: the next look tries again
  }
}

for (const place of document.querySelectorAll("[data-look-again]")) {
  setInterval(() => look(place), EVERY);
  document.addEventListener("visibilitychange", () => look(place));
}
