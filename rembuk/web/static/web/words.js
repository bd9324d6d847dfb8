/* A sum in words under its field while it is typed: what lib/money.py reads and lib/terbilang.py
   writes, by the same rules. Without this file the next page reads the sum back. */
"use strict";
(() => {
  const MOST_READ = 10n ** 15n, MOST_SAID = 10n ** 21n - 1n, LONGEST = 40;
  const SIZES = { rb: 1000n, ribu: 1000n, k: 1000n, jt: 10n ** 6n, juta: 10n ** 6n, m: 10n ** 9n, miliar: 10n ** 9n, milyar: 10n ** 9n };
  const ID = {
    ones: "nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas".split(" "),
    scales: [[10n ** 18n, "kuintiliun"], [10n ** 15n, "kuadriliun"], [10n ** 12n, "triliun"], [10n ** 9n, "miliar"], [10n ** 6n, "juta"], [1000n, "ribu"]],
  };
  const EN = {
    ones: "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(" "),
    tens: "twenty thirty forty fifty sixty seventy eighty ninety".split(" "),
    scales: [[10n ** 18n, "quintillion"], [10n ** 15n, "quadrillion"], [10n ** 12n, "trillion"], [10n ** 9n, "billion"], [10n ** 6n, "million"], [1000n, "thousand"]],
  };

  // The sum in whole rupiah, or null for what is empty, doubtful or no sum: the server asks then.
  const read = (typed) => {
    if (typed.length > LONGEST) return null;
    const text = typed.trim().split(/\s+/).join(" ").toLowerCase().replace(/^(rp\.?|idr)\s*/, "");
    const within = (amount) => (amount > MOST_READ ? null : amount);
    const word = /^(\d+)(?:([.,])(\d+))?\s*([a-z]+)$/.exec(text);
    if (word) {
      const [, units, mark, part = "", name] = word;
      const size = Object.hasOwn(SIZES, name) ? SIZES[name] : null;
      if (size === null || (mark === "." && part.length === 3 && units.length <= 3)) return null;
      const whole = BigInt(units + part) * size, cut = 10n ** BigInt(part.length);
      return whole % cut ? null : within(whole / cut);
    }
    if (/^(?=.*[1-9])(\d{1,3}(\.\d{3})*\.00|\d{1,3}(,\d{3})+,00)$/.test(text)) return null; // a nought was forgotten?
    const whole = text.replace(/(,-|,00|\.00)$/, "");
    if (/^\d+$/.test(whole)) return within(BigInt(whole));
    if (/^(\d{1,3}(\.\d{3})+|\d{1,3}(,\d{3})+|\d{1,3}( \d{3})+)$/.test(whole)) return within(BigInt(whole.replace(/[., ]/g, "")));
    return null;
  };

  const indonesian = (n) => {
    const and = (said, rest) => (rest ? `${said} ${indonesian(rest)}` : said);
    if (n < 12n) return ID.ones[n];
    if (n < 20n) return `${ID.ones[n - 10n]} belas`;
    if (n < 100n) return and(`${ID.ones[n / 10n]} puluh`, n % 10n);
    if (n < 1000n) return and(n < 200n ? "seratus" : `${ID.ones[n / 100n]} ratus`, n % 100n);
    if (n < 2000n) return and("seribu", n % 1000n);
    const [size, name] = ID.scales.find(([least]) => n >= least);
    return and(`${indonesian(n / size)} ${name}`, n % size);
  };
  const english = (n) => {
    if (n < 20n) return EN.ones[n];
    if (n < 100n) return EN.tens[n / 10n - 2n] + (n % 10n ? `-${EN.ones[n % 10n]}` : "");
    if (n < 1000n) return `${EN.ones[n / 100n]} hundred${n % 100n ? ` and ${english(n % 100n)}` : ""}`;
    const [size, name] = EN.scales.find(([least]) => n >= least);
    const rest = n % size, head = `${english(n / size)} ${name}`;
    return rest ? `${head} ${rest < 100n ? "and " : ""}${english(rest)}` : head;
  };
  const say = (amount, language) => {
    const n = BigInt(amount);
    if (n < 0n || n > MOST_SAID) return "";
    return `${language === "en" ? english(n) : indonesian(n)} rupiah`;
  };
  globalThis.rembukWords = { read, say };

  for (const field of document.querySelectorAll("input.sum")) {
    const line = document.createElement("p");
    line.className = "said";
    line.setAttribute("role", "status");
    field.after(line);
    const tell = () => {
      const amount = read(field.value);
      line.textContent = amount === null ? "" : say(amount, document.documentElement.lang);
    };
    field.addEventListener("input", tell);
    addEventListener("pageshow", tell);
    tell();
  }
})();
