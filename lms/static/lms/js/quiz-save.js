// Every answer is saved at once. What cannot be sent is kept on this device and sent in order when the line is back.
// The box holds one entry per question, newest last, of one person and one attempt; what arrived is taken out.
// What waited says for how long: when another device gave a newer answer meanwhile, that one stands, and the person is told.
// Going to another page waits until the box is empty, so that nobody leaves an answer behind without knowing it.
const form = document.querySelector("[data-quiz]");
const line = document.querySelector("[data-saved]");
const RETRY = [2_000, 5_000, 15_000, 30_000];
const here = location.pathname.replace(/^\/[a-z]{2}\//, "/"); // without the language, which may change on the way

if (form) {
  const KEY = `quiz:${form.dataset.person}:${form.dataset.quiz}`;
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  let memory = [];
  let sending = null;
  let misses = 0;
  let timer = 0;
  let overtaken = []; // what to tell about answers that came too late

  function kept() {
    try {
      return JSON.parse(localStorage.getItem(KEY)) ?? [];
    } catch {
      return memory;
    }
  }

  function keep(entries) {
    memory = entries;
    try {
      if (entries.length) localStorage.setItem(KEY, JSON.stringify(entries));
      else localStorage.removeItem(KEY);
    } catch {
      // storage may be full or closed: the entries live as long as this page
    }
  }

  function say(state, words) {
    if (!line) return;
    line.dataset.state = state;
    let saved = line.querySelector(".saved");
    if (!saved) {
      saved = document.createElement("span");
      saved.className = "saved";
      line.append(saved);
    }
    saved.setAttribute("role", "status");
    const picture = saved.querySelector("svg");
    saved.replaceChildren(...(picture ? [picture] : []), words);
  }

  function send() {
    clearTimeout(timer);
    sending ??= empty().finally(() => (sending = null));
    return sending;
  }

  async function empty() {
    for (let entry = kept()[0]; entry; entry = kept()[0]) {
      if (await deliver(entry)) keep(kept().filter((one) => one.id !== entry.id));
      else return;
    }
    if (overtaken.length) say("held", overtaken.splice(0).join(" "));
  }

  // True when the server has spoken: kept, or refused for good. False: try again later.
  async function deliver(entry) {
    let answer;
    try {
      answer = await fetch(`/${document.documentElement.lang}${entry.url}`, {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token },
        body: JSON.stringify({ chosen: entry.chosen, waited: Math.max(0, Math.floor((Date.now() - entry.at) / 1000)) || 0, known: entry.known ?? [] }),
      });
    } catch {
      return later();
    }
    const spoken = answer.headers.get("Content-Type")?.includes("json"); // a sign-in page is no answer
    if (!spoken || answer.status >= 500) return later();
    misses = 0;
    const told = await answer.json();
    if (answer.ok) say("ok", line?.dataset.savedAt.replace("%s", clock(told.saved_at)));
    else if (told.code === "elsewhere") {
      overtaken.push(told.message);
      if (entry.url === here) await lookAgain();
    } else say("shut", told.message ?? line?.dataset.shut);
    return true;
  }

  function clock(at) {
    return new Intl.DateTimeFormat(document.documentElement.lang.replace(/^en$/, "en-GB"), { hour: "2-digit", minute: "2-digit" }).format(new Date(at));
  }

  function later() {
    say("held", line?.dataset.held);
    timer = setTimeout(send, RETRY[Math.min(misses++, RETRY.length - 1)]);
    return false;
  }

  // Do `go` once everything has arrived; otherwise stay, and say that it is safe here.
  async function leave(event, go) {
    if (!kept().length && navigator.onLine) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    await send();
    if (!kept().length && navigator.onLine) go();
    else say("held", line?.dataset.held);
  }

  // What the fields say now, as a form would send it: several groups of dots have names of their own.
  const fields = () => [...form.querySelectorAll("[name=chosen], [name^='chosen-']")];
  const ticked = (field) => !["radio", "checkbox"].includes(field.type) || field.checked;
  const answer = () => fields().filter(ticked).map((field) => field.value).filter((value) => value.trim());
  const known = [cameWith(form)]; // answers to this question that come from here

  // The answer a page of the server shows.
  function cameWith(page) {
    const shown = (field) => {
      if (["radio", "checkbox"].includes(field.type)) return field.defaultChecked ? field.value : "";
      if (field.tagName === "SELECT") return [...field.options].find((option) => option.defaultSelected)?.value ?? "";
      return field.defaultValue ?? field.value;
    };
    return [...page.querySelectorAll("[name=chosen], [name^='chosen-']")].map(shown).filter((value) => value.trim());
  }

  function note() {
    clearTimeout(pause);
    const before = kept().find((one) => one.url === here)?.known ?? [];
    const entry = { id: `${Date.now()}-${Math.random()}`, url: here, chosen: answer(), at: Date.now(), known: [...before, ...known].slice(-8) };
    known.push(entry.chosen);
    keep([...kept().filter((one) => one.url !== here), entry]);
    return send();
  }

  // Show what is kept on the server, where it is not what was chosen here.
  async function lookAgain() {
    const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html").querySelector("[data-quiz]");
    if (page) restore(cameWith(page));
  }

  let pause = 0;
  form.addEventListener("change", (event) => {
    if (fields().includes(event.target)) note();
  });
  form.addEventListener("input", (event) => {
    if (event.target.type !== "text") return;
    clearTimeout(pause);
    pause = setTimeout(note, 800); // while somebody writes
  });
  form.addEventListener("submit", (event) => leave(event, () => form.requestSubmit(event.submitter)), true);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-place]");
    if (link && !event.ctrlKey && !event.metaKey) leave(event, () => location.assign(link.href));
  });
  window.addEventListener("online", send);

  function restore(chosen) {
    for (const field of fields()) {
      if (["radio", "checkbox"].includes(field.type)) field.checked = chosen.includes(field.value);
      else if (field.type === "text") field.value = chosen[0] ?? "";
      else if (field.tagName === "SELECT") field.value = chosen.find((one) => [...field.options].some((option) => option.value === one)) ?? "";
    }
    form.dispatchEvent(new CustomEvent("quiz:restore", { detail: chosen })); // what is in order puts itself in order
  }

  // Somebody was quicker than this script: what the page came with and what stands there now differ. (The form has autocomplete off,
  // so that no browser puts an old answer back by itself.)
  const differs = (field) =>
    field.tagName === "SELECT"
      ? field.selectedIndex !== Math.max(0, [...field.options].findIndex((option) => option.defaultSelected))
      : ["radio", "checkbox"].includes(field.type)
        ? field.checked !== field.defaultChecked
        : field.type === "text" && field.value !== field.defaultValue;

  const mine = kept().find((one) => one.url === here);
  if (fields().some(differs)) note();
  else if (mine) restore(mine.chosen);
  if (kept().length) send();
}
