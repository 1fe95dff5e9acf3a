// [data-try-it]: the reply to a chosen answer shows by itself (CSS); here it is also read aloud.
document.addEventListener("change", (event) => {
  const group = event.target.closest("[data-try-it]");
  if (!group) return;
  const reply = event.target.closest(".choice")?.querySelector(".reply");
  group.querySelector("[data-told]").textContent = reply?.textContent ?? "";
});
