// Suggests names in the fields of careers/desk/choosing.py, as an ARIA combobox with a list.
// A field that holds several names, one a line, gets a second one that adds to it.

const WAIT = 150;  // milliseconds after the last key
let numbered = 0;

for (const chooser of document.querySelectorAll("[data-chooser]")) {
  if (!chooser.closest(".empty-form")) start(chooser);
}

function start(chooser) {
  const field = chooser.querySelector("input, textarea");
  const adds = "chooserAdds" in chooser.dataset;
  const box = adds ? addingBox(field) : field;
  const list = document.createElement("ul");
  const said = document.createElement("span");
  list.id = `chooser-${++numbered}`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  list.hidden = true;
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  if (adds) chooser.append(box.parentElement);
  (adds ? box.parentElement : box).after(list, said);
  for (const [name, value] of Object.entries({
    role: "combobox", autocomplete: "off",
    "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
  })) box.setAttribute(name, value);

  let timer, asked = 0;
  const chosen = () => list.querySelector("[aria-selected=true]");

  function close() {
    asked++;
    clearTimeout(timer);
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  }

  function mark(option) {
    chosen()?.setAttribute("aria-selected", "false");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", option.id);
  }

  function take(option) {
    if (adds) addLine(field, option.textContent);
    box.value = adds ? "" : option.textContent;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    close();
  }

  async function suggest() {
    const turn = ++asked;
    const url = `${chooser.dataset.chooser}&term=${encodeURIComponent(box.value.trim())}`;
    const answer = await fetch(url, { headers: { Accept: "application/json" } }).catch(() => null);
    if (turn !== asked) return;
    if (!answer?.ok) {
      said.textContent = "No suggestions now; the name can be typed in full.";
      return;
    }
    const names = (await answer.json()).results.map((each) => each.text);
    if (turn !== asked) return;
    const typed = box.value.trim().toLowerCase();
    const begins = (name) => name.toLowerCase().startsWith(typed);
    names.sort((one, other) => begins(other) - begins(one));  // others hold it in the middle
    list.replaceChildren(...names.map((name, place) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${place}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.textContent = name;
      return option;
    }));
    list.hidden = !names.length;
    box.setAttribute("aria-expanded", String(names.length > 0));
    box.removeAttribute("aria-activedescendant");
    said.textContent = names.length ? `${names.length} suggestions` : "Nothing is called so.";
  }

  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(suggest, WAIT);
  });
  box.addEventListener("blur", close);
  box.addEventListener("keydown", (event) => {
    const options = [...list.children];
    const isOpen = !list.hidden;
    const at = options.indexOf(chosen());
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen) return suggest();
      const step = event.key === "ArrowDown" ? 1 : -1;
      const next = at < 0 && step < 0 ? options.length - 1 : at + step;
      mark(options[(next + options.length) % options.length]);
    } else if (event.key === "Enter" && isOpen && at >= 0) {
      event.preventDefault();
      take(options[at]);
    } else if (event.key === "Enter" && adds) {
      event.preventDefault();  // what is typed here adds a line, and never sends the form
      if (box.value.trim()) addLine(field, box.value.trim());
      box.value = "";
      close();
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      close();
    }
  });
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();  // the focus stays in the box
    if (event.target.getAttribute("role") === "option") take(event.target);
  });
}

function addingBox(field) {
  const label = document.createElement("label");
  const box = document.createElement("input");
  const name = document.querySelector(`label[for="${field.id}"]`)?.textContent.replace(/:\s*$/, "");
  label.className = "chooser-add";
  label.textContent = `Add to ${name?.trim().toLowerCase() ?? "these"} `;
  box.type = "text";
  box.className = "vTextField";
  label.append(box);
  return box;
}

function addLine(field, name) {
  const lines = field.value.split("\n").map((line) => line.trim()).filter(Boolean);
  if (!lines.some((line) => line.toLowerCase() === name.toLowerCase())) lines.push(name);
  field.value = lines.join("\n");
}
