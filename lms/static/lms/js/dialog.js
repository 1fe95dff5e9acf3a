// Sheets are native dialogs: [data-opens=id] opens, [data-closes=id] closes, a click beside it closes.
// Without this file the link opens the sheet as the target of its address.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) {
    const sheet = document.getElementById(opener.dataset.opens);
    if (sheet?.showModal) {
      event.preventDefault();
      sheet.showModal();
    }
    return;
  }
  const closer = event.target.closest("[data-closes]");
  if (closer) {
    event.preventDefault();
    document.getElementById(closer.dataset.closes)?.close();
    return;
  }
  if (event.target instanceof HTMLDialogElement && event.target.open && !inside(event.target, event)) {
    event.target.close();
  }
});

function inside(sheet, { clientX, clientY }) {
  if (clientX === 0 && clientY === 0) return true; // a key, not a pointer
  const { left, right, top, bottom } = sheet.getBoundingClientRect();
  return left <= clientX && clientX <= right && top <= clientY && clientY <= bottom;
}
