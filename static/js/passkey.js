// Asks the device for a passkey and sends what it says with the form. Without it, or without such a device, everything else on the page still works.
(() => {
  const able = window.PublicKeyCredential && PublicKeyCredential.parseRequestOptionsFromJSON && PublicKeyCredential.parseCreationOptionsFromJSON;
  const forms = document.querySelectorAll("form[data-passkey]");
  const none = document.querySelector("[data-passkey-none]");
  if (!able) return;
  if (none) none.hidden = true;

  const ask = (form) => {
    const question = JSON.parse(form.dataset.question);
    return form.dataset.passkey === "make"
      ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(question) })
      : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(question) });
  };

  window.addEventListener("pageshow", () => forms.forEach((form) => { form.elements.credential.value = ""; })); // after Back an answer that was given opens nothing

  forms.forEach((form) => {
    const failed = form.querySelector("[data-passkey-failed]");
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      if (form.elements.credential.value) return;
      event.preventDefault();
      failed.hidden = true;
      ask(form).then((answer) => {
        form.elements.credential.value = JSON.stringify(answer.toJSON());
        form.submit();
      }).catch(() => { failed.hidden = false; });
    });
  });
})();
