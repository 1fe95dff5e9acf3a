// The service worker. It is there only where somebody has saved a lesson, and keeps nothing by itself: pages come from the house,
// and where there is no connection, from what was saved, as long as that may be read.
const CACHE = "kept";
const LOOSELY = { ignoreVary: true, ignoreSearch: true };
const PARTS = ["style", "script", "font", "image"];

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin || url.pathname.startsWith("/admin/")) return;
  if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => kept(url)));
  else if (PARTS.includes(request.destination)) event.respondWith(fetch(request).catch(() => part(url)));
});

async function kept(url) {
  const cache = await caches.open(CACHE);
  const page = await cache.match(url.pathname, LOOSELY);
  if (page && new Date(page.headers.get("X-Kept-Until")) > new Date()) return page;
  if (page) await cache.delete(url.pathname, LOOSELY);
  const language = url.pathname.match(/^\/(nb|da|en)\//)?.[1];
  const lists = (await cache.keys()).filter((one) => new URL(one.url).pathname.endsWith("/saved/"));
  const list = lists.find((one) => one.url.includes(`/${language}/`)) ?? lists[0];
  return (list && (await cache.match(list, LOOSELY))) ?? Response.error();
}

async function part(url) {
  const cache = await caches.open(CACHE);
  return (await cache.match(url.href, LOOSELY)) ?? Response.error();
}
