// The rating screen: what changes is saved at once, a line or words of it are picked and tied to a tick, and keys do it all.
// The server answers every save with the pieces of the page that can have changed; nothing is worked out here.
import { Saver } from "./rating-saver.js";

const desk = document.querySelector("[data-rating]");
if (desk) start(desk);

function start(desk) {
  const form = document.getElementById("rubric");
  const pick = document.getElementById("pick");
  const note = form.querySelector("[data-picked-note]");
  const say = desk.dataset;
  let picked = null; // { seq, start, end }

  document.querySelectorAll("[data-noscript]").forEach((el) => (el.hidden = true));
  const saver = new Saver({
    key: `rating-${say.draft}`, url: say.url, token: form.elements.csrfmiddlewaretoken.value,
    open: () => place(), status: document.getElementById("rate-saved"), words: say, answered: show,
  });

  // ---- what is open -------------------------------------------------------------------------
  const sections = [...form.querySelectorAll("[data-place]")];
  const place = () => sections.find((one) => one.open)?.dataset.place ?? "";

  function go(name, anchor) {
    const section = sections.find((one) => one.dataset.place === name);
    if (!section) return;
    sections.forEach((one) => (one.open = one === section));
    panes("form");
    mark_open();
    const target = (anchor && document.getElementById(anchor)) || section;
    target.scrollIntoView({ block: anchor ? "center" : "start" });
    section.querySelector("summary").focus({ preventScroll: true });
  }

  function mark_open() {
    const name = place();
    form.elements.criterion.value = name;
    document.querySelectorAll("#rate-index [name=go]").forEach((button) => {
      if (button.value === name) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    });
    const now = new Set([...desk.querySelectorAll(".tl [data-crit]")].filter((tag) => tag.dataset.crit === name).map((tag) => tag.closest(".tl")));
    desk.querySelectorAll(".tl--now").forEach((line) => line.classList.toggle("tl--now", now.has(line)));
    now.forEach((line) => line.classList.add("tl--now"));
    const order = sections.map((one) => one.dataset.place).filter((one) => one !== "critical" && one !== "panel");
    document.querySelector("[data-next]").value = order[Math.min(order.indexOf(name) + 1, order.length - 1)];
    history.replaceState(null, "", name ? `?criterion=${encodeURIComponent(name)}` : location.pathname);
  }
  sections.forEach((one) => one.addEventListener("toggle", () => one.open && mark_open()));

  // ---- the answer ---------------------------------------------------------------------------
  function show(state) {
    for (const [id, html] of Object.entries(state.regions)) refill(document.getElementById(id), html);
    for (const [seq, html] of Object.entries(state.lines)) {
      const line = document.getElementById(`l${seq}`);
      refill(line, html);
      line?.classList.toggle("tl--on", Boolean(line.querySelector(".tl-body mark")));
    }
    if (!saver.unsent()) { // what was ticked meanwhile is newer than this answer
      const on = new Set(state.ticks);
      form.querySelectorAll("[name=tick]").forEach((box) => (box.checked = on.has(box.value)));
    }
    document.querySelectorAll("[data-left]").forEach((el) => (el.textContent = state.left));
    mark_open();
  }

  // ---- picking a line or words of it ---------------------------------------------------------
  function choose(line, start = 0, end = 0) {
    desk.querySelectorAll(".tl--picked").forEach((one) => one.classList.remove("tl--picked"));
    picked = { seq: Number(line.dataset.line), start, end };
    line.classList.add("tl--picked");
    form.elements.line.value = picked.seq;
    const told = (end ? say.sayWords : say.sayLine).replace("%s", picked.seq);
    pick.querySelector("[data-pick-say]").textContent = told;
    note.querySelector("b").textContent = told;
    note.hidden = false;
    pick.querySelectorAll("[data-trainee-only]").forEach((one) => (one.hidden = !line.classList.contains("tl--me")));
    pick.querySelector("[data-pick-close]").hidden = false;
    pick.hidden = false;
    line.after(pick);
    pick.scrollIntoView({ block: "nearest" });
  }

  function let_go() {
    picked = null;
    pick.hidden = note.hidden = true;
    form.elements.line.value = 0;
    desk.querySelectorAll(".tl--picked").forEach((one) => one.classList.remove("tl--picked"));
  }

  function tie(target) {
    if (!picked) return;
    const line = document.getElementById(`l${picked.seq}`);
    if ((target === "strength" || target === "next_step") && !line.classList.contains("tl--me")) return;
    saver.mark({ ...picked, target });
    let_go();
    line.focus({ preventScroll: true });
  }

  const chars = (text) => [...text].length; // the server counts characters, the browser counts halves of them
  document.addEventListener("selectionchange", () => {
    clearTimeout(document.body.dataset.wait);
    document.body.dataset.wait = setTimeout(words_chosen, 350);
  });
  function words_chosen() {
    const range = document.getSelection()?.rangeCount ? document.getSelection().getRangeAt(0) : null;
    if (!range || range.collapsed) return;
    const body = (range.startContainer.parentElement ?? range.startContainer).closest?.(".tl-body");
    if (!body || !body.contains(range.endContainer) || !desk.contains(body)) return;
    const before = document.createRange();
    before.selectNodeContents(body);
    before.setEnd(range.startContainer, range.startOffset);
    const start = chars(before.toString());
    const end = start + chars(range.toString());
    if (end > start) choose(body.closest(".tl"), start, end);
  }

  // ---- the form -----------------------------------------------------------------------------
  form.addEventListener("input", ({ target }) => {
    const { name, value } = target;
    const [kind, key] = [name.split("-", 1)[0], name.slice(name.indexOf("-") + 1)];
    if (name === "tick") {
      if (target.checked && picked) tie(value);
      else saver.tick(value, target.checked);
    } else if (name === "judgement") saver.set("judgement", Number(value));
    else if (name === "strength" || name === "next_step") saver.set(name, value, 800);
    else if (kind === "override") saver.verdict(key, "override", value ? Number(value) : null);
    else if (kind === "reason") saver.verdict(key, "reason", value, 800);
    else if (kind === "skip") saver.verdict(key, "no_opportunity", target.checked);
    else if (kind === "none") saver.verdict(key, "considered", target.checked);
  });

  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (event.target !== form || !button) return;
    if (button.name === "submit" && !saver.pending()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (button.name === "submit") saver.afterwards(() => form.requestSubmit(button)); // marks first, then the form
    else if (button.name === "go") go(button.value);
    else if (button.name === "pick") choose(document.getElementById(`l${button.value}`));
    else if (button.name === "tie") tie(button.value);
    else if (button.name === "untie") saver.unmark(Number(button.value), Number(button.dataset.line));
  }, true);

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-go]");
    if (link) {
      event.preventDefault();
      go(link.dataset.go, link.hash.slice(1));
    } else if (event.target.closest("[data-pick-close]")) let_go();
    const cite = event.target.closest(".cite a[href^='#l']");
    if (cite) {
      event.preventDefault();
      panes("talk");
      const line = document.getElementById(cite.hash.slice(1));
      line?.scrollIntoView({ block: "center" });
      line?.focus({ preventScroll: true });
    }
  });

  // ---- one pane at a time on a phone ----------------------------------------------------------
  const kept = { talk: 0, form: 0 };
  const swaps = [...document.querySelectorAll("[data-pane]")];
  function panes(name) {
    const now = desk.dataset.panes;
    if (now === name) return;
    if (now) kept[now] = window.scrollY;
    desk.dataset.panes = name;
    swaps.forEach((link) => (link.dataset.pane === name ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current")));
    if (now) window.scrollTo(0, kept[name]);
  }
  swaps.forEach((link) => link.addEventListener("click", (event) => {
    event.preventDefault();
    panes(link.dataset.pane);
  }));
  const early = document.getElementById(`l${form.elements.line.value}`); // picked before this script was there: the server says so
  panes(!early && (location.hash.startsWith("#crit") || location.search.includes("criterion=")) ? "form" : "talk");
  if (early) choose(early);

  // ---- keys -----------------------------------------------------------------------------------
  const toggle = document.querySelector("[data-keys]");
  const hint = document.querySelector("[data-keys-say]");
  let keys = localStorage.getItem("rating-keys") !== "off";
  const keys_shown = () => {
    toggle.hidden = false;
    toggle.setAttribute("aria-pressed", String(keys));
    hint.hidden = !keys;
  };
  toggle.addEventListener("click", () => {
    keys = !keys;
    localStorage.setItem("rating-keys", keys ? "on" : "off");
    keys_shown();
  });
  keys_shown();

  const lines = () => [...desk.querySelectorAll(".tl")];
  let at = -1;
  function step(by) {
    const all = lines();
    const here = all.indexOf(document.activeElement.closest?.(".tl"));
    at = Math.max(0, Math.min(all.length - 1, (here < 0 ? at : here) + by));
    panes("talk");
    all[at]?.focus({ preventScroll: true });
    all[at]?.scrollIntoView({ block: "nearest" });
  }

  const deeds = {
    j: () => step(1),
    k: () => step(-1),
    m: () => lines()[at] && choose(lines()[at]),
    n: () => go(document.querySelector("[data-next]").value),
    s: () => tie("strength"),
    t: () => tie("next_step"),
    c: () => go("critical"),
    Escape: let_go,
  };
  document.addEventListener("keydown", (event) => {
    if (!keys || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("textarea, select, input:not([type=checkbox], [type=radio])")) return;
    const digit = /^[1-9]$/.test(event.key) && sections.find((one) => one.open)?.querySelectorAll(".tick [name=tick]")[event.key - 1];
    if (digit) digit.click();
    else if (deeds[event.key]) deeds[event.key]();
    else return;
    event.preventDefault();
  });
  desk.addEventListener("focusin", ({ target }) => {
    const line = target.closest(".tl");
    if (line) at = lines().indexOf(line);
  });
  mark_open();
}

// The server's own, escaped pieces of this page in place of the old ones; never under somebody's fingers.
function refill(el, html) {
  if (!el || (el.contains(document.activeElement) && document.activeElement.matches("textarea, input"))) return;
  const held = el.contains(document.activeElement) ? document.activeElement.value : null;
  const fresh = new DOMParser().parseFromString(`<body>${html}`, "text/html");
  el.replaceChildren(...fresh.body.childNodes);
  if (held) [...el.querySelectorAll("button")].find((button) => button.value === held)?.focus({ preventScroll: true });
}
