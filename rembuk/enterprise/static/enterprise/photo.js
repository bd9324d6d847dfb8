// A photo is made small on the phone before it travels. Without this the server does it.
"use strict";
(() => {
  const SIDE = 1000;
  const small = async (file) => {
    const image = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, SIDE / Math.max(image.width, image.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.width * scale);
    canvas.height = Math.round(image.height * scale);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    const made = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", 0.8); });
    return made && made.size < file.size ? new File([made], "photo.jpg", { type: "image/jpeg" }) : file;
  };
  document.querySelectorAll("input[type=file][data-photo]").forEach((input) => {
    const shrink = async () => {
      const [file] = input.files;
      if (!file) return;
      try {
        const chosen = new DataTransfer();
        chosen.items.add(await small(file));
        if (input.files[0] === file) input.files = chosen.files; // she may have chosen another one
      } catch { /* not a photo, or an old browser: the server looks at it */ }
    };
    input.addEventListener("change", shrink);
    shrink(); // chosen before this was here: the network was slow, or she went back
  });
})();
