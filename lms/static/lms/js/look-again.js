// A piece of page that looks again every ten seconds while it can be seen: [data-look-again] is its address.
// With [data-standing] that address is a page that says the same of itself; when it says something else, this page is opened anew.
const EVERY = 10_000;

async function look(place) {
  if (document.hidden || place.contains(document.activeElement)) return;
  try {
    const answer = await fetch(place.dataset.lookAgain, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) return;
    const found = (await answer.text()).trim();
    if (place.dataset.standing !== undefined) return compare(place, found);
    if (found === place.dataset.seen) return;
    place.dataset.seen = found;
    place.replaceChildren(...new DOMParser().parseFromString(found, "text/html").body.childNodes);
  } catch {
    // no line just now: the next look tries again
  }
}

function compare(place, found) {
  const standing = new DOMParser().parseFromString(found, "text/html").querySelector("[data-standing]")?.dataset.standing;
  const busy = document.querySelector("dialog[open]") || document.activeElement?.matches("input, textarea, select");
  if (standing !== place.dataset.standing && !busy) location.reload();
}

for (const place of document.querySelectorAll("[data-look-again]")) {
  setInterval(() => look(place), EVERY);
  document.addEventListener("visibilitychange", () => look(place));
}
