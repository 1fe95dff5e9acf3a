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
    try {
      const answer = await post(url, { [name]: value }, "*/*");
      if (answer.ok) swap(await answer.text());
    } catch {
      // no line: the card stays where it is
    }
  });

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
    // Moved in another tab or on another phone.
    async moved({ step }) {
      if (!holder || holder.querySelector(".depth li:nth-child(" + Number(step) + ")")?.getAttribute("aria-current")) return;
      const answer = await fetch(url, { headers: { Accept: "*/*" } });
      if (answer.ok) swap(await answer.text());
    },
  };
}

function showDraftButtons() {
  for (const button of document.querySelectorAll("[data-draft]")) button.hidden = false;
}
