// The connection, told as it is: connected and everything sent, something waiting, kept on this phone, no seat any more.
export function makeLine(room) {
  const element = document.querySelector("[data-line]");
  const words = element?.querySelector("span");
  let link = navigator.onLine ? "opening" : "lost";
  let waiting = 0;
  let paused = false;
  let stopping = false;
  let timer = 0;

  function show() {
    if (!words) return;
    const [state, text] = said();
    if (words.textContent === text) return;
    element.dataset.state = state;
    element.className = state === "ok" ? "line" : `line line--${state}`;
    words.textContent = text;
  }

  function said() {
    if (link === "gone") return ["off", room.say("Gone")];
    if (link === "out") return ["off", room.say("Out")];
    if (!navigator.onLine || link === "lost") return ["off", room.say(stopping ? "Stopping" : "Off")];
    if (paused && waiting) return ["weak", room.say("Paused")];
    if (waiting) return ["weak", waiting === 1 ? room.say("One") : room.say("Many", waiting)];
    return link === "opening" ? ["weak", room.say("Opening")] : ["ok", room.say("Ok")];
  }

  // A line that goes over the wire at once is not worth a word.
  function soon() {
    clearTimeout(timer);
    timer = setTimeout(show, waiting ? 600 : 0);
  }

  window.addEventListener("offline", show);
  window.addEventListener("online", show);
  show();

  return {
    link(state) {
      if (link !== "gone" && link !== "out") link = state;
      show();
    },
    waiting(number) {
      waiting = number;
      soon();
    },
    stopping() {
      stopping = true;
      show();
    },
    paused(isPaused) {
      paused = isPaused;
      show();
    },
  };
}
