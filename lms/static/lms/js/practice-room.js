// The room, made live. Each part does one thing; this file only introduces them to each other.
// Without it the page is a form and a link that shows new messages.
import { watchForContacts } from "./contact-warning.js";
import { makeCard } from "./room/card.js";
import { startClock } from "./room/clock.js";
import { makeComposer } from "./room/composer.js";
import { stopper, wireDeeds } from "./room/deeds.js";
import { makeLine } from "./room/line.js";
import { showWhoIsHere } from "./room/lobby.js";
import { makeLog } from "./room/log.js";
import { Outbox } from "./room/outbox.js";
import { readRoom } from "./room/page.js";
import { showState } from "./room/state.js";
import { Stream } from "./room/stream.js";
import { makeTyping } from "./room/typing.js";
import { wireWatching } from "./room/watching.js";

const room = readRoom();
if (room) room.lobby ? waitInTheLobby() : talk();

function waitInTheLobby() {
  const line = makeLine(room);
  const stream = new Stream(room, () => 0);
  wireDeeds(room, line, stopper(room, line));
  stream.addEventListener("standing", ({ detail }) => {
    if (detail.state !== "lobby") return location.reload();
    showWhoIsHere(detail);
  });
  stream.addEventListener("link", ({ detail }) => line.link(detail));
  stream.open();
}

function talk() {
  const line = makeLine(room);
  const outbox = new Outbox(room);
  const log = makeLog(room, outbox);
  const stream = new Stream(room, log.last);
  const clock = startClock(room, log.say);
  const typing = makeTyping(room);
  const card = makeCard(room);
  const stop = stopper(room, line);
  const watching = wireWatching(room, line, stop);
  let contacts = null;

  stream.addEventListener("link", ({ detail }) => {
    line.link(detail);
    if (detail === "open") outbox.drain();
  });
  stream.addEventListener("message", ({ detail }) => {
    log.add(detail);
    typing.wrote(detail.who);
    card.begun();
  });
  stream.addEventListener("standing", ({ detail }) => {
    showState(detail, () => outbox.drain());
    clock.set(detail);
    outbox.open(detail.state === "live");
    line.paused(detail.state === "paused");
  });
  stream.addEventListener("whisper", ({ detail }) => log.whisper(detail));
  stream.addEventListener("seen", ({ detail }) => log.seen(detail));
  stream.addEventListener("typing", ({ detail }) => typing.hear(detail));
  stream.addEventListener("card", ({ detail }) => {
    card.moved(detail);
    watching.told(detail);
  });
  stream.addEventListener("happening", ({ detail }) => {
    log.happening(detail);
    watching.happening(detail);
  });
  stream.addEventListener("unmarked", ({ detail }) => watching.unmarked(detail));
  stream.addEventListener("moment", ({ detail }) => watching.moment(detail));

  outbox.addEventListener("change", () => line.waiting(outbox.waiting().length));
  outbox.addEventListener("stuck", ({ detail }) => line.link(detail));
  line.waiting(outbox.waiting().length);

  if (makeComposer(room, { outbox, typing, log, stop, contacts: () => contacts })) contacts = watchForContacts(room.urls.names);
  wireDeeds(room, line, stop);
  log.follow();
  stream.open();
  outbox.drain();
}
