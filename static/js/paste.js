// What is pasted into a section is put in as it is, then made tidy by the server (careers/editing/
// pasting.py), which says what it changed. Ctrl+Z goes back to what was pasted, and then further.

const LONGEST = 1_000_000;  // characters; the server reads no more

const panel = document.querySelector("[data-paste]");
const form = panel?.closest("form");
if (form && panel.dataset.paste) {
  for (const field of form.querySelectorAll("textarea[data-section]")) {
    field.addEventListener("paste", (event) => tidy(field, event));
  }
}

async function tidy(field, event) {
  const html = event.clipboardData.getData("text/html");
  const text = event.clipboardData.getData("text/plain");
  if (!html && !text) return say(field, "Only words can be pasted into a section.");
  const from = field.selectionStart;
  const isWithinLine = field.value[from - 1] !== undefined && field.value[from - 1] !== "\n";
  const pasted = await afterPaste(field, from);
  if (!/\n/.test(text.trim()) && isWithinLine) return;  // a few words inside a line
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  body.set("form", field.dataset.form);
  body.set("html", html.length > LONGEST ? "" : html);
  body.set("text", text);
  const answer = await fetch(panel.dataset.paste, { method: "POST", body }).catch(() => null);
  const isJson = answer?.headers.get("Content-Type")?.includes("json");
  if (!answer?.ok || !isJson) return;  // it stays as it was pasted; saving takes bullets away
  const { text: made, changes, refused } = await answer.json();
  if (refused) return say(field, `${refused} It stays as it was pasted.`);
  if (made === pasted.trim() && !changes.length) return;
  const at = placeOf(field, pasted, from);
  if (at < 0) return say(field, "You wrote on meanwhile: it stays as it was pasted.");
  replace(field, at, pasted, made);
  say(field, changes.join(" ") || "It was made tidy.", () => {
    const now = placeOf(field, made, at);
    if (now >= 0) replace(field, now, made, pasted);
    say(field, now >= 0 ? "It stays as it was pasted." : "It was changed since. Ctrl+Z goes back.");
  });
}

// Returns the text that the browser put in, once it has.
function afterPaste(field, from) {
  return new Promise((resolve) => {
    setTimeout(() => resolve(field.value.slice(from, field.selectionEnd)));
  });
}

function placeOf(field, text, near) {
  return field.value.startsWith(text, near) ? near : field.value.indexOf(text);
}

// Puts a text in another one's place so that the browser can undo it.
function replace(field, at, old, text) {
  field.focus();
  field.setSelectionRange(at, at + old.length);
  document.execCommand("insertText", false, text);
  if (!field.value.startsWith(text, at)) {
    field.setRangeText(text, at, at + old.length, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function say(field, text, keep) {
  const note = field.parentElement.querySelector(".paste-note") ?? document.createElement("div");
  note.className = "paste-note";
  note.setAttribute("role", "status");
  if (!note.isConnected) field.after(note);
  note.replaceChildren(text, ...[["Keep as pasted", keep], ["Close", () => note.remove()]]
    .filter(([, action]) => action)
    .map(([label, action]) => {
      const button = Object.assign(document.createElement("button"), {
        type: "button", textContent: label,
      });
      button.addEventListener("click", () => { action(); field.focus(); });
      return button;
    }));
  note.scrollIntoView({ block: "nearest" });
}
