// Passkeys and showing a password: the two things of this room that need script.
// webauthn-json.js (from allauth) turns the browser's binary answers into JSON.
"use strict";
(() => {
  const passkeys = globalThis.webauthnJSON;

  const optionsOf = async (form) => {
    const given = document.getElementById("passkey-options");
    if (given) return JSON.parse(given.textContent);
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`no passkey options: ${answer.status}`);
    return answer.json();
  };

  const make = ({ creation_options: options }) => {
    const how = options.publicKey.authenticatorSelection;
    // It must be able to sign in by itself, and prove by finger, face or PIN that she is there.
    Object.assign(how, { residentKey: "required", requireResidentKey: true, userVerification: "required" });
    return passkeys.create(options);
  };
  const show = ({ request_options: options }) => passkeys.get(options);

  for (const form of document.querySelectorAll("form[data-passkey]:not([data-ready])")) {
    form.dataset.ready = "";
    const button = form.querySelector("[data-passkey-start]");
    if (!passkeys?.supported()) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const problem = form.querySelector("[data-passkey-problem]");
      problem.hidden = true;
      try {
        const options = await optionsOf(form);
        const credential = await (form.dataset.passkey === "make" ? make : show)(options);
        form.elements.credential.value = JSON.stringify(credential);
        form.submit();
      } catch (reason) {
        console.info(reason);
        problem.hidden = false;
      }
    });
  }

  for (const button of document.querySelectorAll("[data-show-password]:not([data-ready])")) {
    button.dataset.ready = "";
    button.addEventListener("click", () => {
      const field = document.getElementById(button.dataset.showPassword);
      const shown = field.type === "text";
      field.type = shown ? "password" : "text";
      button.setAttribute("aria-pressed", String(!shown));
      field.focus();
    });
    // A shown password must not stay in the browser's list of things typed.
    button.form?.addEventListener("submit", () => { document.getElementById(button.dataset.showPassword).type = "password"; });
  }
})();
