// <time datetime data-local> in the time zone of the device, when it is not the one the server wrote.
// data-local="time" shows the clock, "date" the day, anything else both. The server's words stay in the title.
const FORMS = {
  time: { hour: "2-digit", minute: "2-digit" },
  date: { weekday: "long", day: "numeric", month: "long" },
  both: { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
};
const language = document.documentElement.lang.replace(/^en$/, "en-GB") || undefined; // bare "en" is American

for (const element of document.querySelectorAll("time[datetime][data-local]")) {
  const moment = new Date(element.dateTime);
  if (Number.isNaN(moment.valueOf())) continue;
  const form = FORMS[element.dataset.local] ?? FORMS.both;
  element.title = element.textContent.trim();
  element.textContent = new Intl.DateTimeFormat(language, form).format(moment);
}
