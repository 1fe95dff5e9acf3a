// [data-submits] sends its form when it changes; without scripts the form's own button does.
document.addEventListener("change", (event) => {
  const control = event.target.closest("[data-submits]");
  control?.form?.requestSubmit();
});
