// [data-keep-lines]: what is written is saved by itself, and stays on this phone while there is no connection.
// Without this file the form's own button saves.
const PAUSE = 1200;

for (const form of document.querySelectorAll("[data-keep-lines]")) wire(form);

function wire(form) {
  const text = form.elements.text;
  const key = `lines:${form.dataset.keepLines}:${form.action}`; // a shared phone: never another person's words
  let timer = 0;
  let sending = Promise.resolve();

  const draft = read(key);
  if (draft !== null && draft !== text.value) {
    text.value = draft;
    later();
  }

  form.addEventListener("input", () => {
    keep(key, text.value);
    later();
  });
  window.addEventListener("online", () => read(key) !== null && later());

  function later() {
    clearTimeout(timer);
    timer = setTimeout(() => (sending = sending.then(send)), PAUSE);
  }

  async function send() {
    const sent = text.value;
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json" },
        redirect: "error",
      });
      if (!answer.ok) return;
      const { saved, shared } = await answer.json();
      if (text.value === sent) drop(key);
      form.querySelector("[data-saved]").hidden = false;
      form.querySelector("[data-saved-at]").textContent = saved;
      form.querySelector("[data-private]").hidden = shared;
      form.querySelector("[data-shared]").hidden = !shared;
    } catch {
      setTimeout(later, 5 * PAUSE); // no line: the words wait here
    }
  }
}

function read(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function keep(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // storage may be closed; the button still saves
  }
}

function drop(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // nothing was kept
  }
}
