/* Adds up a meeting's sums while they are typed. Without this file the next page adds them up. */
"use strict";
(() => {
  const shown = document.querySelector("[data-sheet-total]");
  const language = document.documentElement.lang;
  const grouped = (sum) => `Rp${String(sum).replace(/\B(?=(\d{3})+$)/g, language === "en" ? "," : ".")}`;
  const fields = [...document.querySelectorAll("[data-sheet] .meeting input.sum")];
  const add = () => {
    let total = 0n;
    for (const field of fields) {
      const sum = field.value.trim() ? rembukWords.read(field.value) : 0n;
      total = total === null || sum === null ? null : total + sum;
    }
    shown.hidden = !total;
    if (!total) return; // nothing yet, or something that is no sum: the server says which
    shown.querySelector("[data-sum]").textContent = grouped(total);
    shown.querySelector("[data-words]").textContent = rembukWords.say(total, language);
  };
  document.addEventListener("input", add);
  addEventListener("pageshow", add);
  add();
})();
