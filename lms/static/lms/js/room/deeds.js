// Pause, go on, alert, propose to end, stop: sent without leaving the page, and tried until they arrive.
// The stream brings what follows from them.
import { post } from "./page.js";

export function wireDeeds(room, line) {
  for (const form of document.querySelectorAll("form[data-deed]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      form.closest("dialog")?.close();
      const { submitter } = event;
      const fields = submitter?.name ? { [submitter.name]: submitter.value } : {};
      send(form.action, fields, line);
    });
  }
}

// The stop word does what the button does.
export function stopper(room, line) {
  return () => send(room.urls.stop, {}, line);
}

async function send(url, fields, line, wait = 1000) {
  try {
    const answer = await post(url, fields);
    if (answer.type === "opaqueredirect") return line.link("out");
    if (answer.status < 500) return undefined;
  } catch {
    line.link("lost");
  }
  return setTimeout(() => send(url, fields, line, Math.min(wait * 2, 10_000)), wait);
}
