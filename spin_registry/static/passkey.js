// Asks the browser for a passkey when a form marked data-passkey is sent, and sends its answer.
// data-passkey: "get" or "create"; data-asked: what the server asks, or data-from: where it stands.
"use strict";

const bytesOf = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));

const textOf = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

function fromDevice(wanted, kind) {
  const publicKey = structuredClone(wanted);
  publicKey.challenge = bytesOf(publicKey.challenge);
  if (publicKey.user) {
    publicKey.user.id = bytesOf(publicKey.user.id);
  }
  for (const name of ["allowCredentials", "excludeCredentials"]) {
    for (const one of publicKey[name] ?? []) {
      one.id = bytesOf(one.id);
    }
  }
  return navigator.credentials[kind]({ publicKey });
}

function written(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) {
      response[name] = textOf(credential.response[name]);
    }
  }
  return JSON.stringify({
    id: credential.id,
    rawId: textOf(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

async function asked(form) {
  if (form.dataset.asked) {
    return JSON.parse(form.dataset.asked);
  }
  const found = await fetch(form.dataset.from, { headers: { Accept: "application/json" } });
  return found.json();
}

async function send(form) {
  const failed = form.querySelector("[data-failed]");
  failed.hidden = true;
  try {
    const found = await asked(form);
    const wanted = (found.request_options ?? found.creation_options).publicKey;
    form.elements.credential.value = written(await fromDevice(wanted, form.dataset.passkey));
    form.submit();
  } catch {
    failed.hidden = false;
  }
}

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send(form);
    });
  }
}
