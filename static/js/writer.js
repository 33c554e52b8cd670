// The writing page: what is written is kept by itself, here and on the server; it says when, and
// who else is at it. Nothing newer is ever overwritten: where two texts differ, both are offered.
// Without this the page saves by its buttons.

const KEEP_AFTER = 2000;  // milliseconds from the first change to the server having it
const TRY_AGAIN_AFTER = 4000;
const LOOK_EVERY = 15000;
const STORE_AFTER = 500;
const KEEPALIVE_MOST = 60000;  // bytes; browsers send no more than 64 KB when a page closes

const form = document.querySelector("form.write");
let opened;  // the browser's store
if (form?.dataset.copy) start();
if (form) guideKeys();
if (form) form.querySelectorAll(".decision").forEach(offerDecision);

async function start() {
  const saved = form.querySelector(".write-saved");
  const trouble = form.querySelector(".write-trouble");
  const place = `writing ${form.dataset.user} ${location.pathname}`;
  const version = form.elements.copy_version;
  // What the site's answer to was lost is known by this name to be of this very window.
  form.elements.copy_window.value = Math.random().toString(36).slice(2);
  let kept = values();
  let keptAt = form.dataset.keptAt ? new Date(form.dataset.keptAt) : null;
  let timer = null, storing = null, sending = null, isLeaving = false, isRefused = false;

  await forgetWhatArrived();
  const entry = await stored("readonly", (texts) => texts.get(place)).catch(() => null);
  if (entry) comeBack(entry);

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("focusout", () => keep());
  document.addEventListener("visibilitychange", () => document.hidden && keep(true));
  addEventListener("pagehide", () => { writeLocal(); keep(true); });
  addEventListener("pageshow", () => { isLeaving = false; });
  addEventListener("online", () => keep());
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.submitter?.formTarget === "_blank") return;
    if (sending) {  // one after the other
      event.preventDefault();
      sending.then(() => form.requestSubmit(event.submitter));
      return;
    }
    writeLocal();
    sessionStorage.setItem("writing sent", place);
    isLeaving = true;
  });
  document.querySelector("#discard-form").addEventListener("submit", () => {
    isLeaving = true;
    forget(place);
  });
  setInterval(sayWhen, 5000);
  sayWhen();
  if (form.dataset.here) {
    look();
    setInterval(() => document.hidden || look(), LOOK_EVERY);
  }
  if (values() !== kept) changed();

  // --- keeping ----------------------------------------------------------------------------------

  function changed() {
    storing ??= setTimeout(writeLocal, STORE_AFTER);
    timer ??= setTimeout(() => keep(), KEEP_AFTER);
  }

  async function keep(isLast = false) {
    clearTimeout(timer);
    timer = null;
    if (values() === kept || (sending && !isLast) || isLeaving || isRefused) return;
    sending = sendCopy(values(), isLast);
    await sending;
    sending = null;
    if (values() !== kept && !isRefused) timer ??= setTimeout(() => keep(), KEEP_AFTER);
  }

  async function sendCopy(sent, isLast) {
    const goesOn = isLast && sent.length < KEEPALIVE_MOST;
    try {
      const answer = await send(form.dataset.copy, new FormData(form), goesOn);
      if (answer.status === 409) return refuse(await answer.json());
      const state = await jsonOf(answer);
      kept = sent;
      keptAt = new Date(state.changed_at);
      version.value = state.version;
      form.querySelector(".write-discard").hidden = false;
      if (values() === sent) forget(place);
      if ("isUnkept" in form.dataset) say("");
      delete form.dataset.isUnkept;
      sayWhen();
      sayOthers(state);
    } catch (error) {
      form.dataset.isUnkept = "";
      say(`${error.isSignedOut ? "You are signed out." : "The site does not answer."} ` +
          "What you write is kept in this browser, and sent when it can be.");
      timer ??= setTimeout(() => keep(), TRY_AGAIN_AFTER);
    }
  }

  async function send(address, body, keepalive = false) {
    const post = { method: "POST", body, keepalive, headers: { Accept: "application/json" } };
    const answer = await fetch(address, post);
    if (answer.status !== 403) return answer;
    const asked = await fetch(document.querySelector("script[data-session]").dataset.session);
    const { signed_in: isSignedIn, token } = await asked.json();
    if (!isSignedIn) return answer;
    document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((each) => { each.value = token; });
    body.set("csrfmiddlewaretoken", token);
    return fetch(address, post);
  }

  async function jsonOf(answer) {
    const isJson = answer.headers.get("Content-Type")?.includes("json");
    if (answer.ok && isJson) return answer.json();
    await answer.text();  // an answer that nobody reads holds its connection
    throw Object.assign(new Error("not kept"), { isSignedOut: answer.ok || answer.status === 403 });
  }

  function refuse(state) {
    isRefused = true;
    form.dataset.isUnkept = "";
    say(state.refused, {
      "Show that text": async () => { await forget(place); leave(); },
      "Go on with this one": () => {
        isRefused = false;
        version.value = state.version;
        say("");
        keep();
      },
    });
  }

  function leave() {
    isLeaving = true;
    delete form.dataset.isUnkept;
    location.reload();
  }

  // --- what this browser has --------------------------------------------------------------------

  async function writeLocal() {
    clearTimeout(storing);
    storing = null;
    if (isLeaving || values() === kept) return;
    const own = { at: Date.now(), version: version.value, base: form.elements.base.value };
    try {
      await stored("readwrite", (texts) => texts.put({ ...own, values: fields() }, place));
    } catch {
      say("This browser keeps no text. The site has all but the last seconds.");
    }
  }

  // A form that was sent from this window has arrived if the page after it says so.
  async function forgetWhatArrived() {
    const sent = sessionStorage.getItem("writing sent");
    sessionStorage.removeItem("writing sent");
    if (sent && document.querySelector(".messagelist .success")) await forget(sent);
  }

  // A text that the server never got is put back; where the server has another one since, both are
  // offered.
  function comeBack(entry) {
    const differing = Object.keys(entry.values).filter(
      (name) => name !== "note" && form.elements[name]
        && plain(entry.values[name]) !== plain(form.elements[name].value),
    );
    if (!differing.length) return forget(place);
    const shown = fields();
    const at = new Date(entry.at).toLocaleString();
    const isNewer = entry.version === version.value && entry.base === form.elements.base.value;
    const putBack = () => { fill(entry.values, differing); changed(); };
    if (isNewer) {
      putBack();
      say(`What you wrote until ${at} had not reached the site. It is back.`, {
        "Take it out again": () => { fill(shown, differing); changed(); say(""); },
      });
    } else {
      say(`This browser kept a text of ${at}, which is not what the site has.`, {
        "Put it in the form": () => { putBack(); say(""); },
        "Throw it away": () => { forget(place); say(""); },
      });
    }
  }

  function fill(texts, names) {
    for (const name of names) {
      form.elements[name].value = texts[name];
      form.elements[name].dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  // --- saying it --------------------------------------------------------------------------------

  function say(text, buttons = {}) {
    trouble.replaceChildren(text, ...Object.entries(buttons).map(([label, action]) => {
      const button = Object.assign(document.createElement("button"), {
        type: "button", textContent: label,
      });
      button.addEventListener("click", action);
      return button;
    }));
  }

  function sayWhen() {
    if (!keptAt) return;
    const seconds = Math.max(0, Math.round((Date.now() - keptAt) / 1000));
    const time = keptAt.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    const isToday = keptAt.toDateString() === new Date().toDateString();
    const when = seconds < 10 ? "just now" : seconds < 60 ? `${seconds} seconds ago`
      : isToday ? `at ${time}` : `on ${keptAt.toLocaleDateString()}`;
    saved.textContent = `Your working copy is saved ${when}; nobody else sees it.`;
  }

  // --- who else is here -------------------------------------------------------------------------

  async function look() {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.set("place", document.activeElement?.dataset.section ?? "");
    try {
      sayOthers(await jsonOf(await send(form.dataset.here, body)));
    } catch {
      return;  // keeping the text says what is wrong
    }
  }

  function sayOthers({ others, newest, newest_by: author }) {
    const line = form.querySelector(".write-others");
    const parts = others.flatMap((each) => {
      const chip = Object.assign(document.createElement("span"), {
        className: "write-other", textContent: each.name,
      });
      const where = each.place ? ` is in ${each.place}. ` : " has this open. ";
      return [chip, each.is_here ? where : " wrote here and has not saved it. "];
    });
    if (newest && String(newest) !== form.elements.base.value) {
      const button = Object.assign(document.createElement("button"), {
        type: "button", textContent: "Take it over",
      });
      button.addEventListener("click", async () => { await keep(); leave(); });
      parts.push(`${author} saved a draft meanwhile. `, button);
    }
    const text = parts.map((part) => part.textContent ?? part).join("");
    if (text !== line.textContent) line.replaceChildren(...parts);
  }

  // --- the form's values ------------------------------------------------------------------------

  function fields() {
    const data = Object.fromEntries(new FormData(form));
    for (const name of ["csrfmiddlewaretoken", "opened", "base"]) delete data[name];
    for (const name of ["copy_base", "copy_version", "copy_window"]) delete data[name];
    return data;
  }

  function values() {
    return JSON.stringify(fields());
  }
}

// --- the browser's store ------------------------------------------------------------------------

// Does something with the kept texts, {a page and its editor: entry}; what is written is on the disk
// when it is done, which localStorage takes up to a minute for.
async function stored(mode, act) {
  opened ??= new Promise((resolve, reject) => {
    const opening = indexedDB.open("writing", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("texts");
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  const transaction = (await opened).transaction("texts", mode, { durability: "strict" });
  const asked = act(transaction.objectStore("texts"));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(asked.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

async function forget(place) {
  await stored("readwrite", (texts) => texts.delete(place)).catch(() => null);
}

// Returns a text without what saving makes of it: dashes of points, empty lines, spaces at ends.
function plain(text) {
  return text.split(/\r?\n/).map((line) => line.trim().replace(/^- /, "")).filter(Boolean).join("\n");
}

// --- keys, contents, problems -------------------------------------------------------------------

function guideKeys() {
  const links = new Map([...form.querySelectorAll(".write-contents [data-of]")].map(
    (link) => [link.dataset.of, link],
  ));

  addEventListener("keydown", (event) => {
    const button = form.querySelector("[name=_save]");
    if (event.key !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey || !button) return;
    event.preventDefault();
    remember();
    form.requestSubmit(button);
  });
  form.addEventListener("focusin", ({ target }) => {
    links.forEach((link) => link.removeAttribute("aria-current"));
    links.get(target.dataset.section)?.setAttribute("aria-current", "true");
  });
  form.addEventListener("input", ({ target }) => {
    const state = links.get(target.dataset.section)?.querySelector(".part-state");
    if (state) state.textContent = stateOf(target);
  });
  document.querySelector("#problems")?.addEventListener("click", (event) => {
    const field = event.target.closest("a") && document.querySelector(event.target.hash);
    if (!field) return;
    event.preventDefault();
    const line = event.target.parentElement.textContent.match(/\bLine (\d+)/)?.[1];
    field.focus();
    if (line && field.setSelectionRange) {
      const lines = field.value.split("\n");
      const from = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
      field.setSelectionRange(from, from + (lines[line - 1] ?? "").length);
    }
    field.scrollIntoView({ block: "center" });
  });
  comeBackToPlace();

  function stateOf({ value, dataset }) {
    if (!value.trim()) return "empty";
    if (dataset.form === "prose") return `${value.trim().split(/\s+/).length} words`;
    return String(value.split("\n").filter((line) => line.trim()).length);
  }

  // A save by keyboard comes back to where one wrote.
  function remember() {
    const at = document.activeElement;
    if (!at?.id || at.selectionStart === undefined) return;
    const place = { path: location.pathname, id: at.id, from: at.selectionStart, to: at.selectionEnd };
    sessionStorage.setItem("writing place", JSON.stringify(place));
  }

  function comeBackToPlace() {
    const place = JSON.parse(sessionStorage.getItem("writing place"));
    sessionStorage.removeItem("writing place");
    const problems = document.querySelector("#problems");
    if (problems) return problems.focus();
    const field = place?.path === location.pathname && document.getElementById(place.id);
    if (!field) return;
    field.focus();
    if (place.from !== null) field.setSelectionRange(place.from, place.to);
    field.scrollIntoView({ block: "center" });
  }
}

// --- what two people wrote ----------------------------------------------------------------------

// Of a point that both changed, the form holds mine; a button puts theirs there, or both.
function offerDecision(decision) {
  const field = document.getElementById(decision.dataset.field);
  if (field?.tagName !== "TEXTAREA") return;
  const [theirs, yours] = [...decision.querySelectorAll("textarea")].map(({ value }) => value.trim());
  const between = field.dataset.form === "prose" ? "\n\n" : "\n";
  const both = [yours, theirs].filter(Boolean).join(between);
  const line = document.createElement("p");
  line.className = "decision-buttons";
  for (const [label, text] of [["Take theirs", theirs], ["Take mine", yours], ["Take both", both]]) {
    if (label === "Take both" && !(theirs && yours)) continue;
    const button = Object.assign(document.createElement("button"), {
      type: "button", textContent: label,
    });
    button.addEventListener("click", () => {
      line.querySelectorAll("button").forEach((each) => each.removeAttribute("aria-pressed"));
      button.setAttribute("aria-pressed", "true");
      put(text);
    });
    line.append(button);
  }
  decision.append(line);
  let held = yours || theirs;

  function put(text) {
    const parts = field.value.split(between);
    const at = parts.findIndex((part) => part.trim() === held);
    const of = held.split(between).length;
    if (at >= 0) parts.splice(at, of, ...(text ? [text] : []));
    else if (field.value.includes(held) && held) {
      parts.splice(0, parts.length, field.value.replace(held, text));
    } else if (text) parts.push(text);
    field.value = parts.join(between);
    held = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
