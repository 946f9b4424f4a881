// Renews contrast and previews while colours are typed; without it the button "Only look at it" does.
const form = document.querySelector("[data-theme-form]");
const colour = /^#[0-9a-f]{6}$/i;

const luminance = (hex) =>
  [1, 3, 5]
    .map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((share) => (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);

const contrast = (one, other) => {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
};

const typed = (name) => form.elements[name].value.trim();

const renewFigures = () => {
  for (const row of document.querySelectorAll("[data-front]")) {
    const front = typed(row.dataset.front);
    const ground = row.dataset.fixed || typed(row.dataset.ground);
    if (!colour.test(front) || !colour.test(ground)) continue;
    const ratio = contrast(front, ground);
    const passes = ratio >= Number(form.dataset.least);
    row.querySelector("[data-ratio]").textContent = (Math.floor(ratio * 100) / 100).toFixed(2);
    row.querySelector("[data-verdict]").textContent = passes ? row.dataset.yes : row.dataset.no;
  }
};

const renewPreviews = () => {
  const colours = [...form.querySelectorAll("[data-colour]")].map((input) => [input.name, input.value.trim()]);
  for (const frame of document.querySelectorAll(".sc-previews iframe")) {
    const mode = new URL(frame.src).searchParams.get("mode");
    frame.src = `${form.dataset.preview}?${new URLSearchParams([["mode", mode], ...colours])}`;
  }
};

let waiting;
form.addEventListener("input", () => {
  renewFigures();
  clearTimeout(waiting);
  waiting = setTimeout(renewPreviews, 400);
});
