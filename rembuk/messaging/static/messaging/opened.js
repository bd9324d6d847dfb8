// Tapping "Open WhatsApp" leaves this page: note first that it was opened, without waiting for it.
"use strict";
if (!window.rembukNotesOpened) {
  window.rembukNotesOpened = true;
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-opened]");
    if (!link) return;
    const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
    fetch(link.dataset.opened, { method: "POST", keepalive: true, headers: { "X-CSRFToken": token } }).catch(() => {});
    link.closest("li")?.querySelector("[data-sent]")?.classList.add("button-primary");
    link.classList.remove("button-primary");
  });
}
