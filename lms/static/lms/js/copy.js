// [data-copies] puts its text on the clipboard and says so. Hidden where there is no clipboard.
if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copies]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copies);
      button.dataset.copied = "true";
      setTimeout(() => delete button.dataset.copied, 2000);
    });
  }
}
