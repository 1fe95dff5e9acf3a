// The lines on the screen: in the order of their numbers, each once, own ones pending until they have a number.
import { box, day, fill, part, post, time } from "./page.js";

const AT_THE_END = 60; // pixels
const READ_AFTER = 700;

export function makeLog(room, outbox) {
  const list = document.querySelector("[data-log]");
  const held = document.querySelector("[data-pending]");
  const scroller = document.querySelector("[data-scroll]");
  let last = room.last;
  let readUpTo = 0;
  let toldRead = 0;
  let timer = 0;

  const lines = () => [...list.querySelectorAll("[data-seq]")];
  const atTheEnd = () => Math.abs(scroller.scrollTop) < AT_THE_END; // the log grows from its end: zero is the newest
  const toTheEnd = () => (scroller.scrollTop = 0);

  // `heard` is false for an own line that only its answer told of: lines of others before it may still be on their way.
  function add(line, heard = true) {
    if (line.key) outbox.forget(line.key); // it has arrived, whatever became of the answer
    if (heard) last = Math.max(last, line.seq);
    if (list.querySelector(`[data-seq="${line.seq}"]`)) return;
    const before = lines().findLast((element) => Number(element.dataset.seq) < line.seq);
    const element = draw(line, before?.dataset.who);
    if (!line.mine && (document.hidden || !atTheEnd())) markNew();
    place(element, before);
    markDay(element, before);
    showReceipt();
    if (line.mine) toTheEnd();
    else tellRead();
  }

  // A chat that goes on past midnight says so.
  function markDay(element, before) {
    const of = (line) => line.querySelector("time").dateTime;
    if (!before || day(of(before)) === day(of(element))) return;
    const sign = part("day").firstElementChild;
    sign.textContent = day(of(element));
    element.before(sign);
  }

  // After the line before it; first of all lines when there is none.
  function place(element, before) {
    const first = lines()[0];
    if (before) skipAsides(before).after(element);
    else if (first) first.before(element);
    else list.append(element);
  }

  // A whisper belongs after the line it followed; a line goes after the whispers of the line before it.
  function skipAsides(element) {
    let end = element;
    while (end.nextElementSibling && !("seq" in end.nextElementSibling.dataset)) end = end.nextElementSibling;
    return end;
  }

  function draw(line, previous) {
    const right = room.seat === "supervisor" ? line.who === "trainee" : line.mine;
    const element = part(line.mine ? "mine" : "msg").firstElementChild;
    element.dataset.seq = line.seq;
    element.dataset.who = line.who;
    element.classList.toggle("msg--me", right);
    const name = element.querySelector(".msg-who");
    if (name) previous === line.who ? name.remove() : (name.textContent = line.alias);
    fill(element.querySelector("[data-body]"), line.body);
    element.querySelector("time").dateTime = line.sent_at;
    element.querySelector("time").textContent = time(line.sent_at);
    return element;
  }

  function drawHeld() {
    const items = outbox.items();
    held.hidden = !items.length;
    held.replaceChildren(
      ...items.map((item) => {
        const element = part("held").firstElementChild;
        element.dataset.held = item.id;
        fill(element.querySelector("[data-body]"), item.body);
        if (item.refused) element.querySelector("[data-fate]").textContent = room.say(item.refused === "national_id" ? "Secret" : "Refused");
        return element;
      }),
    );
  }

  function markNew() {
    if (!list.querySelector(".room-new")) list.append(part("new"));
  }

  // Where one stopped reading, also after a reload; on this phone, per person.
  const readKey = `${room.box}:read`;

  function markUnread() {
    const read = Number(box.get(readKey) ?? 0);
    const first = read && lines().find((line) => Number(line.dataset.seq) > read && !line.querySelector("[data-receipt]"));
    if (!first) return;
    first.before(part("new"));
    list.querySelector(".room-new").scrollIntoView({ block: "center" });
  }

  function keepRead(seq) {
    if (seq > Number(box.get(readKey) ?? 0)) box.set(readKey, String(seq));
  }

  // Read in another tab: not new in this one either.
  window.addEventListener("storage", (event) => {
    if (event.key === readKey && Number(event.newValue) >= last) list.querySelector(".room-new")?.remove();
  });

  function showReceipt() {
    const mine = lines().filter((element) => element.querySelector("[data-receipt]"));
    mine.forEach((element) => element.querySelector("[data-receipt]").replaceChildren());
    const receipt = mine.at(-1)?.querySelector("[data-receipt]");
    if (!receipt) return;
    const read = Number(mine.at(-1).dataset.seq) <= readUpTo;
    receipt.append(" ", part(read ? "checks" : "check"), room.say(read ? "Read" : "Sent"));
  }

  // Tell the other side how far one has read: only what is on a screen somebody looks at.
  function tellRead() {
    if (document.hidden) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (document.hidden || !atTheEnd()) return; // not seen yet: further up, or another tab
      const newest = lines().findLast((element) => !element.querySelector("[data-receipt]"));
      const seen = Number(newest?.dataset.seq ?? 0);
      keepRead(Math.max(seen, last));
      if (room.seat === "supervisor") return;
      if (seen <= toldRead) return;
      toldRead = seen;
      post(room.urls.signal, { seen }).catch(() => {});
    }, READ_AFTER);
  }

  outbox.addEventListener("change", drawHeld);
  outbox.addEventListener("sent", ({ detail }) => {
    add({ ...detail, mine: true, who: room.seat, sent_at: new Date().toISOString() }, false);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    tellRead();
    setTimeout(() => atTheEnd() && list.querySelector(".room-new")?.remove(), 5000);
  });
  scroller.addEventListener("scroll", () => {
    if (!atTheEnd() || document.hidden) return;
    tellRead();
    setTimeout(() => list.querySelector(".room-new")?.remove(), 5000);
  });

  return {
    add,
    last: () => last,
    whisper({ key, after, body }) {
      if (list.querySelector(`[data-whisper="${key}"]`)) return;
      const element = part("whisper").firstElementChild;
      element.dataset.whisper = key;
      fill(element.querySelector("[data-body]"), body);
      place(element, lines().findLast((line) => Number(line.dataset.seq) <= after));
    },
    // Somebody pressed the alert button, or took the alert.
    happening({ key, kind, after, at }) {
      if (list.querySelector(`[data-happening="${key}"]`)) return;
      const element = part("happening").firstElementChild;
      element.dataset.happening = key;
      element.dataset.kind = kind;
      element.querySelector("span").textContent = room.say(kind === "alert" ? "Alert" : "Alert_seen");
      element.querySelector("time").textContent = time(at);
      place(element, lines().findLast((line) => Number(line.dataset.seq) <= after));
      if (atTheEnd()) toTheEnd();
    },
    seen({ seq }) {
      readUpTo = Math.max(readUpTo, seq);
      showReceipt();
    },
    // What the room itself says, such as how much time is left.
    say(text) {
      const element = part("day").firstElementChild;
      element.textContent = text;
      list.append(element);
    },
    follow() {
      drawHeld();
      showReceipt();
      toTheEnd();
      markUnread();
      tellRead();
    },
    toTheEnd,
  };
}
