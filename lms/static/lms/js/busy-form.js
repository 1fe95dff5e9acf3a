// A form is sent once. The button stays focusable and its value is sent; a second press does nothing.
const REST = 10_000;

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.busy === "true") {
    event.preventDefault();
    return;
  }
  form.dataset.busy = "true";
  event.submitter?.setAttribute("aria-disabled", "true");
  setTimeout(() => rest(form), REST); // a lost line must not lock the form
});

window.addEventListener("pageshow", () => document.querySelectorAll("form[data-busy]").forEach(rest));

function rest(form) {
  delete form.dataset.busy;
  form.querySelectorAll("[type=submit][aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
}
