// Asks the device for a passkey when the customer presses the button, and sends what it answers with the form.
const canAsk = {
  get: () => Boolean(window.PublicKeyCredential?.parseRequestOptionsFromJSON),
  create: () => Boolean(window.PublicKeyCredential?.parseCreationOptionsFromJSON),
};

const ask = {
  get: options => navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) }),
  create: options => navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) }),
};

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const ceremony = form.dataset.passkey;
  const answer = form.querySelector("[data-answer]");
  const note = form.querySelector(".passkey-note");
  let isAsking = false;

  const tell = words => {
    note.textContent = words;
    note.hidden = false;
  };

  form.addEventListener("submit", async event => {
    if (answer.value) return;
    event.preventDefault();
    if (isAsking) return;
    if (!canAsk[ceremony]()) return tell(note.dataset.impossible);
    isAsking = true;
    note.hidden = true;
    try {
      const credential = await ask[ceremony](JSON.parse(form.dataset.options));
      answer.value = JSON.stringify(credential.toJSON());
      form.requestSubmit(event.submitter);
    } catch (refusal) {
      // The page stays, with its other ways.
      tell(refusal.name === "NotAllowedError" ? note.dataset.cancelled
        : refusal.name === "InvalidStateError" ? note.dataset.known
        : note.dataset.impossible);
    } finally {
      isAsking = false;
    }
  });

  // A page that comes back from the browser's memory has been answered already.
  window.addEventListener("pageshow", () => { answer.value = ""; });

  // Where a passkey is only one way of several, it is not shown to browsers that have none.
  if (canAsk[ceremony]()) form.hidden = false;
}
