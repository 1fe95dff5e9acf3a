// The writing field. What stands in it survives a reload; what is sent goes to the outbox first.
import { box } from "./page.js";

const LONGEST = 4000;

export function makeComposer(room, { outbox, typing, log }) {
  const form = document.querySelector("[data-composer]");
  if (!form) return false;
  const field = form.elements.body;
  const key = `${room.box}:draft`;

  if (!field.value) field.value = box.get(key) ?? "";

  field.addEventListener("input", () => {
    box.set(key, field.value || null);
    if (field.value.trim()) typing.tell();
  });

  field.addEventListener("keydown", (event) => {
    const mouse = matchMedia("(pointer: fine)").matches; // on a phone, Enter is a new line
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !mouse) return;
    event.preventDefault();
    form.requestSubmit();
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = field.value.trim();
    field.focus();
    if (!text || text.length > LONGEST) return;
    outbox.add(text);
    field.value = "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    log.toTheEnd();
  });
  return true;
}
