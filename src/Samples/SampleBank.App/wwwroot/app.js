// The banking app. Its two keys are made for this browser, cannot be exported from it and never leave it; all that is sent is
// signed. What it shows is what it signs: the action's canonical form, to the last character.
"use strict";

const suite = "OCRA-1:HOTP-SHA256-8:QH64";
const questionLength = 128;
const fetchLifetime = 240; // seconds; the backend's stream is shorter
const answerLifetime = 60;
const retryAfter = 2000; // milliseconds

const text = new TextEncoder();
const element = (id) => document.getElementById(id);
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const show = (screen) => ["enrol-screen", "waiting-screen", "prompt-screen"].forEach((id) => { element(id).hidden = id !== screen; });

let device = null;
let prompt = null;

// ---- Encoding and signing ----

const encode = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const decode = (base64url) => Uint8Array.from(atob(base64url.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
const sign = (key, words) => crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, key, text.encode(words));

async function signMessage(type, lifetime, claims) {
  const now = Math.floor(Date.now() / 1000);
  const header = { alg: "ES256", typ: type, kid: device.id };
  const payload = { iss: device.id, aud: device.audience, iat: now, exp: now + lifetime, ...claims };
  const signed = [header, payload].map((part) => encode(text.encode(JSON.stringify(part)))).join(".");
  return `${signed}.${encode(await sign(device.key, signed))}`;
}

async function computeCode(question) {
  const input = new Uint8Array(suite.length + 1 + questionLength);
  input.set(text.encode(suite));
  input.set(question.match(/../g).map((octet) => parseInt(octet, 16)), suite.length + 1);
  const hash = new DataView(await crypto.subtle.sign("HMAC", device.codeKey, input));
  const number = hash.getUint32(hash.getUint8(hash.byteLength - 1) & 15) & 0x7fffffff;
  return String(number % 100000000).padStart(8, "0");
}

// ---- What is kept: one record, with keys that even this page cannot read ----

function withStore(mode, use) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("banking-app", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("device");
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const transaction = opening.result.transaction("device", mode);
      const request = use(transaction.objectStore("device"));
      transaction.oncomplete = () => { opening.result.close(); resolve(request.result); };
      transaction.onabort = () => { opening.result.close(); reject(transaction.error); };
    };
  });
}

const send = (path, body) => fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), credentials: "omit" });

// ---- Enrolment ----

async function enrol(activationCode, label) {
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
  const response = await send("/api/devices", {
    activation_code: activationCode,
    public_key: encode(await crypto.subtle.exportKey("spki", pair.publicKey)),
    signature: encode(await sign(pair.privateKey, activationCode)),
    label,
  });
  if (response.status !== 201) {
    return false;
  }

  const answer = await response.json();
  const codeKey = await crypto.subtle.importKey("raw", decode(answer.code_key), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const enrolled = { id: answer.device_id, audience: answer.audience, label, key: pair.privateKey, codeKey };
  await withStore("readwrite", (store) => store.put(enrolled, "this"));
  device = enrolled;
  return true;
}

// ---- What is shown ----

function money(amount, currency) {
  try {
    return new Intl.NumberFormat("en-GB", { style: "currency", currency, currencyDisplay: "code" }).format(amount); // of a text: exactly
  } catch {
    return `${currency} ${amount}`;
  }
}

const payee = (to) => `${to.name ?? ""}\n${to.account.replaceAll(/(.{4})(?=.)/g, "$1 ")}`.trim();
const from = (action) => (action.from ? [["From your account", action.from.replaceAll(/(.{4})(?=.)/g, "$1 ")]] : []);

// Every kind of action there is, with every member. A kind that is not known here can be refused, and not approved.
const kinds = {
  payment: (it) => ["Approve a payment", money(it.amount, it.currency), [["To", payee(it.payee)], ...from(it), ["By", it.scheme]]],
  batch: (it) => ["Approve several payments", money(it.total, it.payments[0].currency), [
    ...it.payments.map((one, index) => [`Payment ${index + 1} of ${it.payments.length}`, `${money(one.amount, one.currency)}\n${payee(one.payee)}`]),
    ...from(it), ["By", it.scheme],
  ]],
  mandate: (it) => ["Approve later payments", money(it.amount, it.currency), [
    ["Each payment", it.fixed ? "of exactly this amount" : "of up to this amount"],
    ["In all", it.total ? `up to ${money(it.total, it.currency)} per ${it.period.toLowerCase()}` : "no limit"],
    ["Until", it.until ?? "you end it"], ["To", payee(it.payee)], ...from(it), ["By", it.scheme],
  ]],
  access: (it) => ["Allow access to your accounts", "", [
    ["Accounts", it.accounts.join("\n") || "all"], ["May", it.permissions.join("\n")], ["Until", it.until ?? "you end it"],
  ]],
  change: (it) => ["Approve a change", "", [["Change", it.kind.replaceAll(/(?<=.)([A-Z])/g, " $1").toLowerCase()], ["Of", it.subject]]],
  "sign-in": () => ["Approve a sign-in", "", []],
};

async function present(next) {
  prompt = next;
  const action = JSON.parse(next.action);
  const known = action.v === 1 && Object.hasOwn(kinds, action.type);
  const [title, amount, facts] = known ? kinds[action.type](action) : ["Something this app does not know", "", [["Request", next.action]]];
  element("prompt-title").textContent = title;
  element("amount").textContent = amount;
  element("amount").hidden = amount === "";
  element("facts").replaceChildren(...[...facts, ["Asked for by", next.client_name]].flatMap(([name, value]) => {
    const [dt, dd] = [document.createElement("dt"), document.createElement("dd")];
    dt.textContent = name;
    dd.textContent = value;
    return [dt, dd];
  }));
  element("hurry").textContent = `Until ${new Date(next.expires_at * 1000).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" })}.`;
  element("answer-fault").hidden = true;

  element("approve-part").hidden = !known || next.choices.length === 0;
  element("choices").replaceChildren(...next.choices.map((number) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = number;
    button.dataset.number = number;
    button.addEventListener("click", () => answer("approve", number));
    return button;
  }));
  element("code-part").hidden = !known || next.choices.length !== 0;
  const code = known && next.choices.length === 0 ? await computeCode(next.question) : "";
  element("code").textContent = code.replace(/(.{4})(?=.)/, "$1 ");
  show("prompt-screen");
}

