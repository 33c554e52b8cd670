// Offers names while somebody types (careers/desk/offers.py): references after "[", skills where
// labels and lists of names stand, roles where their addresses do. The list is moved through with
// the arrow keys; Enter or Tab takes what is marked, Escape closes it.

const WAIT = 150;  // milliseconds after the last key
const NAMES = new Set(["skills", "tools", "learn_first"]);
const ROLES = new Set(["related", "before", "after", "stand_in"]);
const LONGEST = 60;

const panel = document.querySelector("[data-offers]");
const form = panel?.closest("form");
if (form && panel.dataset.offers) {
  for (const field of form.querySelectorAll("textarea, input[name=stand_in]")) {
    if ("section" in field.dataset || ROLES.has(field.name)) offer(field);
  }
}

// Returns what is typed at the caret: of which kind, from where, and its words; or null.
function typed(field) {
  const upTo = field.value.slice(0, field.selectionStart);
  const line = upTo.slice(upTo.lastIndexOf("\n") + 1);
  const reference = line.match(/\[([^[\]]*)$/);
  if (reference) return at("reference", reference[1], 1);
  if (ROLES.has(field.name)) return line.trim() ? at("role", line.trimStart()) : null;
  if (!NAMES.has(field.name)) return null;
  const [label, ...rest] = line.split(":");
  const explanation = rest.join(":");
  const isList = field.name === "tools" && rest.length && !/\.(\s|$)/.test(explanation);
  if (rest.length && !isList) return null;
  const term = (rest.length ? explanation : label.replace(/^- /, "")).split(",").pop().trimStart();
  return term.length > 1 ? at("skill", term) : null;

  function at(kind, term, mark = 0) {
    if (term.length > LONGEST) return null;
    return { kind, term, start: field.selectionStart - term.length - mark };
  }
}

function offer(field) {
  const list = document.createElement("ul");
  const said = document.createElement("span");
  list.id = `${field.id}-offers`;
  list.className = "offers";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Names to put in");
  list.hidden = true;
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  field.after(list, said);
  field.parentElement.classList.add("has-offers");
  for (const [name, value] of Object.entries({
    autocomplete: "off", "aria-autocomplete": "list", "aria-haspopup": "listbox",
    "aria-controls": list.id,
  })) field.setAttribute(name, value);

  let timer, turn = 0, wanted = null;
  const marked = () => list.querySelector("[aria-selected=true]");

  field.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (!event.isTrusted || event.inputType === "insertFromPaste") return close();
    timer = setTimeout(suggest, WAIT);
  });
  field.addEventListener("blur", close);
  field.addEventListener("click", close);
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const options = [...list.children];
    const place = options.indexOf(marked());
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      const next = place < 0 && step < 0 ? options.length - 1 : place + step;
      mark(options[(next + options.length) % options.length]);
    } else if ((event.key === "Enter" || event.key === "Tab") && place >= 0) {
      event.preventDefault();
      take(options[place]);
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key.startsWith("Arrow") || event.key === "Home" || event.key === "End") {
      close();
    }
  });
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();  // the focus stays in the field
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });

  function close() {
    turn++;
    clearTimeout(timer);
    list.hidden = true;
    field.removeAttribute("aria-activedescendant");
  }

  function mark(option) {
    marked()?.setAttribute("aria-selected", "false");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", option.id);
  }

  async function suggest() {
    const own = ++turn;
    const now = typed(field);
    if (!now) return close();
    const url = `${panel.dataset.offers}?${new URLSearchParams({ of: now.kind, term: now.term.trim() })}`;
    const answer = await fetch(url, { headers: { Accept: "application/json" } }).catch(() => null);
    if (own !== turn || !answer?.ok || answer.redirected) return;
    const { offers, add } = await answer.json();
    if (own !== turn) return;
    const isWritten = ({ text }) => text === now.term.trim();
    if (offers.some(isWritten) && now.kind !== "reference") return close();
    wanted = now;
    show(offers, add);
  }

  function show(offers, add) {
    const rows = [...offers, ...(add ? [{ name: add.text, note: "", url: add.url }] : [])];
    list.replaceChildren(...rows.map((each, place) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${place}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      Object.assign(option.dataset, each.url ? { url: each.url } : { text: each.text });
      const note = Object.assign(document.createElement("span"), {
        className: "offer-note", textContent: each.note,
      });
      option.append(each.name, " ", note);
      return option;
    }));
    field.removeAttribute("aria-activedescendant");
    list.hidden = !rows.length;
    if (rows.length) {
      list.style.top = `${lineBelow(field)}px`;
      list.scrollIntoView({ block: "nearest" });
    }
    const count = offers.length === 1 ? "1 name" : `${offers.length} names`;
    said.textContent = rows.length ? `${count}: arrow down to choose.` : "";
  }

  function take(option) {
    if (option.dataset.url) {
      close();
      window.open(option.dataset.url, "_blank", "noopener");
      return;
    }
    const { kind, start } = wanted;
    const text = kind === "reference" ? `[${option.dataset.text}]` : option.dataset.text;
    close();
    const end = field.selectionStart;
    const after = kind === "reference" && field.value[end] === "]" ? end + 1 : end;
    field.setSelectionRange(start, after);
    document.execCommand("insertText", false, text);
    if (!field.value.startsWith(text, start)) {
      field.setRangeText(text, start, after, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    close();
  }
}

// Returns where the line below the caret begins, in pixels from the top of the field's parent.
function lineBelow(field) {
  const line = parseFloat(getComputedStyle(field).lineHeight) || 24;
  if (field.tagName !== "TEXTAREA") return field.offsetTop + field.offsetHeight;
  const mirror = document.createElement("div");
  const own = getComputedStyle(field);
  for (const name of ["font", "letterSpacing", "padding", "border", "boxSizing", "width"]) {
    mirror.style[name] = own[name];
  }
  Object.assign(mirror.style, {
    position: "absolute", visibility: "hidden", whiteSpace: "pre-wrap", overflowWrap: "break-word",
    lineHeight: own.lineHeight,
  });
  const caret = document.createElement("span");
  caret.textContent = "|";
  mirror.append(field.value.slice(0, field.selectionStart), caret);
  field.parentElement.append(mirror);
  const top = field.offsetTop + caret.offsetTop - field.scrollTop + line;
  mirror.remove();
  return Math.min(top, field.offsetTop + field.offsetHeight);
}
