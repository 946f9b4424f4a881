// Security keys and passkeys. The server's challenge stands in the form; the answer goes back in it.
// Without this script, or without such keys in the browser, the form stays hidden.

const COPIED = ["challenge", "id"];

function bytesOf(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function textOf(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function decoded(options) {
  const found = { ...options };
  for (const name of COPIED) {
    if (typeof found[name] === "string") found[name] = bytesOf(found[name]);
  }
  if (found.user) found.user = decoded(found.user);
  for (const name of ["excludeCredentials", "allowCredentials"]) {
    if (found[name]) found[name] = found[name].map(decoded);
  }
  return found;
}

function encoded(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature"]) {
    if (credential.response[name]) response[name] = textOf(credential.response[name]);
  }
  return {
    id: credential.id,
    rawId: textOf(credential.rawId),
    type: credential.type,
    clientExtensionResults: {},
    response,
  };
}

function prepare(form) {
  const { call, options } = form.dataset;
  const failed = form.querySelector("[data-failed]");
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    if (form.elements.answer.value) return;
    event.preventDefault();
    failed.hidden = true;
    try {
      const { publicKey } = JSON.parse(options);
      const credential = await navigator.credentials[call]({ publicKey: decoded(publicKey) });
      form.elements.answer.value = JSON.stringify(encoded(credential));
      form.submit();
    } catch {
      failed.hidden = false;
    }
  });
}

if (window.PublicKeyCredential) {
  document.querySelectorAll("form[data-call]").forEach(prepare);
}