function rest(words) {
  prompt = null;
  element("said").textContent = words ?? "";
  element("said").hidden = !words;
  element("label-shown").textContent = device.label;
  show("waiting-screen");
}

// ---- Answering ----

const outcomes = {
  approve: "Approved. Go back to your browser.",
  deny: "Not approved. Nothing was paid and nothing was changed.",
  disown: "Thank you. It was stopped, and your bank looks into it. Change your password if somebody else may know it.",
};

async function answer(decision, number) {
  const answered = prompt;
  const buttons = document.querySelectorAll("#prompt-screen button");
  buttons.forEach((button) => { button.disabled = true; });
  try {
    const response = await send("/api/answer", {
      answer: await signMessage("sca-answer+jwt", answerLifetime, {
        jti: encode(crypto.getRandomValues(new Uint8Array(16))),
        challenge_id: answered.challenge_id,
        nonce: answered.nonce,
        decision,
        transaction_data_hashes: [encode(await crypto.subtle.digest("SHA-256", text.encode(answered.action)))],
        number,
        amr: [],
      }),
    });
    if (response.status === 204) {
      rest(outcomes[decision]);
    } else if (response.status === 403) {
      rest(decision === "approve" ? "Not approved: the number was not the one in your browser, or it was too late." : "This was over already.");
    } else {
      element("answer-fault").hidden = false;
    }
  } catch {
    element("answer-fault").hidden = false;
  } finally {
    buttons.forEach((button) => { button.disabled = false; });
  }
}

// ---- Waiting: server-sent events, read by hand since the signed request belongs in a body and in no address ----

async function* eventsOf(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let rest = ""; ;) {
    const { value, done } = await reader.read();
    if (done) {
      return;
    }
    const parts = (rest + value).split("\n\n");
    rest = parts.pop();
    for (const part of parts) {
      const [name, data] = ["event: ", "data: "].map((field) => part.split("\n").find((line) => line.startsWith(field))?.slice(field.length));
      yield [name, JSON.parse(data)];
    }
  }
}

async function watch() {
  const watched = device;
  while (device === watched) {
    try {
      const response = await send("/api/prompts", { request: await signMessage("sca-fetch+jwt", fetchLifetime, {}) });
      for await (const [name, data] of eventsOf(response)) {
        if (device !== watched) {
          return;
        }
        element("offline").hidden = true;
        if (name === "prompt") {
          await present(data);
        } else if (prompt !== null) {
          rest("It is over: answered, replaced or too late.");
        }
      }
    } catch {
      element("offline").hidden = false;
    }
    await pause(retryAfter);
  }
}

// ---- The page ----

function begin() {
  rest();
  watch();
}

element("enrol-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  element("enrol").disabled = true;
  try {
    const done = await enrol(element("activation-code").value.trim().replace(/^.*#activate=/, ""), element("label").value.trim());
    element("enrol-fault").hidden = done;
    if (done) {
      begin();
    }
  } catch {
    element("enrol-fault").hidden = false;
  } finally {
    element("enrol").disabled = false;
  }
});

element("deny").addEventListener("click", () => answer("deny"));
element("disown").addEventListener("click", () => answer("disown"));
element("forget").addEventListener("click", async () => {
  await withStore("readwrite", (store) => store.delete("this"));
  device = null;
  show("enrol-screen");
});

// The activation code of a link is taken out of the address before anything else can read it.
function takeActivationCode() {
  const code = new URLSearchParams(location.hash.slice(1)).get("activate");
  if (code !== null) {
    history.replaceState(null, "", location.pathname);
    element("activation-code").value = code;
  }
}

async function start() {
  takeActivationCode();
  window.addEventListener("hashchange", takeActivationCode);
  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.register("/worker.js").catch(() => {}); // a browser that does not trust the sandbox's certificate has none
  }
  device = await withStore("readonly", (store) => store.get("this")) ?? null;
  if (device === null) {
    show("enrol-screen");
  } else {
    begin();
  }
}

start();
