// What the page says about the room, and the small things every part needs.
export function readRoom() {
  const element = document.querySelector("[data-room]");
  if (!element) return null;
  const { dataset } = element;
  return {
    seat: dataset.seat,
    lobby: "lobby" in dataset,
    last: Number(dataset.last),
    state: dataset.state,
    remaining: Number(dataset.remaining),
    length: Number(dataset.length),
    urls: { stream: dataset.stream, messages: dataset.messages, signal: dataset.signal, stop: dataset.stop, names: dataset.names },
    stopWords: (dataset.stopWords ?? "").split(" "),
    box: `practice:${dataset.chat}:${dataset.me}:${dataset.seat}`, // a shared phone: never another person's words
    say: (key, number) => (dataset[`say${key}`] ?? "").replace("#", number ?? ""),
  };
}

// A copy of one of the page's templates.
export function part(name) {
  return document.querySelector(`template[data-part="${name}"]`).content.cloneNode(true);
}

// The stop word alone, whatever its case and the marks around it.
export function isStopWord(room, text) {
  return room.stopWords.includes(text.replace(/^[\s.,!?:;…«»"'“”]+|[\s.,!?:;…«»"'“”]+$/g, "").toLowerCase());
}

// Words of somebody, as text: never as HTML.
export function fill(element, text) {
  element.replaceChildren();
  text.split("\n").forEach((line, n) => {
    if (n) element.append(document.createElement("br"));
    element.append(line);
  });
}

const language = document.documentElement.lang.replace(/^en$/, "en-GB") || undefined; // bare "en" is American
// one's own zone, as on the rest of the page, wherever the device thinks it is
const timeZone = document.querySelector("[data-zone]")?.dataset.zone || undefined;
// 22:26 as the server writes it, also where a language has a full stop between
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone });

export function time(iso) {
  return clock.format(iso ? new Date(iso) : new Date());
}

const calendar = new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long", timeZone });

export function day(iso) {
  return calendar.format(new Date(iso));
}

export function token() {
  return document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
}

// A script's own POST: JSON back, no redirects followed, never longer than fifteen seconds.
export function post(url, fields, accept = "application/json") {
  return fetch(url, {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: { Accept: accept, "X-CSRFToken": token() },
    redirect: "manual",
    signal: AbortSignal.timeout(15_000),
  });
}

export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

// Storage that may be closed (private windows): then it lasts as long as the page.
const memory = new Map();

export const box = {
  get(key) {
    try {
      return localStorage.getItem(key);
    } catch {
      return memory.get(key) ?? null;
    }
  },
  set(key, value) {
    try {
      value === null ? localStorage.removeItem(key) : localStorage.setItem(key, value);
    } catch {
      memory.set(key, value);
    }
  },
};
