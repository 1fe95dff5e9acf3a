// The secret card: up and down the ladder without leaving the page, and its lines as drafts.
import { post } from "./page.js";

export function makeCard() {
  const holder = document.querySelector("[data-card]");
  const url = holder?.dataset.card;

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-draft]");
    const field = document.querySelector("[data-composer] textarea");
    if (!button || !field) return;
    field.value = button.dataset.draft;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
  showDraftButtons();

  holder?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { name, value } = event.submitter;
    await tell({ [name]: value });
  });

  // One tap is enough: without a line it is tried again until it arrives. The same tap twice is one.
  async function tell(fields, wait = 1000) {
    holder.setAttribute("aria-busy", "true");
    try {
      const answer = await post(url, fields, "*/*");
      if (answer.status >= 500) throw new Error(answer.status);
      if (answer.ok) swap(await answer.text());
      holder.removeAttribute("aria-busy");
    } catch {
      await new Promise((done) => setTimeout(done, wait));
      return tell(fields, Math.min(wait * 2, 10_000));
    }
  }

  const toldHere = () => [...holder.querySelectorAll(".depth li")].flatMap((li, n) => ("told" in li.dataset ? [n + 1] : []));

  // Replace the card, open or folded as it was, and keep the focus on the same button.
  function swap(html) {
    const open = holder.querySelector("details")?.open;
    const focused = holder.contains(document.activeElement) && document.activeElement.className;
    holder.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
    holder.querySelector("details").open = open;
    if (focused) (holder.getElementsByClassName(focused)[0] ?? holder.querySelector("button:not([hidden])"))?.focus();
    showDraftButtons();
  }

  return {
    // The opening line is said: the card goes on with the first step.
    async begun() {
      if (holder?.dataset.opening === undefined) return;
      delete holder.dataset.opening;
      const answer = await fetch(url, { headers: { Accept: "*/*" } });
      if (answer.ok) swap(await answer.text());
    },
    // Moved in another tab or on another phone.
    async moved({ step, told = [] }) {
      if (!holder) return;
      const here = holder.querySelector(".depth li:nth-child(" + Number(step) + ")")?.getAttribute("aria-current");
      if (here && String(toldHere()) === String(told)) return;
      const answer = await fetch(url, { headers: { Accept: "*/*" } });
      if (answer.ok) swap(await answer.text());
    },
  };
}

function showDraftButtons() {
  for (const button of document.querySelectorAll("[data-draft]")) button.hidden = false;
}
