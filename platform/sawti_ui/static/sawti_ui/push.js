// Messages in this browser: it is asked only after a click, and the page says what came of it.
// Without scripts, or in a browser that can't, the words that the page came with stay true.

const part = document.querySelector("[data-push]");
const form = part?.querySelector("form");
const button = part?.querySelector("[data-push-on]");

function say(name) {
  const words = part.querySelector(`[data-push-says="${name}"]`);
  part.querySelector("[data-push-state]").textContent = words.content.textContent.trim();
}

// RFC 4648, 5: what keys look like in text.
function bytesOf(text) {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function textOf(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function isOurs(subscription) {
  const key = subscription?.options.applicationServerKey;
  return Boolean(key) && textOf(key) === part.dataset.key;
}

async function subscribed() {
  await navigator.serviceWorker.register(part.dataset.worker);
  const { pushManager } = await navigator.serviceWorker.ready;
  const before = await pushManager.getSubscription();
  if (isOurs(before)) return before;
  await before?.unsubscribe(); // it was made for a key that we no longer have
  return pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: bytesOf(part.dataset.key),
  });
}

async function switchOn() {
  button.disabled = true;
  say("asking");
  try {
    if ((await Notification.requestPermission()) !== "granted") {
      say("denied");
      return;
    }
    const made = await subscribed();
    form.elements.endpoint.value = made.endpoint;
    form.elements.p256dh.value = textOf(made.getKey("p256dh"));
    form.elements.auth.value = textOf(made.getKey("auth"));
    form.submit();
  } catch {
    say("failed");
  } finally {
    button.disabled = false;
  }
}

async function begin() {
  if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) {
    say("unable");
    return;
  }
  if (Notification.permission === "denied") {
    say("denied");
    return;
  }
  const worker = await navigator.serviceWorker.getRegistration("/");
  const present = await worker?.pushManager.getSubscription();
  if (part.dataset.here === "yes" && isOurs(present)) {
    say("on");
    return;
  }
  say("ready");
  form.hidden = false;
  button.addEventListener("click", switchOn);
}

if (part) begin();
