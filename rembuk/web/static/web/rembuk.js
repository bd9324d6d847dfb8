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
    if (JSON.stringify(values) === initial.get(form) || waitsAsShown(form)) return;
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
    showWaiting();
  };

  const offerDrafts = (back) => {
    for (const key of Object.keys(localStorage)) {
      const days = key.startsWith(PREFIX) ? KEPT_DAYS : key.startsWith(WAITING) ? WAITING_DAYS : Infinity;
      if (days < Infinity && (stored(localStorage, key)?.at ?? 0) < Date.now() - days * 864e5) forget(localStorage, key);
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
    if ("sent" in form.dataset || asksBeforeLeaving(form)) {
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
      const mine = [`${PREFIX}${about("user")}:`, waitingPrefix()];
      Object.keys(localStorage).filter((key) => mine.some((start) => key.startsWith(start))).forEach((key) => forget(localStorage, key));
    } else if (about("user")) {
      const kept = "autosave" in form.dataset ? [draftKey(form)] : [];
      if (stored(localStorage, waitingKey(keyOf(form)))) kept.push(waitingKey(keyOf(form)));
      if (kept.length) saveAll();
      if (kept.length) store(sessionStorage, "sent", [...(stored(sessionStorage, "sent") ?? []), ...kept]);
    }
  }, true);

  const noSignal = (which) => {
    const note = document.getElementById(which)?.content.firstElementChild;
    document.querySelector("[data-no-signal]")?.remove();
    if (!note) return;
    document.querySelector(".content")?.prepend(note.cloneNode(true));
    scrollTo(0, 0);
  };

  // --- what has no signal waits on this phone, and goes by itself ------------------------------------
  // Its own key makes each note arrive once. Before it goes, its page is asked for anew: that brings the
  // token of today, and shows whether the same person is still signed in. Files, passwords and NIK never wait.

  const WAITING = "waiting:";
  const WAITING_DAYS = 30;
  const EVERY_MS = 20000;
  const waitingPrefix = () => `${WAITING}${about("user")}:`;
  const waitingKey = (key) => waitingPrefix() + key;
  const keyOf = (form) => form.elements.request_id?.value ?? "";
  const waitingNotes = () => (about("user") ? Object.keys(localStorage) : [])
    .filter((key) => key.startsWith(waitingPrefix())).map((key) => ({ ...stored(localStorage, key), store: key })).sort((a, b) => a.at - b.at);
  const openForm = (note) => draftForms().find((form) => keyOf(form) === note.key);
  const asSent = (form, note) => JSON.stringify(valuesOf(form)) === JSON.stringify(note.typed);
  const waitsAsShown = (form) => { const note = keyOf(form) && stored(localStorage, waitingKey(keyOf(form))); return Boolean(note) && asSent(form, note); };
  const mayWait = (form) => "autosave" in form.dataset && about("user") && keyOf(form) && fieldsOf(form).length &&
    [...form.elements].every((field) => !field.name || !field.value || field.disabled || fieldsOf(form).includes(field) || ["hidden", "submit", "button"].includes(field.type));

  const told = (form) => fieldsOf(form).filter((field) => (picks(field) ? field.checked : field.value)).map((field) => {
    const label = field.labels?.[0]?.innerText.trim() ?? "";
    const group = picks(field) ? field.closest("fieldset")?.querySelector("legend")?.innerText.trim() ?? "" : label;
    const value = field.selectedOptions ? [...field.selectedOptions].map((o) => o.text).join(", ") : picks(field) ? label : field.value;
    return [group, value];
  });

  // 'Today' is the day that stood beside it, whenever the note arrives.
  const onItsDay = (form, fields) => all("[data-today]", form).reduce((told, box) => {
    const which = box.querySelector("[name$=_which]:checked");
    if (!["today", "yesterday"].includes(which?.value)) return told;
    const day = new Date(`${box.dataset.today}T00:00Z`);
    if (which.value === "yesterday") day.setUTCDate(day.getUTCDate() - 1);
    const parts = which.name.replace(/which$/, "parts_");
    const own = { [which.name]: "other", [`${parts}day`]: day.getUTCDate(), [`${parts}month`]: day.getUTCMonth() + 1, [`${parts}year`]: day.getUTCFullYear() };
    return [...told.filter(([name]) => !(name in own)), ...Object.entries(own).map(([name, value]) => [name, String(value)])];
  }, fields);
  // What names no day of its own is recorded on the day it arrives: on a later one the person looks first.
  const stateOf = (note) => ("said" in note ? "refused" : !note.dated && new Date(note.at).toDateString() !== new Date().toDateString() ? "late" : "waiting");

  const wait = (form, fields) => {
    const note = {
      at: Date.now(), key: keyOf(form), page: location.pathname + location.search, draft: draftKey(form),
      action: new URL(form.getAttribute("action") || "", location).href, title: document.querySelector("h1")?.innerText.trim() ?? "",
      typed: valuesOf(form), told: told(form), dated: Boolean(form.querySelector("[name$=_which], [name$=_day]")),
      values: onItsDay(form, fields.filter(([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string")),
    };
    store(localStorage, waitingKey(note.key), note);
    if (!stored(localStorage, waitingKey(note.key))) return false; // no room on the phone: sent by hand, as before
    forget(localStorage, note.draft);
    return true;
  };

  // What the answer means: it arrived, it asks something of the person, or it has to be tried later.
  const judged = async (answer) => {
    if (answer.status >= 500 || answer.status === 408 || answer.status === 429) return { later: true };
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const frame = page.querySelector(".page");
    const errors = [...page.querySelectorAll(".errors li")].map((line) => line.textContent.trim());
    if (frame && frame.dataset.user !== about("user")) return { later: true }; // the door: nobody, or somebody else
    if (errors.length) return { said: errors.join(" ") };
    if (!answer.ok) return { said: page.querySelector("main p")?.textContent.trim() ?? "" };
    return page.querySelector("[data-checks]") ? { said: "" } : { arrived: answer.url };
  };

  const sendNote = async (note) => {
    const fresh = await fetch(note.page, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await fresh.text(), "text/html");
    const same = page.querySelector(".page")?.dataset.user === about("user");
    const there = new URL(fresh.url).pathname === new URL(note.page, location).pathname; // and not at a door
    const token = page.querySelector("input[name=csrfmiddlewaretoken]")?.value;
    if (signedOut || !same || !there || !token || fresh.status >= 500) return { later: true };
    if (!fresh.ok) return { token, said: page.querySelector("main p")?.textContent.trim() ?? "" };
    const result = await judged(await fetch(note.action, { method: "POST", body: new URLSearchParams([...note.values, ["csrfmiddlewaretoken", token]]) }));
    return { token, ...result };
  };

  const settle = (note, result) => {
    const { store: key, ...kept } = note;
    if (!result.arrived) { store(localStorage, key, { ...kept, said: result.said }); return; }
    forget(localStorage, key);
    forget(localStorage, note.draft);
    const form = openForm(note);
    if (form) { // still on the screen: go on as if it had been sent just now
      initial.set(form, JSON.stringify(valuesOf(form)));
      store(sessionStorage, "arrived", note.title);
      location.assign(result.arrived);
    } else sayArrived(note.title);
  };
  const fillIn = (words, what) => { words.textContent = words.textContent.replace("…", () => what); };
  const sayArrived = (title) => {
    const line = document.getElementById("note-sent")?.content.firstElementChild.cloneNode(true);
    if (!line) return;
    fillIn(line.querySelector("[data-title]"), title);
    document.querySelector("[data-no-signal]")?.remove();
    document.querySelector(".content")?.prepend(line);
  };

  let sending = false;
  const sendWaiting = async (only) => {
    if (sending || signedOut || "locked" in root.dataset) return undefined;
    const due = waitingNotes().filter((note) => (only ? note.store === only : stateOf(note) === "waiting" && (!openForm(note) || asSent(openForm(note), note))));
    let result;
    sending = true;
    try {
      for (const note of due) {
        if (signedOut || "locked" in root.dataset || !stored(localStorage, note.store)) break;
        result = await sendNote(note);
        if (result.later) break;
        settle(note, result);
        showWaiting();
      }
    } catch { result = { later: true }; /* no signal yet: it waits on */ } finally { sending = false; }
    return result;
  };
  const alone = (work) => (navigator.locks ? navigator.locks.request("rembuk-waiting", work) : work());
  const flush = (only) => alone(() => sendWaiting(only));

  const item = (row, note) => {
    row.querySelector("[data-title]").textContent = note.title;
    row.querySelector("[data-at]").textContent = new Date(note.at).toLocaleString(root.lang, { dateStyle: "medium", timeStyle: "short" });
    all("[data-if]", row).forEach((part) => { part.hidden = !part.dataset.if.split(" ").includes(stateOf(note)); });
    if (note.said) row.querySelector("[data-said]").textContent = note.said;
    const list = row.querySelector("dl");
    for (const [label, value] of note.told) {
      list.append(Object.assign(document.createElement("dt"), { textContent: label }), Object.assign(document.createElement("dd"), { textContent: value }));
    }
    row.querySelector("[data-open]").addEventListener("click", () => openNote(note));
    row.querySelector("[data-mend]").addEventListener("click", () => mendNote(note));
    row.querySelector("[data-send]").addEventListener("click", async () => { if ((await flush(note.store))?.later) noSignal("no-signal-waits"); });
    row.querySelector("[data-drop]").addEventListener("click", () => { forget(localStorage, note.store); forget(localStorage, note.draft); showWaiting(); });
    return row;
  };
  const showWaiting = () => {
    const was = document.getElementById("waiting");
    const notes = waitingNotes();
    const box = notes.length && document.getElementById("waiting-notes")?.content.firstElementChild.cloneNode(true);
    const focused = was?.contains(document.activeElement);
    if (!box) { was?.remove(); if (focused) document.getElementById("main")?.focus(); return; }
    if (was?.open) box.open = true;
    fillIn(box.querySelector("[data-count]"), notes.length);
    const list = box.querySelector("ul");
    const row = list.firstElementChild;
    list.replaceChildren(...notes.map((note) => item(row.cloneNode(true), note)));
    if (notes.some((note) => stateOf(note) !== "waiting")) box.classList.add("waiting-refused");
    if (was) was.replaceWith(box); else document.querySelector(".content")?.prepend(box);
    if (focused) box.querySelector("summary").focus();
  };

  const offerAnother = (form) => all("[data-more]").forEach((row) => {
    row.hidden = false;
    row.querySelector("button").addEventListener("click", () => another(form));
  });
  const another = (form) => {
    form.reset();
    form.elements.request_id.value = newKey();
    initial.set(form, JSON.stringify(valuesOf(form)));
    document.querySelector("[data-no-signal]")?.remove();
    fieldsOf(form)[0]?.focus();
  };

  // Opened, its page shows what was typed; refused, the server itself shows the filled form with its sentence.
  const openNote = (note) => {
    const form = openForm(note);
    if (form) { form.scrollIntoView(); fieldsOf(form)[0]?.focus(); return; }
    store(sessionStorage, "open", note.store);
    location.assign(note.page);
  };
  const fillOpened = () => {
    const note = stored(localStorage, stored(sessionStorage, "open") ?? "");
    const form = note && draftForms().find((one) => draftKey(one) === note.draft);
    if (!form || location.pathname + location.search !== note.page) return;
    forget(sessionStorage, "open");
    all("[data-draft]").forEach((offered) => offered.remove());
    restore(form, note);
    const read = note.values.find(([name]) => name === "as_read");
    if (read && form.elements.as_read) form.elements.as_read.value = read[1]; // who changed it meanwhile is not overwritten
    fieldsOf(form)[0]?.focus();
  };
  const mendNote = async (note) => {
    const result = await flush(note.store);
    if (result?.later) noSignal("no-signal-waits");
    if (!result || !("said" in result)) return;
    const form = Object.assign(document.createElement("form"), { method: "post", action: note.action, hidden: true });
    for (const [name, value] of [...note.values, ["csrfmiddlewaretoken", result.token]]) {
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    }
    document.body.append(form);
    form.submit();
  };

  // Signing out takes along what is on this phone: who has notes waiting is told once before.
  const asksBeforeLeaving = (form) => {
    if (!("signOut" in form.dataset) || "sure" in form.dataset || !waitingNotes().length) return false;
    form.dataset.sure = "";
    showWaiting();
    const box = document.getElementById("waiting");
    box.open = true;
    box.querySelector("[data-leaving]").hidden = false;
    box.querySelector("summary").focus();
    return true;
  };

  addEventListener("online", () => flush());
  addEventListener("storage", () => showWaiting()); // sent or dropped in another window
  setInterval(() => flush(), EVERY_MS);

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
    else {
      forget(sessionStorage, "sent");
      const form = detail.elt;
      const waits = form.matches?.("form") && mayWait(form) && wait(form, [...detail.requestConfig.formData]);
      noSignal(waits ? "no-signal-waits" : "no-signal");
      if (waits) { showWaiting(); offerAnother(form); }
    }
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
  document.addEventListener("visibilitychange", () => { if (document.hidden) saveAll(); else { lockIfIdle(); flush(); } });

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
    fillOpened();
    if (stored(sessionStorage, "arrived")) sayArrived(stored(sessionStorage, "arrived"));
    forget(sessionStorage, "arrived");
    showWaiting();
    flush();
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
