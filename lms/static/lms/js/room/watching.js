// The supervisor's tools: a moment with one tap, a whisper that is kept until it arrives.
import { newId, post } from "./page.js";

const SAID_FOR = 6000;

export function wireWatching(room, line) {
  const marked = document.querySelector("[data-moments]");
  wireMoments();
  wireWhisper(line);

  return {
    moment({ key, after, label }) {
      if (!marked || marked.querySelector(`[data-moment="${key}"]`)) return;
      const item = document.createElement("li");
      const number = document.createElement("span");
      item.dataset.moment = key;
      number.className = "num";
      number.textContent = after;
      item.append(number, " ", label);
      marked.append(item);
    },
  };
}

function wireMoments() {
  const form = document.querySelector("[data-moment-form]");
  const told = document.querySelector("[data-marked]");
  let timer = 0;

  function say(words) {
    told.textContent = words;
    clearTimeout(timer);
    timer = setTimeout(() => (told.textContent = ""), SAID_FOR);
  }

  form?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { submitter } = event;
    try {
      const answer = await post(form.action, { kind: submitter.value });
      if (answer.ok) say(told.dataset.marked.replace("#", submitter.textContent.trim()));
    } catch {
      say(told.dataset.lost);
    }
  });
}

function wireWhisper(line) {
  const form = document.querySelector("[data-whisper-form]");
  form?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const field = form.elements.body;
    const body = field.value.trim();
    if (!body) return;
    try {
      const answer = await post(form.action, { client_id: form.elements.client_id.value, body });
      if (!answer.ok) throw new Error(answer.status);
      form.elements.client_id.value = newId();
      field.value = "";
    } catch {
      line.link("lost"); // the words stay in the field, under the same number
    }
  });
}
