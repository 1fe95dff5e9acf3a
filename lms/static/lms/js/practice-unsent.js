// After the end: what never arrived is shown, not lost. It lies on this phone only.
import { fill, box } from "./room/page.js";

const mark = document.querySelector("[data-unsent]");
const section = document.querySelector("[data-unsent-list]");

if (mark && section) {
  const { chat, me, seat } = mark.dataset;
  const keys = ["outbox", "draft"].map((kind) => `practice:${chat}:${me}:${seat}:${kind}`);
  const texts = [...read(keys[0]).map((item) => item.body), box.get(keys[1])].filter(Boolean);
  for (const text of texts) {
    const item = document.createElement("li");
    fill(item, text);
    section.querySelector("ul").append(item);
  }
  section.hidden = !texts.length;
  section.querySelector("[data-forget]").addEventListener("click", () => {
    keys.forEach((key) => box.set(key, null));
    section.hidden = true;
  });
}

function read(key) {
  try {
    return JSON.parse(box.get(key) ?? "[]");
  } catch {
    return [];
  }
}
