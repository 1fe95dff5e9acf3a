// On every page of somebody who keeps lessons on this phone: send what was done without a connection, and throw everything away
// when somebody else is here, or nobody.
import { clear, current, note, possible, write } from "./shelf.js";

const here = document.documentElement.dataset.person; // absent on pages that do not know
let busy = false;

if (possible && here !== undefined && note().who) {
  if (here !== note().who) clear();
  else {
    current().then(send);
    window.addEventListener("online", send);
  }
}

async function send() {
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (busy || !token) return;
  busy = true;
  try {
    for (const { key, language } of note().done) {
      const answer = await fetch(`/${language}/lessons/${key}/complete/`, {
        method: "POST",
        headers: { Accept: "application/json", "X-CSRFToken": token },
        redirect: "error",
      });
      if (answer.status >= 500) break;
      if (!answer.ok && ![403, 404, 409].includes(answer.status)) break;
      const kept = note(); // something may have been done meanwhile
      write({ ...kept, done: kept.done.filter((one) => one.key !== key) });
    }
  } catch {
    // no connection: it waits here
  } finally {
    busy = false;
  }
}
