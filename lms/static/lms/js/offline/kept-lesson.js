// A lesson read from the phone: "done" is kept here and sent when there is a connection and its reader is signed in.
import { finish, note } from "./shelf.js";

const place = document.querySelector("[data-kept]");
const button = place.querySelector("button");
const { key, language } = place.dataset;

function show() {
  const done = note().done.some((one) => one.key === key);
  button.hidden = done;
  place.querySelector("[data-done]").hidden = !done;
}

if (note().who) {
  place.hidden = false;
  show();
}
button.addEventListener("click", () => {
  finish(key, language);
  show();
});
