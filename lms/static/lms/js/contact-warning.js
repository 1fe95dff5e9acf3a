// A word of care while somebody types what looks like a way to be found. Nothing is blocked, sent or stored.
const SIGNS = [
  ["number", /\b\d{6}[ -]?\d{4,5}\b/],
  ["phone", /(?:\+|00)?\d(?:[ .-]?\d){7,}/],
  ["mail", /[^\s@]+@[^\s@]+\.[a-zæøå]{2,}/i],
  ["handle", /(?:^|\s)@[\w.]{3,}|\b(?:snap(?:chat)?|insta(?:gram)?|tiktok|discord|messenger)\b\s*(?::|er|is|heter|hedder)\s*\S{3,}/i],
];

export function watchForContacts() {
  const warning = document.querySelector("[data-warn]");
  const field = document.querySelector("[data-composer] textarea");
  if (!warning || !field) return;

  function look() {
    const found = SIGNS.find(([, pattern]) => pattern.test(field.value))?.[0];
    warning.hidden = !found;
    const words = found ? warning.dataset[found] : "";
    if (warning.textContent !== words) warning.textContent = words;
  }

  field.addEventListener("input", look);
  look();
}
