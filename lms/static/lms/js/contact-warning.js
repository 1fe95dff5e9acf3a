// A word of care before something is sent by which somebody could be found. Nothing of it is stored, here or on the server: as long as
// the warning stands, the draft that is kept on the phone is empty.
// A personal number with right check digits is never sent; the rest may be made up, and the person says so.
// The same patterns stand in certification/practice/telling.py.
import { post } from "./room/page.js";

const PHONE =
  /(?<![\d.,:/-])(?:(?:\+|00)[1-9]\d{0,2} ?\d(?: ?\d){5,12}|[2-9]\d(?: ?\d){6}|[2-9]\d([.-])\d\d\1\d\d\1\d\d)(?![\d:]|[.,/-]\d)/;
const MAIL =
  /[^\s@]+@[^\s@]+\.[a-zæøåäö]{2,}|[\p{L}\d_]{2,} ?(?:[([]\s?at\s?[)\]]|krøllalfa|krølla|snabel-?a) ?[\p{L}\d_]{2,}|[\p{L}\d_]{2,} at (?:gmail|hotmail|outlook|icloud|live)(?![\p{L}\d])/iu;
const HANDLE =
  /(?:^|\s)@[\p{L}\d_.]{3,}|(?<![\p{L}\d])(?:snap(?:chat)?|insta(?:gram)?|tiktok|discord|messenger|telegram|whatsapp)(?:en|pen)?(?![\p{L}\d])(?: (?:min|mit|mi|navn|navnet|brukeren|brugeren))*\s*(?::|er|is|heter|hedder|-)\s*\S{3,}|(?<![\p{L}\d])(?:instagram|facebook|tiktok|snapchat)\.com\/\S|(?<![\p{L}\d])(?:t|wa)\.me\/\S|(?<![\p{L}\d])discord\.gg\/\S|(?<![\p{L}\d_])[\p{L}\d_]{2,32}#\d{4}(?!\d)/iu;
const NAMED = /\p{L}\s+\p{L}|\p{Lu}\p{Ll}{2}/u; // two words, or one with a capital letter
const NORWEGIAN = /(?<!\d)(\d\d)[ ./-]?(\d\d)[ ./-]?(\d\d)[ -]?(\d ?\d ?\d ?\d ?\d)(?!\d)/g;
const DANISH = /(?<!\d)(\d\d)[ ./-]?(\d\d)[ ./-]?(\d\d)([ -]?)(\d{4})(?!\d)/g;
const K1 = [3, 7, 6, 1, 8, 9, 4, 5, 2, 1];
const K2 = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1];
const CPR = [4, 3, 2, 7, 6, 5, 4, 3, 2, 1];
const PAUSE = 500; // of typing, before the server is asked about names
const PATIENCE = 400; // a slow line never keeps a message from being sent

const divides = (digits, weights) => weights.reduce((sum, weight, n) => sum + weight * Number(digits[n]), 0) % 11 === 0;

function isDay(day, month, shifted) {
  let [d, m] = [Number(day), Number(month)];
  if (shifted) {
    if (d > 40) d -= 40;
    m -= [80, 65, 40].find((shift) => m > shift) ?? 0;
  }
  return d >= 1 && d <= 31 && m >= 1 && m <= 12;
}

export function signIn(text) {
  for (const [, day, month, year, rest] of text.matchAll(NORWEGIAN)) {
    const digits = day + month + year + rest.replaceAll(" ", "");
    if (isDay(day, month, true) && divides(digits, K1) && divides(digits, K2)) return "national_id";
  }
  const danish = [...text.matchAll(DANISH)].filter(([, day, month]) => isDay(day, month, false));
  if (danish.some(([, day, month, year, , rest]) => divides(day + month + year + rest, CPR))) return "national_id";
  if (danish.some(([, , , , between]) => between === "-")) return "number";
  return [["mail", MAIL], ["phone", PHONE], ["handle", HANDLE]].find(([, pattern]) => pattern.test(text))?.[0] ?? "";
}

export function watchForContacts(url) {
  const warning = document.querySelector("[data-warn]");
  const form = document.querySelector("[data-composer]");
  const field = form?.elements.body;
  if (!warning || !field) return { stops: async () => false };
  const words = warning.querySelector("[data-warn-words]");
  const madeUp = warning.querySelector("[data-made-up]");
  let answered = { text: "", name: false };
  let sure = ""; // the text of which somebody said that it is made up
  let timer = 0;

  function show(kind) {
    if (warning.hidden === Boolean(kind)) form.dispatchEvent(new CustomEvent("doubt", { detail: Boolean(kind) }));
    warning.hidden = !kind;
    const said = kind ? (warning.dataset[kind === "national_id" ? "nationalId" : kind] ?? "") : "";
    if (words.textContent !== said) words.textContent = said;
    madeUp.hidden = kind === "national_id";
  }

  function signOf(text) {
    return signIn(text) || (answered.text === text && answered.name ? "name" : "");
  }

  function look() {
    show(field.value === sure && field.value ? "" : signOf(field.value));
  }

  // The names stay on the server. Without a line, or asked too often, there is no answer, and that is no hindrance.
  async function askAboutNames(text, patience = 5000) {
    if (!url || !NAMED.test(text) || answered.text === text || !navigator.onLine) return;
    const late = new Promise((done) => setTimeout(done, patience));
    const asked = post(url, { body: text })
      .then((answer) => (answer.ok ? answer.json() : { name: false }))
      .then(({ name }) => {
        answered = { text, name };
        if (field.value === text) look();
      })
      .catch(() => {});
    await Promise.race([asked, late]);
  }

  field.addEventListener("input", () => {
    look();
    clearTimeout(timer);
    timer = setTimeout(() => askAboutNames(field.value), PAUSE);
  });
  madeUp.addEventListener("click", () => {
    sure = field.value;
    form.requestSubmit();
  });
  look();

  return {
    // Whether this text must not leave yet. Says why beside the field.
    async stops(text) {
      const raw = field.value;
      if (NAMED.test(text)) await askAboutNames(raw, PATIENCE);
      const kind = signOf(raw) || signIn(text);
      if (!kind || (kind !== "national_id" && raw === sure)) return false;
      show(kind);
      (madeUp.hidden ? field : madeUp).focus();
      return true;
    },
  };
}
