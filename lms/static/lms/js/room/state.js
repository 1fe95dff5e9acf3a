// What changes on the page when the room changes: pause, a proposal to end, who is here; and the end itself.
const TALKING = new Set(["live", "paused"]);

export function showState(standing, beforeLeaving) {
  if (!TALKING.has(standing.state)) {
    // the page of what comes now; what has not arrived is tried once more and else shown there
    return Promise.race([beforeLeaving(), new Promise((done) => setTimeout(done, 1500))]).then(() => location.reload());
  }
  for (const element of document.querySelectorAll("[data-when]")) element.hidden = element.dataset.when !== standing.state;
  for (const element of document.querySelectorAll("[data-offer]")) {
    const whose = !standing.end_offered ? "nobody" : standing.end_offered === "me" ? "me" : "other";
    element.hidden = element.dataset.offer !== whose;
  }
  for (const element of document.querySelectorAll("[data-help]")) element.hidden = !standing.help;
  for (const element of document.querySelectorAll("[data-away]")) element.hidden = standing.here.includes(element.dataset.away);
}
