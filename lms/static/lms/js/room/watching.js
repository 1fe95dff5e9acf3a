// The supervisor's tools: a moment with one tap and its undo, a whisper that is kept until it arrives, notes, what has been told, alerts.
import { box, isStopWord, newId, post } from "./page.js";

const SAID_FOR = 6000;

export function wireWatching(room, line, stop) {
  const marked = document.querySelector("[data-moments]");
  const alert = document.querySelector("[data-alert]");
  wireMoments(marked);
  wireWhisper(room, line, stop);
  wireNote(room);

  return {
    moment({ key, after, kind, label, mine }) {
      if (!marked || marked.querySelector(`[data-moment="${key}"]`)) return;
      const item = document.createElement("li");
      const number = document.createElement("span");
      item.dataset.moment = key;
      number.className = "num";
      number.textContent = after;
      item.append(number, " ", labelOf(kind) ?? label);
      if (mine) item.append(" ", undoButton(key));
      marked.append(item);
    },
    unmarked({ key }) {
      marked?.querySelector(`[data-moment="${key}"]`)?.remove();
    },
    told({ step, told = [] }) {
      for (const row of document.querySelectorAll("[data-told-list] li")) {
        const number = Number(row.dataset.step);
        row.toggleAttribute("data-told", told.includes(number));
        row.querySelector("[data-is-told]").hidden = !told.includes(number);
        number === step ? row.setAttribute("aria-current", "step") : row.removeAttribute("aria-current");
      }
    },
    happening({ kind }) {
      if (alert) alert.hidden = kind !== "alert";
    },
  };
}

function undoButton(key) {
  const undo = document.createElement("button");
  undo.type = "button";
  undo.className = "undo";
  undo.dataset.undo = key;
  undo.textContent = document.querySelector("[data-moment-form]").dataset.undoWord;
  return undo;
}

// The page's own word for a kind: a stream speaks one language, its reader perhaps another.
function labelOf(kind) {
  return document.querySelector(`[data-moment-form] button[value="${kind}"]`)?.textContent.trim();
}

function wireMoments(marked) {
  const form = document.querySelector("[data-moment-form]");
  const told = document.querySelector("[data-marked]");
  let timer = 0;

  function say(words, key) {
    told.replaceChildren(words);
    if (key) told.append(" ", undoButton(key));
    clearTimeout(timer);
    timer = setTimeout(() => (told.textContent = ""), SAID_FOR);
  }

  form?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { submitter } = event;
    try {
      const answer = await post(form.action, { kind: submitter.value });
      if (!answer.ok) throw new Error(answer.status);
      say(told.dataset.marked.replace("#", submitter.textContent.trim()), (await answer.json()).key);
    } catch {
      say(told.dataset.lost);
    }
  });

  async function undo(key) {
    try {
      const answer = await post(form.action, { undo: key });
      if (!answer.ok) throw new Error(answer.status);
      marked?.querySelector(`[data-moment="${key}"]`)?.remove();
      say(told.dataset.undone);
    } catch {
      say(told.dataset.lost);
    }
  }

  document.addEventListener("click", (event) => {
    const key = event.target.closest("[data-undo]")?.dataset.undo;
    if (key) undo(key);
  });
  marked?.addEventListener("submit", (event) => {
    event.preventDefault();
    undo(event.submitter.value);
  });
}

// Saved while it is written; on this device alone as long as there is no line. The sheet may be closed at any time.
function wireNote(room) {
  const form = document.querySelector("[data-note-form]");
  if (!form) return;
  const field = form.elements.body;
  const said = form.querySelector("[data-note-said]");
  const key = `${room.box}:note`;
  let timer = 0;
  form.querySelector("[data-note-plain]").hidden = true;
  const kept = box.get(key);
  if (kept !== null) {
    field.value = kept;
    save();
  }

  async function save(wait = 2000) {
    clearTimeout(timer);
    const body = field.value;
    try {
      const answer = await post(form.action, { body });
      if (!answer.ok) throw new Error(answer.status);
      if (field.value === body) box.set(key, null);
      said.textContent = `${said.dataset.saved} ${(await answer.json()).saved}`;
    } catch {
      said.textContent = said.dataset.lost;
      timer = setTimeout(() => save(Math.min(wait * 2, 30_000)), wait);
    }
  }

  field.addEventListener("input", () => {
    box.set(key, field.value);
    clearTimeout(timer);
    timer = setTimeout(save, 800);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save();
  });
}

function wireWhisper(room, line, stop) {
  const form = document.querySelector("[data-whisper-form]");
  form?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const field = form.elements.body;
    const body = field.value.trim();
    if (!body) return;
    if (isStopWord(room, body)) {
      field.value = "";
      return stop();
    }
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
