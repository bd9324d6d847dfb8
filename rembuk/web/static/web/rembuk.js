// Small helps around pages that are whole without them. No page content is made here: words come
// from the page's own <template>s, so they are translated with it.
"use strict";
(() => {
  const root = document.documentElement;
  root.classList.replace("no-script", "has-script");

  const page = () => document.querySelector(".page");
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const about = (name) => page()?.dataset[name] ?? "";
  const stored = (kind, key) => { try { return JSON.parse(kind.getItem(key)); } catch { return null; } };
  const store = (kind, key, value) => { try { kind.setItem(key, JSON.stringify(value)); } catch { /* full or forbidden: go on without */ } };
  const forget = (kind, key) => { try { kind.removeItem(key); } catch { /* forbidden: nothing was kept */ } };

  // --- one key per form, made on the device: sent twice, done once -------------------------------

  const newKey = () => {
    if (crypto.randomUUID) return crypto.randomUUID();
    // Pages served without https have no randomUUID.
    const b = crypto.getRandomValues(new Uint8Array(16));
    b[6] = (b[6] & 15) | 64;
    b[8] = (b[8] & 63) | 128;
    const hex = [...b].map((n) => n.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  };

  // Coming back to a form, or being asked to correct it, keeps the key: it may have arrived already.
  const giveKeys = (back) => {
    if (back || document.querySelector(".errors")) return;
    for (const field of all("form input[name=request_id]")) field.value = newKey();
  };

  // --- what this device's clock said when a button was pressed: for information ------------------

  document.addEventListener("submit", (event) => {
    for (const field of all("[data-clock]", event.target)) field.value = new Date().toISOString();
  }, true);

  // --- what is typed survives: drafts on this device, per person and form -------------------------

  const KEPT_DAYS = 7;
  const PREFIX = "draft:";
  const pathOf = (form) => new URL(form.getAttribute("action") || "", location).pathname;
  const draftKey = (form) => `${PREFIX}${about("user")}:${form.dataset.autosave || pathOf(form)}`;
  const draftForms = () => (about("user") ? all("form[data-autosave]") : []);
  const fieldsOf = (form) => [...form.elements].filter((field) =>
    field.name && !field.disabled && !["hidden", "password", "file", "submit", "button"].includes(field.type) &&
    !("private" in field.dataset) && !/(^|_)(nik|national_id|family_card|password|code|pin)$/.test(field.name));
  const picks = (field) => field.type === "radio" || field.type === "checkbox";
  const valuesOf = (form) => fieldsOf(form)
    .filter((field) => !picks(field) || field.checked)
    .flatMap((field) => (field.multiple ? [...field.selectedOptions].map((o) => [field.name, o.value]) : [[field.name, field.value]]));
  const initial = new WeakMap();

  let signedOut = false;
  const save = (form) => {
    if (signedOut) return;
    const values = valuesOf(form);
    if (JSON.stringify(values) === initial.get(form)) return;
    store(localStorage, draftKey(form), { at: Date.now(), key: form.elements.request_id?.value, values });
  };
  const saveAll = () => draftForms().forEach(save);

  const restore = (form, draft) => {
    const has = (name, value) => draft.values.some(([n, v]) => n === name && v === value);
    for (const field of fieldsOf(form)) {
      if (picks(field)) field.checked = has(field.name, field.value);
      else if (field.multiple) [...field.options].forEach((o) => { o.selected = has(field.name, o.value); });
      else field.value = draft.values.find(([n]) => n === field.name)?.[1] ?? field.value;
    }
    if (form.elements.request_id && draft.key) form.elements.request_id.value = draft.key;
  };

  const offer = (form, draft) => {
    const note = document.getElementById("draft-offer")?.content.firstElementChild.cloneNode(true);
    if (!note) return;
    form.before(note);
    const done = () => { note.remove(); fieldsOf(form)[0]?.focus(); };
    note.querySelector("[data-draft-take]").addEventListener("click", () => { restore(form, draft); done(); });
    note.querySelector("[data-draft-drop]").addEventListener("click", () => { forget(localStorage, draftKey(form)); done(); });
  };

  // A form that was sent and neither came back to be corrected nor ended at the door has arrived.
  // A page that only reads it back (data-checks) has yet to be answered: whoever goes back finds it.
  const settleSent = (back) => {
    const sent = stored(sessionStorage, "sent") ?? [];
    if (!sent.length || document.querySelector("[data-checks]")) return;
    forget(sessionStorage, "sent");
    if (back || !about("user") || "problem" in page().dataset || document.querySelector(".errors")) return;
    sent.forEach((key) => forget(localStorage, key));
  };

  const offerDrafts = (back) => {
    const oldest = Date.now() - KEPT_DAYS * 864e5;
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(PREFIX) && (stored(localStorage, key)?.at ?? 0) < oldest) forget(localStorage, key);
    }
    for (const form of draftForms()) {
      initial.set(form, JSON.stringify(valuesOf(form)));
      const draft = stored(localStorage, draftKey(form));
      if (!draft || form.querySelector(".errors") || JSON.stringify(draft.values) === initial.get(form)) continue;
      if (back) restore(form, draft); else offer(form, draft);
    }
  };

  let soon;
  const typed = () => { clearTimeout(soon); soon = setTimeout(saveAll, 800); };
  document.addEventListener("input", typed);
  document.addEventListener("change", typed);
  addEventListener("pagehide", saveAll);

  // --- sending: once, visibly, and never into the void ---------------------------------------------

  let waiting;
  const busy = () => { waiting ??= setTimeout(() => { root.dataset.busy = ""; }, 300); };
  const idle = () => { clearTimeout(waiting); waiting = undefined; delete root.dataset.busy; };
  const release = (form) => {
    delete form.dataset.sent;
    all("button[aria-disabled]", form).forEach((button) => button.removeAttribute("aria-disabled"));
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.getAttribute("method")?.toLowerCase() !== "post") { busy(); return; }
    if ("sent" in form.dataset) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    form.dataset.sent = "";
    event.submitter?.setAttribute("aria-disabled", "true");
    setTimeout(() => release(form), 8000); // an answer that is a file leaves this page standing
    busy();
    if ("signOut" in form.dataset) {
      signedOut = true; // leaving the page would keep the drafts again
      const mine = `${PREFIX}${about("user")}:`;
      Object.keys(localStorage).filter((key) => key.startsWith(mine)).forEach((key) => forget(localStorage, key));
    } else if ("autosave" in form.dataset && about("user")) {
      saveAll();
      store(sessionStorage, "sent", [...(stored(sessionStorage, "sent") ?? []), draftKey(form)]);
    }
  }, true);

  const noSignal = () => {
    const note = document.getElementById("no-signal")?.content.firstElementChild;
    if (!note || document.querySelector(".notices[role=alert]")) return;
    document.querySelector(".content")?.prepend(note.cloneNode(true));
    scrollTo(0, 0);
  };

  // --- pages fetched by htmx (hx-boost) --------------------------------------------------------------

  document.addEventListener("htmx:beforeRequest", ({ detail }) => { if (detail.boosted) saveAll(); });
  // A link to a file is the browser's own affair: htmx must not see the tap.
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("a[download]")) event.stopImmediatePropagation();
  }, true);
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (!detail.boosted) return;
    const { xhr, requestConfig } = detail;
    const sheet = document.querySelector("link[rel=stylesheet]").getAttribute("href");
    const text = xhr.responseText;
    // A file, another kind of page, a newer look, or a page with a script of its own: open it whole.
    const whole = !text.includes(sheet) || /<body[^]*<script/.test(text);
    if (whole && requestConfig.verb === "get") {
      detail.shouldSwap = false;
      location.assign(xhr.responseURL || requestConfig.path);
      return;
    }
    detail.shouldSwap = true; // an error page of ours says what to do
    detail.isError = false;
  });
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    idle();
    if (detail.elt.matches?.("form")) release(detail.elt);
  });
  document.addEventListener("htmx:sendError", ({ detail }) => {
    if (!detail.boosted) return;
    if (detail.requestConfig.verb === "get") location.assign(detail.requestConfig.path);
    else { forget(sessionStorage, "sent"); noSignal(); }
  });
  document.addEventListener("htmx:afterSettle", ({ detail }) => { if (detail.boosted) shown(false, true); });
  document.addEventListener("htmx:historyRestore", () => shown(true, true));
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("a[href]:not([download])") && !event.defaultPrevented) setTimeout(() => document.querySelector(".htmx-request") && busy());
  });

  // --- the five-minute lock of shared phones ----------------------------------------------------------

  let last = Date.now();
  const awake = () => { last = Date.now(); };
  ["pointerdown", "keydown", "scroll", "input"].forEach((name) => addEventListener(name, awake, { passive: true, capture: true }));
  const lockIfIdle = () => {
    const seconds = Number(about("lockSeconds"));
    const form = document.getElementById("lock");
    if (!seconds || !form || "locked" in root.dataset || Date.now() - last < seconds * 1000) return;
    saveAll();
    root.dataset.locked = ""; // hidden at once, before the server answers
    form.submit();
  };
  setInterval(lockIfIdle, 1000);
  document.addEventListener("visibilitychange", () => { if (document.hidden) saveAll(); else lockIfIdle(); });

  // --- small things ------------------------------------------------------------------------------------

  const fadeUndo = (bar) => {
    let left = Number(bar.dataset.undoSeconds);
    const tick = setInterval(() => {
      if (!bar.isConnected) { clearInterval(tick); return; }
      if (bar.matches(":hover, :focus-within")) return;
      left -= 1;
      if (left <= 0) { clearInterval(tick); bar.remove(); }
    }, 1000);
  };

  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-copy], [data-print], [data-share]");
    if (!button) return;
    if ("print" in button.dataset) print();
    if ("share" in button.dataset) await navigator.share({ text: button.dataset.share }).catch(() => {});
    if ("copy" in button.dataset) {
      await navigator.clipboard?.writeText(button.dataset.copy);
      (button.querySelector("span") ?? button).textContent = button.dataset.done;
    }
  });
  // A menu closes when one looks elsewhere.
  document.addEventListener("click", (event) => all("details.menu[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; }));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of all("details.menu[open]")) { menu.open = false; menu.querySelector("summary").focus(); }
  });

  const shown = (back, fetched) => {
    idle();
    settleSent(back);
    giveKeys(back);
    offerDrafts(back);
    all("[data-undo-seconds]").forEach(fadeUndo);
    if (!navigator.share) all("[data-share]").forEach((button) => { button.hidden = true; });
    const errors = document.querySelector(".errors");
    if (errors) errors.focus();
    else if (fetched) {
      const main = document.getElementById("main");
      if (!main?.contains(document.activeElement)) main?.focus({ preventScroll: true }); // not from under who types already
    }
  };

  addEventListener("pageshow", (event) => {
    idle();
    all("form[data-sent]").forEach(release);
    if (event.persisted && "locked" in root.dataset) location.reload();
    else if (event.persisted) settleSent();
  });
  const visit = performance.getEntriesByType("navigation")[0]?.type;
  shown(visit === "back_forward", false);

  if ("serviceWorker" in navigator && isSecureContext) navigator.serviceWorker.register("/sw.js");
})();
