/* Adds up the notes while they are typed. Without this file the next page adds them up. */
"use strict";
(() => {
  const shown = document.querySelector("[data-count-total]");
  const language = document.documentElement.lang;
  const grouped = (sum) => `Rp${String(sum).replace(/\B(?=(\d{3})+$)/g, language === "en" ? "," : ".")}`;
  const pieces = [...document.querySelectorAll("input.pieces")];
  const other = document.querySelector("input.sum");
  const whole = (text) => (/^\s*\d{0,6}\s*$/.test(text) ? BigInt(text.trim() || 0) : null);
  const add = () => {
    let total = other ? (other.value.trim() ? rembukWords.read(other.value) : 0n) : 0n;
    for (const field of pieces) {
      const number = whole(field.value);
      const sum = number === null ? null : number * BigInt(field.dataset.face);
      field.closest(".count-row").querySelector("output").textContent = sum ? grouped(sum) : "";
      total = total === null || sum === null ? null : total + sum;
    }
    shown.hidden = total === null;
    if (total === null) return; // something there is no number: the server says which
    shown.querySelector("[data-sum]").textContent = grouped(total);
    shown.querySelector("[data-words]").textContent = rembukWords.say(total, language);
  };
  document.addEventListener("input", add);
  addEventListener("pageshow", add);
  add();
})();
