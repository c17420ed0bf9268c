// Asks the device for the passkey when the customer presses the button, and sends what it signs with the form.
const form = document.getElementById("approval");
const assertion = document.getElementById("assertion");

form.addEventListener("submit", async event => {
  if (assertion.value) return;
  event.preventDefault();
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(JSON.parse(form.dataset.options));
  try {
    const credential = await navigator.credentials.get({ publicKey });
    assertion.value = JSON.stringify(credential.toJSON());
    form.requestSubmit(event.submitter);
  } catch {
    // Cancelled, or no such passkey here: the page stays, with its other ways.
  }
});
