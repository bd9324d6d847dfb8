/* Banknote buttons: each adds its sum to the field. Without this file the field is typed. */
"use strict";
for (const pad of document.querySelectorAll("[data-notes][hidden]")) {
  const field = document.getElementById(pad.dataset.notes);
  if (!field) continue;
  pad.hidden = false;
  pad.addEventListener("click", (event) => {
    const note = event.target.closest("[data-add]");
    if (!note) return;
    const there = field.value.trim();
    // What was typed in words (50rb) is left alone: only whole figures are added to.
    if (note.dataset.add === "clear") field.value = "";
    else if (/^(rp\s*)?[\d.]*$/i.test(there)) {
      const sum = Number(there.replace(/\D/g, "")) + Number(note.dataset.add);
      field.value = String(sum).replace(/\B(?=(\d{3})+$)/g, ".");
    }
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
