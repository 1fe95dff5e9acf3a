// Who has come, and who has said yes.
export function showWhoIsHere({ here, ready }) {
  for (const row of document.querySelectorAll("[data-person]")) {
    const { person } = row.dataset;
    const is = ready.includes(person) ? "ready" : here.includes(person) ? "here" : "away";
    for (const word of row.querySelectorAll("[data-is]")) word.hidden = word.dataset.is !== is;
  }
}
