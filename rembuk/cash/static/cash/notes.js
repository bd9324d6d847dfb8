/* Banknote buttons: each adds its sum to the field. Without this file the field is typed. */
"use strict";
for (const pad of document.querySelectorAll("[data-notes][hidden]")) {
  const field = document.getElementById(pad.dataset.notes);
  if (!field) continue;
  pad.hidden = false;
  pad.addEventListener("click", (event) => {
    const note = event.target.closest("[data-add]");
    if (!note) return;
    // What is typed is read as the server reads it (50rb); what is doubtful is left alone.
    const there = field.value.trim() ? rembukWords.read(field.value) : 0n;
    if (note.dataset.add === "clear") field.value = "";
    else if (there !== null) {
      const mark = document.documentElement.lang === "en" ? "," : ".";
      field.value = String(there + BigInt(note.dataset.add)).replace(/\B(?=(\d{3})+$)/g, mark);
    }
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
