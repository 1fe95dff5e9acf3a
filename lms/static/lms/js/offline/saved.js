// The list of what this phone keeps, until when, and how to take it away.
import { clear, current, drop, note, possible } from "./shelf.js";

const list = document.querySelector("[data-saved-list]");
const day = new Intl.DateTimeFormat(document.documentElement.lang.replace(/^en$/, "en-GB"), { day: "numeric", month: "long" });
draw();

async function draw() {
  const lessons = possible ? Object.entries(await current()) : [];
  const waits = note().done.length;
  list.replaceChildren(...lessons.map(row));
  document.querySelector("[data-none]").hidden = lessons.length > 0;
  document.querySelector("[data-all]").hidden = lessons.length === 0;
  document.querySelector("[data-waits]").hidden = waits === 0;
  document.querySelector("[data-waits-n]").textContent = waits;
  document.querySelector("[data-offline]").hidden = navigator.onLine;
}

function row([path, { title, until }]) {
  const one = document.querySelector("[data-saved-row]").content.cloneNode(true);
  const link = one.querySelector("a");
  [link.href, link.textContent] = [path, title];
  one.querySelector("[data-until]").textContent = day.format(new Date(until));
  one.querySelector("[data-more]").textContent = `: ${title}`;
  one.querySelector("button").addEventListener("click", () => drop(path).then(draw));
  return one;
}

document.querySelector("[data-all] button").addEventListener("click", () => clear().then(draw));
window.addEventListener("online", draw);
window.addEventListener("offline", draw);
