// The text of a QRIS is read from a photo on the phone itself, where the browser can; else it is pasted.
"use strict";
(() => {
  const box = document.querySelector("[data-qr-photo]");
  const text = document.querySelector("[data-qr-text]");
  if (!box || !text || !("BarcodeDetector" in window)) return;
  const said = box.querySelector("[data-qr-said]");
  const words = (name) => document.getElementById(name).content.textContent;
  const read = async (file) => {
    try {
      const reader = new BarcodeDetector({ formats: ["qr_code"] });
      const found = await reader.detect(await createImageBitmap(file));
      return found.map((one) => one.rawValue).find((value) => value.startsWith("000201")) ?? "";
    } catch { return ""; }
  };
  box.hidden = false;
  box.querySelector("input").addEventListener("change", async (event) => {
    const [file] = event.target.files;
    if (!file) return;
    const value = await read(file);
    if (value) text.value = value;
    said.textContent = words(value ? "qr-read" : "qr-not-read");
  });
})();
