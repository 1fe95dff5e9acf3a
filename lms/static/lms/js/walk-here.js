// [data-walk]: a dialogue inside a lesson goes on in its place, so nothing else on the page moves. The value names what to look at next.
// Without this file, or without a line, the form is sent as any other.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  const section = form.closest("[data-walk]");
  if (!section) return;
  event.preventDefault();
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form, event.submitter) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = page.getElementById(section.id);
    if (!answer.ok || !next) throw new Error(answer.status);
    section.replaceWith(document.adoptNode(next));
    show(document.getElementById(next.dataset.walk) ?? next);
  } catch {
    send(form, event.submitter);
  }
});

function show(place) {
  place.tabIndex = -1;
  place.focus({ preventScroll: true });
  place.scrollIntoView({ block: "start" });
}

function send(form, button) {
  if (button?.name) {
    const chosen = document.createElement("input");
    Object.assign(chosen, { type: "hidden", name: button.name, value: button.value });
    form.append(chosen);
  }
  form.submit();
}
