// What was written and has not arrived yet. Kept on this phone, sent in order, tried again until it arrives.
// Each line has a number of its own, so sending twice is harmless: two tabs may even do it at once.
import { box, newId, post } from "./page.js";

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30_000;
const LOST_SEAT = new Set(["gone", "out"]);
const FOR_GOOD = new Set(["ended", "other_text", "empty", "long", "client_id", "national_id"]);

export class Outbox extends EventTarget {
  #key;
  #url;
  #wait = FIRST_WAIT;
  #timer = 0;
  #busy = false;
  #mine = new Map(); // written in this tab, not known to have arrived: two tabs that write at once overwrite each other's storage
  #open = true;

  constructor(room) {
    super();
    this.#key = `${room.box}:outbox`;
    this.#url = room.urls.messages;
    window.addEventListener("storage", (event) => event.key === this.#key && this.#tell("change"));
    window.addEventListener("online", () => this.#soon(0));
  }

  items() {
    const kept = this.#kept();
    const known = new Set(kept.map((item) => item.id));
    const mine = [...this.#mine.values()].filter((item) => !known.has(item.id));
    return [...kept, ...mine].sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
  }

  #kept() {
    try {
      return JSON.parse(box.get(this.#key) ?? "[]");
    } catch {
      return [];
    }
  }

  // Those that will still be tried.
  waiting() {
    return this.items().filter((item) => !item.refused);
  }

  add(body) {
    const item = { id: newId(), body, at: new Date().toISOString() };
    this.#mine.set(item.id, item);
    this.#write(this.items());
    this.drain();
    return item;
  }

  forget(id) {
    const items = this.items();
    this.#mine.delete(id);
    const rest = items.filter((item) => item.id !== id);
    if (rest.length < items.length) this.#write(rest);
  }

  // A pause keeps everything here; when it is over, everything goes.
  open(isOpen) {
    const was = this.#open;
    this.#open = isOpen;
    if (isOpen && !was) this.drain();
  }

  async drain() {
    if (this.#busy || !this.waiting().length) return;
    this.#busy = true;
    clearTimeout(this.#timer);
    try {
      await alone(this.#key, () => this.#sendAll());
    } finally {
      this.#busy = false;
    }
  }

  async #sendAll() {
    for (let item = this.waiting()[0]; item; item = this.waiting()[0]) {
      const answer = await this.#send(item);
      if (answer.stopped) {
        this.forget(item.id); // the stop word is no line
        return;
      }
      if (answer.seq) {
        this.#wait = FIRST_WAIT;
        this.forget(item.id);
        this.#tell("sent", { ...item, seq: answer.seq });
      } else if (FOR_GOOD.has(answer.code)) {
        this.#mine.delete(item.id);
        this.#write(this.items().filter((one) => one.id !== item.id).concat({ ...item, refused: answer.code }));
      } else if (answer.code === "paused") {
        return; // the end of the pause wakes us
      } else {
        if (LOST_SEAT.has(answer.code)) this.#tell("stuck", answer.code);
        return this.#soon(answer.after);
      }
    }
  }

  async #send(item) {
    try {
      const answer = await post(this.#url, { client_id: item.id, body: item.body });
      if (answer.type === "opaqueredirect") return { code: "out" };
      const after = Number(answer.headers.get("Retry-After") ?? 0) * 1000 || undefined;
      if (!(answer.headers.get("Content-Type") ?? "").includes("json")) {
        return { code: answer.status === 403 || answer.status === 404 ? "gone" : "", after };
      }
      const said = await answer.json();
      return answer.ok ? { seq: said.seq, stopped: said.stopped } : { code: said.code === "busy" ? "" : said.code, after };
    } catch {
      return {}; // no line, or too slow
    }
  }

  #soon(after = this.#wait) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.drain(), after);
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
  }

  #write(items) {
    box.set(this.#key, items.length ? JSON.stringify(items) : null);
    this.#tell("change");
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

// One tab at a time, where the browser can; the numbers keep it right where it cannot.
function alone(name, work) {
  return navigator.locks ? navigator.locks.request(name, work) : work();
}
