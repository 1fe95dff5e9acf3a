// Leave quickly, after the GOV.UK pattern: a visible button, or Shift three times within five seconds.
// The screen goes blank at once; location.replace keeps this page out of the back button.
// The browser's history still holds the pages before it: the words beside the button say so.
const button = document.querySelector("[data-quick-exit]");
const WINDOW = 5000;

function leave() {
  document.documentElement.replaceChildren(); // blank at once, also on a slow line
  window.location.replace(button.dataset.target);
}

if (button) {
  button.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });

  let presses = [];
  document.addEventListener("keyup", (event) => {
    if (event.key !== "Shift") {
      presses = []; // Shift for a capital letter is writing, not leaving
      return;
    }
    const now = Date.now();
    presses = [...presses.filter((at) => now - at < WINDOW), now];
    if (presses.length >= 3) leave();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Shift" && event.shiftKey) presses = [];
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload(); // never a blank page out of the cache
  });
}
