// Pause, go on, alert, propose to end, stop: sent without leaving the page, and tried until they arrive.
// The stream brings what follows from them.
import { box, post } from "./page.js";

export function wireDeeds(room, line, stop) {
  for (const form of document.querySelectorAll("form[data-deed]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      form.closest("dialog")?.close();
      if (new URL(form.action).pathname === room.urls.stop) return stop();
      const { submitter } = event;
      const fields = submitter?.name ? { [submitter.name]: submitter.value } : {};
      send(form.action, fields, line);
    });
  }
}

// The stop word and the button do the same, in the lobby too.
// Written down on the phone first: a page that is closed too early stops it when it is opened again.
export function stopper(room, line) {
  const key = `${room.box}:stop`;
  const stop = () => {
    box.set(key, "1");
    line.stopping();
    return send(room.urls.stop, {}, line, () => box.set(key, null));
  };
  if (box.get(key)) stop();
  return stop;
}

async function send(url, fields, line, done = () => {}, wait = 1000) {
  try {
    const answer = await post(url, fields);
    if (answer.type === "opaqueredirect") return line.link("out");
    if (answer.status < 500) return done();
  } catch {
    line.link("lost");
  }
  return setTimeout(() => send(url, fields, line, done, Math.min(wait * 2, 10_000)), wait);
}
