// [data-draft] puts its text into the page's composer, to be read over before it is sent.
const field = document.querySelector("[data-composer] textarea");

if (field) {
  for (const button of document.querySelectorAll("[data-draft]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      field.value = button.dataset.draft;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
    });
  }
}
