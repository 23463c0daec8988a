// Opens the empty form where there is no line. It keeps that one page, which holds nobody's name and no token, and what the page is made of;
// no answer to anybody is ever kept, and no other address is looked at.
const PAGE = "/office/field", EMPTY = "/office/field/empty", KEPT = "field";

const keep = async () => {
  const answer = await fetch(EMPTY, { redirect: "error", cache: "no-store" });
  if (!answer.ok) return;
  const shelf = await caches.open(KEPT), text = await answer.clone().text();
  const parts = [...text.matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)].map((found) => found[1]);
  for (const part of parts) if (!(await shelf.match(part))) await shelf.add(part);
  await shelf.put(EMPTY, answer);
  for (const old of await shelf.keys()) {
    const at = new URL(old.url);
    if (at.pathname !== EMPTY && !parts.includes(at.pathname + at.search)) await shelf.delete(old);
  }
};

const page = async (request) => {
  let answer = null;
  try {
    answer = await fetch(request);
    if (answer.status < 500) return answer;
  } catch {
    // no line
  }
  return (await caches.match(EMPTY)) || answer || Response.error();
};

self.addEventListener("install", (event) => event.waitUntil(keep().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => event.data === "keep" && event.waitUntil(keep().catch(() => undefined)));
self.addEventListener("fetch", (event) => {
  const at = new URL(event.request.url);
  if (event.request.method !== "GET" || at.origin !== self.location.origin) return;
  if (event.request.mode === "navigate" && at.pathname === PAGE) event.respondWith(page(event.request));
  else if (at.pathname.startsWith("/static/") && at.search) event.respondWith(caches.match(event.request).then((found) => found || fetch(event.request)));
});
