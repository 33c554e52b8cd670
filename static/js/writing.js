// A form of the admin: whoever was signed out signs in over it, nothing is left unsaved by mistake,
// and a limit is said before it is reached. Without this, the server keeps what was written.

const form = document.querySelector("input[name=opened]")?.form;
const addresses = document.querySelector("script[data-session]")?.dataset;
let isSaving = false;
let maySend = false;

if (form && addresses) {
  warnBeforeLeaving();
  form.addEventListener("submit", signInFirst);
  form.querySelectorAll("[data-limit]").forEach(countCharacters);
}

// --- leaving ------------------------------------------------------------------------------------

function warnBeforeLeaving() {
  const shown = values();
  const keepsItself = "copy" in form.dataset;  // writer.js says when it cannot
  addEventListener("beforeunload", (event) => {
    const isUnsaved = keepsItself ? "isUnkept" in form.dataset
      : form.querySelector(".errornote, .form-notice") || values() !== shown;
    if (isUnsaved && !isSaving) event.preventDefault();
  });
  addEventListener("pageshow", () => { isSaving = false; });
}

function values() {
  const data = new FormData(form);
  data.delete("csrfmiddlewaretoken");
  return new URLSearchParams(data).toString();
}

// --- signing in again ---------------------------------------------------------------------------

async function signInFirst(event) {
  const button = event.submitter;
  if (maySend) {
    maySend = false;
    isSaving = button?.formTarget !== "_blank";
    return;
  }
  event.preventDefault();
  try {
    if (!(await isSignedIn())) await signIn();
    if (!(await isSignedIn())) return;
  } catch {
    say("The site does not answer. What you wrote stays here: try again in a while.");
    return;
  }
  maySend = true;
  form.requestSubmit(button);
}

async function isSignedIn() {
  const answer = await fetch(addresses.session, { cache: "no-store" });
  const { signed_in, token } = await answer.json();
  document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((input) => { input.value = token; });
  return signed_in;
}

// Shows the pages of the way in, one after the other; ends when the dialog closes.
async function signIn() {
  const dialog = document.createElement("dialog");
  dialog.className = "login sign-in";
  dialog.setAttribute("aria-labelledby", "sign-in-heading");
  const heading = Object.assign(document.createElement("h2"), {
    id: "sign-in-heading", textContent: "Sign in again",
  });
  const note = Object.assign(document.createElement("p"), {
    textContent: "You were signed out. What you wrote stays in the form, and is saved when you are in.",
  });
  const step = document.createElement("div");
  dialog.append(heading, note, step);
  document.body.append(dialog);

  async function show(address, options) {
    const answer = await fetch(address, options);
    if (options && (await isSignedIn())) return dialog.close();
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const own = page.querySelector("#login-form")
      ? page.querySelectorAll(".errornote, #login-form")
      : page.querySelectorAll("#content .errornote, #content p");
    step.replaceChildren(...own);
    step.querySelector("input:not([type=hidden])")?.focus();
  }
  step.addEventListener("submit", (event) => {
    event.preventDefault();
    const body = new URLSearchParams(new FormData(event.target));
    show(event.target.action, { method: "POST", body }).catch(() => dialog.close());
  });
  step.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    event.preventDefault();
    show(link.href).catch(() => dialog.close());
  });
  await show(addresses.login);
  dialog.showModal();
  step.querySelector("input:not([type=hidden])")?.focus();
  await new Promise((resolve) => { dialog.addEventListener("close", resolve, { once: true }); });
  dialog.remove();
}

function say(text) {
  const note = form.querySelector(".writing-note") ?? document.createElement("p");
  note.className = "errornote writing-note";
  note.setAttribute("role", "alert");
  note.textContent = text;
  form.prepend(note);
  note.scrollIntoView({ block: "nearest" });
}

// --- limits -------------------------------------------------------------------------------------

function countCharacters(input) {
  const most = Number(input.dataset.limit);
  const note = document.createElement("p");
  note.className = "help limit";
  note.setAttribute("aria-live", "polite");
  input.after(note);
  const count = () => {
    const has = [...input.value].length;
    const over = has - most;
    input.setAttribute("aria-invalid", String(over > 0));
    if (over > 0) note.textContent = `${has} characters: ${over} too many to be saved.`;
    else note.textContent = has > most * 0.8 ? `${has} of ${most} characters.` : "";
  };
  input.addEventListener("input", count);
  count();
}
