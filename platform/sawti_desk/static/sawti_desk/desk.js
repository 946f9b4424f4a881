// Keyboard for who works through many cases. Everything works without it; one key switches it off
// (WCAG 2.2, 2.1.4), and no key does anything while somebody types.

const OFF = "sawti-desk-keys-off";
const dialog = document.querySelector("[data-keys]");
const cases = [...document.querySelectorAll("[data-cases] tbody tr")];
const boxes = [...document.querySelectorAll("[data-cases] input[name=case]")];

function isOff() {
  try {
    return localStorage.getItem(OFF) === "yes";
  } catch {
    return false; // the browser keeps nothing; the keys stay on
  }
}

function switchKeys(off) {
  try {
    localStorage.setItem(OFF, off ? "yes" : "no");
  } catch {
    // nothing to remember it by
  }
}

function linkOf(row) {
  return row?.querySelector("th a");
}

function present() {
  return cases.findIndex((row) => row.contains(document.activeElement));
}

function move(step) {
  const at = present();
  const next = at < 0 ? (step > 0 ? 0 : cases.length - 1) : at + step;
  linkOf(cases[next])?.focus();
}

function tick() {
  const box = cases[present()]?.querySelector("input[name=case]");
  if (box) box.checked = !box.checked;
}

function follow(selector) {
  document.querySelector(selector)?.click();
}

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  o: () => linkOf(cases[present()])?.click(),
  x: tick,
  n: () => follow("a[rel=next]"),
  u: () => follow("a.sw-back"),
  "/": () => document.querySelector("search input[type=search]")?.focus(),
};

function isTyping(target) {
  return target.isContentEditable || /^(?:input|textarea|select)$/i.test(target.tagName);
}

// A key as it is printed: on an Arabic keyboard the letter's place decides, so that j stays j.
function keyOf(event) {
  if (event.key === "?" || event.key === "؟") return "?";
  if (event.code === "Slash" && !event.shiftKey) return "/";
  return /^Key[A-Z]$/.test(event.code) ? event.code.slice(3).toLowerCase() : event.key;
}

document.addEventListener("keydown", (event) => {
  const plain = !(event.ctrlKey || event.altKey || event.metaKey || event.isComposing);
  const box = event.target.type === "checkbox";
  if (!plain || isOff() || dialog?.open || (isTyping(event.target) && !box)) return;
  const key = keyOf(event);
  const act = key === "?" ? () => dialog?.showModal() : KEYS[key];
  if (act) {
    event.preventDefault();
    act();
  }
});

if (dialog) {
  const opener = document.querySelector("[data-keys-open]");
  const box = dialog.querySelector("input[type=checkbox]");
  opener.hidden = false;
  opener.addEventListener("click", () => dialog.showModal());
  box.checked = !isOff();
  box.addEventListener("change", () => switchKeys(!box.checked));
}

// The link loads the page again with every box ticked; here it ticks them, or unticks them.
document.querySelector("[data-tick-all]")?.addEventListener("click", (event) => {
  event.preventDefault();
  const all = boxes.every((box) => box.checked);
  for (const box of boxes) box.checked = !all;
});
