// [data-order]: steps are moved with their buttons or by dragging the grip. Without this script the buttons send the form.
// The hidden inputs stand in the order that is shown; each move tells the form that something changed.
const list = document.querySelector("[data-order]");

if (list) {
  const voice = document.querySelector("[data-order-voice]");
  const rows = () => [...list.querySelectorAll("[data-step]")];
  list.dataset.live = "";

  function settle() {
    rows().forEach((row, place, all) => {
      const [up, down] = row.querySelectorAll("[data-move]");
      up.disabled = place === 0;
      down.disabled = place === all.length - 1;
      up.value = `up-${place + 1}`;
      down.value = `down-${place + 1}`;
    });
  }

  function changed(row) {
    settle();
    const all = rows();
    const words = [row.querySelector(".order-text").textContent.trim(), all.indexOf(row) + 1, all.length];
    voice.textContent = list.dataset.moved.replace(/%(\d)\$s/g, (_all, number) => words[number - 1]);
    row.querySelector("[name=chosen]").dispatchEvent(new Event("change", { bubbles: true }));
  }

  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (!button) return;
    event.preventDefault();
    const row = button.closest("[data-step]");
    if (button.dataset.move === "1") row.nextElementSibling?.after(row);
    else row.previousElementSibling?.before(row);
    changed(row);
    const twin = row.querySelector(`[data-move="${-button.dataset.move}"]`);
    (button.disabled ? twin : button).focus(); // at an edge its button goes out
  });

  list.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest("[data-grip]");
    if (!grip || event.button) return;
    event.preventDefault();
    const row = grip.closest("[data-step]");
    const before = rows().indexOf(row);
    row.dataset.held = "";
    grip.setPointerCapture(event.pointerId);
    const follow = (move) => {
      const under = rows().find((one) => one !== row && move.clientY < one.getBoundingClientRect().bottom && move.clientY > one.getBoundingClientRect().top);
      if (!under) return;
      const { top, height } = under.getBoundingClientRect();
      const below = move.clientY > top + height / 2;
      if (below && rows().indexOf(under) > rows().indexOf(row)) under.after(row);
      else if (!below && rows().indexOf(under) < rows().indexOf(row)) under.before(row);
    };
    const end = () => {
      delete row.dataset.held;
      grip.removeEventListener("pointermove", follow);
      if (rows().indexOf(row) !== before) changed(row);
    };
    grip.addEventListener("pointermove", follow);
    grip.addEventListener("lostpointercapture", end, { once: true });
  });

  document.querySelector("[data-quiz]")?.addEventListener("quiz:restore", (event) => {
    for (const id of event.detail) rows().forEach((row) => row.querySelector("[name=chosen]").value === id && list.append(row));
    settle();
  });
}
