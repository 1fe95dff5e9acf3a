// [data-arriving]: a file that is being looked at or read in. The page is asked every second how far it is, and its piece put in place;
// a tab in the background rests. Without scripts the page refreshes itself. Who cannot see it hears each quarter, and the end.
const EVERY = 1000;
const UNDER_WAY = ["looking", "reading"];

const place = document.querySelector("[data-arriving]");
const said = document.querySelector("[data-arriving-said]");
let quarter = 0;

function tell(found) {
  const bar = found.querySelector("progress[max]");
  const now = bar ? Math.floor((4 * bar.value) / bar.max) : 0;
  const moved = found.dataset.arriving !== place.dataset.arriving;
  if (moved) said.textContent = found.querySelector("[data-tell]")?.textContent ?? "";
  else if (now > quarter) said.textContent = `${now * 25} %`;
  quarter = now;
}

async function look() {
  if (!UNDER_WAY.includes(place.dataset.arriving)) return;
  try {
    const answer = document.hidden ? null : await fetch(location.href, { headers: { Accept: "text/html" } });
    if (answer?.ok && !answer.redirected) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const found = page.querySelector("[data-arriving]");
      tell(found);
      document.title = page.title;
      place.dataset.arriving = found.dataset.arriving;
      place.replaceChildren(...found.childNodes);
    }
  } catch {
    // no line just now: the next look tries again
  }
  setTimeout(look, EVERY);
}

if (place) setTimeout(look, EVERY);
