// [data-listen]: the device reads the lesson aloud, where it has a voice of its own for the language. Voices that send the text to
// somebody else's machines are never used. What is being read is marked, and stays in sight.
const place = document.querySelector("[data-listen]");
const reader = window.speechSynthesis;
const SILENT = "form, .lesson-head .meta, button, input, textarea, .vh, [hidden], [aria-hidden=true], .reply, audio, video, .lesson-end, [data-listen], [data-save-lesson], [data-kept]";
const PIECES = "h1, h2, h3, h4, p, li, legend, figcaption, td, th, .bubble, .choice > span";
const NORWEGIAN = ["nb", "no", "nn"];

if (place && reader) {
  find();
  reader.addEventListener?.("voiceschanged", find);
  window.addEventListener("pagehide", () => reader.cancel());
}

function find() {
  const lesson = document.querySelector(".lesson-col");
  const language = (lesson.lang || document.documentElement.lang).slice(0, 2);
  const wanted = NORWEGIAN.includes(language) ? NORWEGIAN : [language];
  const local = reader.getVoices().filter((one) => one.localService);
  const voice = wanted.map((code) => local.find((one) => one.lang.toLowerCase().startsWith(code))).find(Boolean);
  if (!voice || !place.hidden) return;
  place.hidden = false;
  wire(lesson, voice, place.querySelector("button"));
}

function wire(lesson, voice, button) {
  let going = 0; // each start is a number of its own: what ends late does not go on

  const stop = () => {
    going += 1;
    reader.cancel();
    button.setAttribute("aria-pressed", "false");
    button.querySelector("span").textContent = place.dataset.listen;
    lesson.querySelector("[data-spoken]")?.removeAttribute("data-spoken");
  };

  button.addEventListener("click", () => {
    const on = button.getAttribute("aria-pressed") === "true";
    stop();
    if (on) return;
    button.setAttribute("aria-pressed", "true");
    button.querySelector("span").textContent = place.dataset.stop;
    say(pieces(lesson), going);
  });

  function say([piece, ...rest], mine) {
    if (mine !== going) return;
    lesson.querySelector("[data-spoken]")?.removeAttribute("data-spoken");
    if (!piece) return stop();
    const words = new SpeechSynthesisUtterance(piece.textContent.replace(/\s+/g, " ").trim());
    [words.voice, words.lang] = [voice, voice.lang];
    words.addEventListener("end", () => say(rest, mine));
    words.addEventListener("error", () => mine === going && stop());
    piece.setAttribute("data-spoken", "");
    piece.scrollIntoView({ block: "nearest" });
    reader.speak(words);
  }
}

// The innermost elements that hold text, in order, without what is not part of the lesson.
function pieces(lesson) {
  return [...lesson.querySelectorAll(PIECES)].filter(
    (one) => !one.closest(SILENT) && !one.querySelector(PIECES) && one.textContent.trim(),
  );
}
