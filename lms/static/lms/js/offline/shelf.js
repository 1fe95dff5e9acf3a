// What this phone keeps: lessons in the browser's cache, and beside them one note about whose they are, until when, and what was done.
const CACHE = "kept";
const NOTE = "kept";
const DAYS = 14; // as long as one stays signed in
const PARTS =
  "link[rel=stylesheet], link[rel=preload], link[rel=modulepreload], link[rel=icon], script[src], img[src]";

export const possible = "serviceWorker" in navigator && "caches" in window && window.isSecureContext;

export function note() {
  try {
    return { who: "", lessons: {}, done: [], ...JSON.parse(localStorage.getItem(NOTE) ?? "{}") };
  } catch {
    return { who: "", lessons: {}, done: [] };
  }
}

export function write(changed) {
  localStorage.setItem(NOTE, JSON.stringify(changed));
}

export async function keep({ path, source, list, title, who }) {
  await navigator.serviceWorker.register("/sw.js");
  const until = new Date(Date.now() + DAYS * 24 * 3600 * 1000).toISOString();
  await put(list, list, new Date(8.64e15).toISOString());
  await put(path, source, until);
  const kept = note();
  write({ ...kept, who, lessons: { ...kept.lessons, [path]: { title, until } } });
  return until;
}

async function put(path, source, until) {
  const answer = await fetch(source, { redirect: "error" });
  if (!answer.ok) throw new Error(answer.status);
  const html = await answer.text();
  const page = new DOMParser().parseFromString(html, "text/html");
  const parts = [...page.querySelectorAll(PARTS)].map((one) => one.getAttribute("href") ?? one.getAttribute("src"));
  const cache = await caches.open(CACHE);
  await Promise.all([...new Set(parts)].filter((one) => one.startsWith("/")).map((one) => cache.add(one)));
  const headers = new Headers(answer.headers);
  headers.set("X-Kept-Until", until);
  await cache.put(path, new Response(html, { headers }));
}

export async function drop(path) {
  const kept = note();
  delete kept.lessons[path];
  await (await caches.open(CACHE)).delete(path, { ignoreVary: true });
  if (Object.keys(kept.lessons).length || kept.done.length) write(kept);
  else await clear();
}

export async function clear() {
  localStorage.removeItem(NOTE);
  await caches.delete(CACHE);
  for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister();
}

// Lessons that ran out go; returns those that can still be read.
export async function current() {
  for (const [path, { until }] of Object.entries(note().lessons)) if (new Date(until) < new Date()) await drop(path);
  return note().lessons;
}

export function finish(key, language) {
  const kept = note();
  if (!kept.done.some((one) => one.key === key)) write({ ...kept, done: [...kept.done, { key, language }] });
}
