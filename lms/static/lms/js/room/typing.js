// Somebody is writing. Told now and then while one writes, forgotten after a few seconds, stored nowhere.
import { post } from "./page.js";

const TELL_EVERY = 2500;
const LASTS = 4500;

export function makeTyping(room) {
  const dots = document.querySelector("[data-typing]");
  const said = document.querySelector("[data-typing-said]");
  const timers = new Map();
  let told = 0;

  function show() {
    dots.hidden = !timers.size;
    const names = [...timers.values()].map(({ alias }) => alias);
    said.textContent = names.length ? room.say("Typing", names.join(", ")) : "";
  }

  function forget(who) {
    clearTimeout(timers.get(who)?.timer);
    if (timers.delete(who)) show();
  }

  return {
    hear({ who, alias }) {
      clearTimeout(timers.get(who)?.timer);
      timers.set(who, { alias, timer: setTimeout(() => forget(who), LASTS) });
      show();
    },
    wrote: forget,
    tell() {
      if (Date.now() - told < TELL_EVERY || !navigator.onLine) return;
      told = Date.now();
      post(room.urls.signal, { typing: "1" }).catch(() => {});
    },
  };
}
