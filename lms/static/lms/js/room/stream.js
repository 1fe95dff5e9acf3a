// News from the room: a stream where it can be opened, asking again and again where it cannot.
// Says how the line is: opening, open, lost, gone (no seat any more), out (signed out).
const NEWS = ["message", "whisper", "moment", "unmarked", "happening", "card", "typing", "seen"];
const TRIES = 3; // before asking instead
const ASK_EVERY = 3000;
const SILENT_FOR = 45_000; // the clock is told every twenty seconds: longer silence is a dead line
const SLEPT = 30_000; // without a sign, and the phone was away
const TRY_AGAIN = 30_000;

export class Stream extends EventTarget {
  #room;
  #last;
  #source = null;
  #failed = 0;
  #timer = 0;
  #watchdog = 0;
  #done = false;
  #heardAt = 0;

  constructor(room, last) {
    super();
    this.#room = room;
    this.#last = last;
    window.addEventListener("offline", () => this.#drop("lost"));
    window.addEventListener("online", () => this.open());
    window.addEventListener("pagehide", () => this.#drop());
    window.addEventListener("pageshow", (event) => event.persisted && this.open());
    document.addEventListener("visibilitychange", () => !document.hidden && this.#wake());
    document.addEventListener("resume", () => this.#wake());
  }

  open() {
    if (this.#done) return;
    this.#drop();
    if (!("EventSource" in window)) return this.#ask();
    this.#tell("link", "opening");
    const source = (this.#source = new EventSource(`${this.#room.urls.stream}?after=${this.#last()}`));
    source.addEventListener("open", () => {
      this.#failed = 0;
      this.#heard();
      this.#tell("link", "open");
    });
    source.addEventListener("error", () => this.#broke(source));
    source.addEventListener("state", (event) => {
      this.#heard();
      this.#tell("standing", JSON.parse(event.data));
    });
    source.addEventListener("gone", () => this.#leave("gone"));
    for (const name of NEWS) {
      source.addEventListener(name, (event) => {
        this.#heard();
        this.#tell(name, JSON.parse(event.data));
      });
    }
  }

  #broke(source) {
    this.#tell("link", "lost");
    this.#failed += 1;
    if (source.readyState === EventSource.CLOSED || this.#failed >= TRIES) {
      this.#drop();
      this.#ask();
      if (!this.#done) this.#watchdog = setTimeout(() => this.open(), TRY_AGAIN);
    } else this.#ask(); // once: the browser tries to open the stream again in some seconds
  }

  // A phone that slept may hold a stream that died in its sleep, and its own timers slept too.
  #wake() {
    if (!this.#source || Date.now() - this.#heardAt > SLEPT) this.open();
  }

  #heard() {
    this.#heardAt = Date.now();
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => this.open(), SILENT_FOR);
  }

  async #ask() {
    clearTimeout(this.#timer);
    if (this.#done) return;
    try {
      const answer = await fetch(`${this.#room.urls.messages}?after=${this.#last()}`, {
        headers: { Accept: "application/json" },
        redirect: "manual",
        signal: AbortSignal.timeout(15_000),
      });
      if (answer.type === "opaqueredirect") return this.#leave("out");
      if (answer.status === 403 || answer.status === 404) return this.#leave("gone");
      if (!answer.ok) throw new Error(answer.status);
      this.#hand(await answer.json());
    } catch {
      this.#tell("link", "lost");
    }
    if (!this.#source) this.#timer = setTimeout(() => this.#ask(), ASK_EVERY);
  }

  #hand({ messages, whispers = [], moments = [], happenings = [], card, ...standing }) {
    for (const line of messages) this.#tell("message", line);
    for (const one of whispers) this.#tell("whisper", one);
    for (const one of moments) this.#tell("moment", one);
    for (const one of happenings) this.#tell("happening", one);
    if (card) this.#tell("card", card);
    this.#tell("link", "open");
    this.#tell("standing", standing);
  }

  #drop(link) {
    this.#source?.close();
    this.#source = null;
    clearTimeout(this.#timer);
    clearTimeout(this.#watchdog);
    if (link) this.#tell("link", link);
  }

  #leave(link) {
    this.#done = true;
    this.#drop(link);
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
