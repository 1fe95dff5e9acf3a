// The writing field. What stands in it survives a reload; what is sent goes to the outbox first.
import { box, isStopWord } from "./page.js";

const LONGEST = 4000;

export function makeComposer(room, { outbox, typing, log, stop, contacts }) {
  const form = document.querySelector("[data-composer]");
  if (!form) return false;
  const field = form.elements.body;
  const key = `${room.box}:draft`;

  if (!field.value) field.value = box.get(key) ?? "";

  let doubtful = false; // a warning stands: what is in the field is kept nowhere
  form.addEventListener("doubt", ({ detail }) => {
    doubtful = detail;
    box.set(key, doubtful ? null : field.value || null);
  });

  field.addEventListener("input", () => {
    if (!doubtful) box.set(key, field.value || null);
    if (field.value.trim()) typing.tell();
  });

  field.addEventListener("keydown", (event) => {
    const mouse = matchMedia("(pointer: fine)").matches; // on a phone, Enter is a new line
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !mouse) return;
    event.preventDefault();
    form.requestSubmit();
  });

  let deciding = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const text = field.value.trim();
    field.focus();
    if (!text || text.length > LONGEST) return;
    if (isStopWord(room, text)) {
      empty();
      stop(); // at once, past everything that waits, also in a pause
      return;
    }
    if (deciding) return;
    deciding = true;
    const held = await contacts().stops(text).finally(() => (deciding = false));
    if (held || field.value.trim() !== text) return;
    outbox.add(text);
    empty();
    log.toTheEnd();
  });

  function empty() {
    field.value = "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  return true;
}
