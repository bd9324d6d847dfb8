// Keeps the shell of Rembuk on the phone: look, scripts, icons, the page for no signal. Never a page
// with people on it: phones are shared. VERSION, SHELL, OFFLINE and KEPT stand above (web/pwa.py).
"use strict";
const NAME = `shell-${VERSION}`;

self.addEventListener("install", (event) => {
  const fresh = [...SHELL, OFFLINE, ...KEPT].map((url) => new Request(url, { cache: "reload", credentials: "omit" }));
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(fresh)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith("shell-") && name !== NAME) await caches.delete(name);
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => caches.match(KEPT.includes(url.pathname) ? url.pathname : OFFLINE)));
  } else if (request.method === "GET" && SHELL.includes(url.pathname)) {
    event.respondWith(caches.match(url.pathname).then((kept) => kept || fetch(request)));
  }
});
