// Shows the messages that this site sends to a browser, and opens where each leads. It keeps
// nothing, fetches nothing and stands between no page and its server.

function told(data) {
  try {
    return data.json();
  } catch {
    return {}; // nothing of ours
  }
}

function show({ title, body, lang, dir, tag, url }) {
  return self.registration.showNotification(title || self.location.hostname, {
    body: body || "",
    lang: lang || "",
    dir: dir === "rtl" || dir === "ltr" ? dir : "auto",
    tag: tag || "",
    data: { url },
  });
}

// Only to a page of this very site, whatever the message says.
async function open(address) {
  const page = new URL(typeof address === "string" ? address : "/", self.location.origin);
  if (page.origin !== self.location.origin) return;
  const windows = await self.clients.matchAll({ type: "window" });
  const found = windows.find(({ url }) => new URL(url).pathname === page.pathname);
  if (!found) {
    await self.clients.openWindow(page.href);
    return;
  }
  await found.focus();
  await found.navigate(page.href).catch(() => {}); // one that we may only bring to the front
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("push", (event) => event.waitUntil(show(told(event.data))));
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.url));
});
