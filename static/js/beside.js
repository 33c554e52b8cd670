// The panel beside a text follows what is written (careers/desk/beside.py); it puts in what it names.

const WAIT = 1200;  // milliseconds after the last change

const panel = document.querySelector("[data-beside]");
const form = panel?.closest("form");
if (form && panel.dataset.beside) start();

function start() {
  const shown = panel.querySelector(".beside-said");
  const status = panel.querySelector("[role=status]");
  let timer, asked = 0;

  prepare();
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(follow, WAIT);
  });
  panel.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-add]");
    if (button) add(button);
  });

  async function follow() {
    const turn = ++asked;
    const body = new FormData(form);
    body.delete("opened");  // by it the site would keep what who is signed out has sent
    const answer = await fetch(panel.dataset.beside, { method: "POST", body }).catch(() => null);
    if (turn !== asked || !answer?.ok) return;
    const text = await answer.text();
    const made = new DOMParser().parseFromString(text, "text/html").querySelector(".beside-said");
    if (turn !== asked || !made) return;  // such as the page on which one signs in
    const isInside = shown.contains(document.activeElement);
    const before = said();
    shown.replaceChildren(...made.childNodes);
    prepare();
    if (isInside) panel.querySelector("a, button")?.focus();
    if (said() !== before) status.textContent = said();
  }

  // What a reader of the screen is told when it changes.
  function said() {
    const errors = shown.querySelectorAll(".beside-errors li").length;
    const warnings = shown.querySelectorAll(".beside-warnings li").length;
    return `${errors || "Nothing"} to mend before publishing, ${warnings || "nothing"} to look at again.`;
  }

  // Buttons are of use with script only; what links is told below the text that names it.
  function prepare() {
    shown.querySelectorAll("[data-add]").forEach((button) => { button.hidden = false; });
    form.querySelectorAll(".write-text [data-links-of]").forEach((old) => old.remove());
    shown.querySelectorAll("[data-links-of]").forEach((part) => {
      form.elements[part.dataset.linksOf]?.closest(".form-row")?.append(part);
    });
    const links = shown.querySelector("#beside-links")?.parentElement;
    if (links) links.hidden = !links.querySelector("[data-links-of]");
  }

  function add(button) {
    const field = form.elements[button.dataset.add];
    const start = field.value.trimEnd();
    const line = (start ? "\n" : "") + button.dataset.line;
    field.focus();
    field.setSelectionRange(start.length, field.value.length);
    document.execCommand("insertText", false, line);
    if (!field.value.endsWith(line)) {
      field.setRangeText(line, start.length, field.value.length, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    field.scrollIntoView({ block: "center" });
  }
}
