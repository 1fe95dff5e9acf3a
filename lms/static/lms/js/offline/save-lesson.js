// [data-save-lesson]: keep this lesson on the phone. Hidden where the browser cannot.
import { current, keep, possible } from "./shelf.js";

const place = document.querySelector("[data-save-lesson]");
if (place && possible) wire(place);

async function wire(place) {
  const [button, told, link] = ["button", "[data-told]", "a"].map((one) => place.querySelector(one));
  const day = new Intl.DateTimeFormat(document.documentElement.lang.replace(/^en$/, "en-GB"), { day: "numeric", month: "long" });
  const { path, source, list, title } = place.dataset;

  const say = (until) => {
    told.textContent = place.dataset.until.replace("…", day.format(new Date(until)));
    button.hidden = true;
    link.hidden = false;
  };
  const mine = (await current())[path];
  if (mine) say(mine.until);
  place.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      say(await keep({ path, source, list, title, who: document.documentElement.dataset.person }));
    } catch {
      told.textContent = place.dataset.sorry;
    }
    button.disabled = false;
  });
}
