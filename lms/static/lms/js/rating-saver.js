// Saves what changed, in order, one request at a time. What is not yet saved is kept on this device until it is.
const AGAIN = 4000;

export class Saver {
  constructor({ key, url, token, open, status, words, answered }) {
    Object.assign(this, { key, url, token, open, status, words, answered });
    this.waiting = this.read() ?? empty();
    this.busy = false;
    addEventListener("online", () => this.send());
    addEventListener("beforeunload", (event) => this.unsent() && event.preventDefault());
    if (this.unsent()) this.send();
  }

  tick(key, on) {
    this.waiting.ticks[key] = on;
    this.later();
  }

  verdict(key, name, value, wait) {
    this.waiting.verdicts[key] = { ...this.waiting.verdicts[key], [name]: value };
    this.later(wait);
  }

  set(name, value, wait) {
    this.waiting[name] = value;
    this.later(wait);
  }

  mark(one) {
    this.waiting.marks.push(one);
    this.later();
  }

  unmark(quote, line) {
    this.waiting.unmarks.push(quote);
    this.waiting.lines.push(line);
    this.later();
  }

  later(wait = 0) {
    this.keep();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), wait);
  }

  unsent() {
    const { ticks, verdicts, marks, unmarks, lines, ...words } = this.waiting;
    return [ticks, verdicts, marks, unmarks, words].some((part) => Object.keys(part).length > 0);
  }

  async send() {
    if (this.busy || !this.unsent()) return;
    this.busy = true;
    const sending = this.waiting;
    this.waiting = empty();
    this.say(this.words.saySaving);
    try {
      const answer = await fetch(this.url, {
        method: "POST", body: JSON.stringify({ ...sending, open: this.open() }), credentials: "same-origin", redirect: "error",
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": this.token },
      });
      const state = await answer.json();
      this.busy = false;
      if (answer.ok) this.answered(state);
      else if (answer.status >= 500) throw new Error(answer.status);
      else this.say(state.message, "late"); // refused: the words say why, and trying again would not help
    } catch {
      this.busy = false;
      this.waiting = merged(sending, this.waiting);
      this.say(navigator.onLine ? this.words.sayOffline : this.words.sayKept, "late");
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.send(), AGAIN);
      this.keep();
      return;
    }
    this.keep();
    if (this.unsent()) return this.send();
    this.then?.();
    this.then = undefined;
  }

  say(text, state = "") {
    this.status.textContent = text;
    this.status.dataset.state = state;
  }

  keep() {
    if (this.unsent()) localStorage.setItem(this.key, JSON.stringify(this.waiting));
    else localStorage.removeItem(this.key);
  }

  read() {
    return JSON.parse(localStorage.getItem(this.key) ?? "null");
  }

  pending() {
    return this.busy || this.unsent();
  }

  afterwards(deed) {
    this.then = deed;
    clearTimeout(this.timer);
    this.send();
  }
}

const empty = () => ({ ticks: {}, verdicts: {}, marks: [], unmarks: [], lines: [] });

function merged(older, newer) {
  const verdicts = { ...older.verdicts };
  for (const [key, said] of Object.entries(newer.verdicts)) verdicts[key] = { ...verdicts[key], ...said };
  return {
    ...older, ...newer, verdicts, ticks: { ...older.ticks, ...newer.ticks },
    marks: [...older.marks, ...newer.marks], unmarks: [...older.unmarks, ...newer.unmarks], lines: [...older.lines, ...newer.lines],
  };
}
