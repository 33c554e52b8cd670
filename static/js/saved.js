/*
 * Saved and hidden jobs, and notes about them. This browser keeps them, and nothing of them is sent.
 * Each element with data-job gets its buttons from here, so that none is there without this module;
 * the page of what is kept (#saved) is filled from here, too. Texts are set as text, never as markup:
 * whatever else may have written to the storage.
 */

const KEY = "rolewise.jobs";
const VERSION = 1;
/* What fits, at its longest, into the five million letters that browsers give a site. */
const MOST = 1000;
const LONGEST = { title: 300, employer: 120, address: 400, note: 1000 };
const STATES = ["saved", "hidden", ""];

const FORBIDDEN = "This browser lets this site keep nothing, so nothing can be saved here. Its settings for cookies and site data say so.";
const FULL = "There is no room left in this browser’s storage, so this was not kept. Remove some saved jobs first.";
const TOO_MANY = `This device keeps at most ${MOST.toLocaleString("en")} jobs, so this one was not kept. Remove some first.`;
const NEWER = "A newer version of this site saved jobs here, so this one changes nothing. Reload the page.";
const UNREADABLE = "What was stored here could not be read as saved jobs. Saving a job replaces it.";

/* --- what is kept --------------------------------------------------------------------------- */

/* Returns {jobs: Map of jobs by id, problem: what is wrong, in words, or ""}. */
function read() {
  let text;
  try {
    text = localStorage.getItem(KEY);
  } catch {
    return { jobs: new Map(), problem: FORBIDDEN };
  }
  if (text === null) return { jobs: new Map(), problem: "" };
  let kept;
  try {
    kept = JSON.parse(text);
  } catch {
    return { jobs: new Map(), problem: UNREADABLE };
  }
  if (kept?.version > VERSION) return { jobs: new Map(), problem: NEWER };
  if (kept?.version !== VERSION || !Array.isArray(kept.jobs)) return { jobs: new Map(), problem: UNREADABLE };
  const jobs = new Map(kept.jobs.filter(isJob).slice(0, MOST).map((job) => [job.id, only(job)]));
  const lost = kept.jobs.length - jobs.size;
  return { jobs, problem: lost ? `${lost} of the saved jobs could not be read and are left out.` : "" };
}

/* Whether something stored is a job whose address leads nowhere but to its own page on this site. */
function isJob(job) {
  const isText = (name) => typeof job[name] === "string" && job[name].length <= LONGEST[name];
  return Boolean(
    job && Number.isSafeInteger(job.id) && job.id > 0 && Object.keys(LONGEST).every(isText) && job.title &&
    STATES.includes(job.state) && !Number.isNaN(Date.parse(job.at)) &&
    new RegExp(`^(/[\\w.~-]+)*/${job.id}-[\\w-]*/$`).test(job.address)
  );
}

function only({ id, title, employer, address, state, note, at }) {
  return { id, title, employer, address, state, note, at };
}

/* Changes what is kept of a job, also by what other tabs have kept since; returns why not, or "". */
function change(job, changes) {
  const { jobs, problem } = read();
  if (problem === FORBIDDEN || problem === NEWER) return problem;
  const before = jobs.get(job.id);
  const changed = { state: "", note: "", at: new Date().toISOString(), ...before, ...facts(job), ...changes };
  if (!changed.state && !changed.note) jobs.delete(job.id);
  else if (!before && jobs.size >= MOST) return TOO_MANY;
  else jobs.set(job.id, changed);
  return write(jobs);
}

function facts({ id, title, employer, address }) {
  return { id, title: title.slice(0, LONGEST.title), employer: employer.slice(0, LONGEST.employer), address };
}

function write(jobs) {
  try {
    if (jobs.size) localStorage.setItem(KEY, JSON.stringify({ version: VERSION, jobs: [...jobs.values()] }));
    else localStorage.removeItem(KEY);
  } catch {
    return FULL; // what was there before still is
  }
  return "";
}

/* --- making elements ------------------------------------------------------------------------ */

function make(name, className = "", ...children) {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

/* Returns a button whose name says of which job it is, to those who do not see where it stands. */
function button(words, job, press) {
  const label = make("span", "", words);
  const made = make("button", "link-button", label, make("span", "visually-hidden", ` ${job.title} at ${job.employer}`));
  made.type = "button";
  made.addEventListener("click", press);
  return made;
}

function toggle(made, words, isOn) {
  made.firstChild.textContent = words;
  made.ariaPressed = String(isOn);
}

/* Returns a box whose text is kept with each letter; `tell` receives what came of it. */
function noteBox(job, text, tell) {
  const box = make("textarea");
  box.rows = 2;
  box.maxLength = LONGEST.note;
  box.value = text;
  box.addEventListener("input", () => tell(change(job, { note: box.value }) || "Kept on this device."));
  return { box, label: make("label", "device-note", make("span", "", "Your note"), box) };
}

/* --- the jobs on a page --------------------------------------------------------------------- */

/* The buttons of each job on this page: {element, job, draw}. */
let shown = [];

function dress() {
  shown = shown.filter(({ element }) => element.isConnected);
  for (const element of document.querySelectorAll("[data-job]:not(:has(> .device))")) shown.push(dressed(element));
  draw();
}

function dressed(element) {
  const heading = element.querySelector("h1, h2, h3, h4");
  const job = {
    id: Number(element.dataset.job),
    title: heading.textContent.trim(),
    employer: element.querySelector(".employer").textContent.trim(),
    address: (heading.querySelector("a") ?? location).pathname,
  };
  const said = make("span", "small");
  said.role = "status";
  const isCard = element.matches(".listing");
  const press = (state) => () => {
    const isOn = read().jobs.get(job.id)?.state === state;
    said.textContent = change(job, { state: isOn ? "" : state });
    draw();
    if (element.hidden) folded.querySelector("button").focus();
  };
  const save = button("Save", job, press("saved"));
  const hide = button("Hide", job, press("hidden"));
  const row = make("div", "device", save, hide, said);
  const note = isCard ? null : noteBox(job, "", (words) => { said.textContent = words; });
  if (note) row.append(note.label);
  element.append(row);

  const again = button("Show again", job, () => {
    said.textContent = change(job, { state: "" });
    draw();
    if (!element.hidden) hide.focus();
  });
  const folded = make("p", "device hidden-job", `Hidden: ${job.title} at ${job.employer} `, again);

  return { element, draw: (kept) => {
    const { state = "", note: written = "" } = kept.get(job.id) ?? {};
    toggle(save, state === "saved" ? "Saved" : "Save", state === "saved");
    toggle(hide, state === "hidden" ? "Hidden" : "Hide", state === "hidden");
    if (note && note.box.value !== written) note.box.value = written; // as it is set, a caret would jump
    element.hidden = isCard && state === "hidden";
    if (element.hidden) element.before(folded);
    else folded.remove();
  } };
}

/* --- the page of what is kept --------------------------------------------------------------- */

const page = document.querySelector("#saved");
/* The numbers of all open listings; null while they are not known. */
let open = null;
let problemOfOpen = "";

function fillPage({ jobs, problem }) {
  const newest = [...jobs.values()].sort((one, other) => Date.parse(other.at) - Date.parse(one.at));
  const saved = newest.filter((job) => job.state !== "hidden");
  const hidden = newest.filter((job) => job.state === "hidden");
  list("saved-list", saved);
  list("hidden-list", hidden);
  page.querySelector("#nothing-saved").hidden = saved.length > 0;
  page.querySelector("#saved-count").textContent = counted(saved, hidden);
  tell([problem, problemOfOpen].filter(Boolean).join(" "));
  page.querySelector("#kept-actions").hidden = !jobs.size && problem !== UNREADABLE;
}

/* Returns "3 saved, 1 of them closed; 2 hidden.": what there is none of is left out. */
function counted(saved, hidden) {
  const closed = saved.filter(isClosed).length;
  const kept = saved.length ? `${saved.length} saved${closed ? `, ${closed} of them closed` : ""}` : "Nothing is saved";
  return `${kept}${hidden.length ? `; ${hidden.length} hidden` : ""}.`;
}

function list(id, jobs) {
  const shownJobs = page.querySelector(`#${id}`);
  const typing = shownJobs.contains(document.activeElement) && document.activeElement.closest("li").dataset.kept;
  shownJobs.replaceChildren(...jobs.map(item));
  shownJobs.closest("section").hidden = !jobs.length;
  if (typing) shownJobs.querySelector(`[data-kept="${CSS.escape(typing)}"] textarea`)?.focus();
}

function item(job) {
  const link = make("a", "", job.title);
  link.href = job.address;
  const day = make("time", "", new Date(job.at).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" }));
  day.dateTime = job.at;
  const { label } = noteBox(job, job.note, tell);
  const made = make("li", "card saved-job", make("h3", "", link), make("p", "employer", job.employer));
  made.dataset.kept = job.id;
  if (isClosed(job)) made.append(make("p", "closed-job", "This job is closed."));
  const what = { saved: "Saved", hidden: "Hidden", "": "Noted" }[job.state];
  const words = job.state === "hidden" ? "Show again" : "Remove";
  const remove = button(words, job, () => {
    const refused = change(job, words === "Remove" ? { state: "", note: "" } : { state: "" });
    fillPage(read());
    if (refused) tell(refused);
    page.querySelector("#saved-count").focus();
  });
  made.append(make("p", "small quiet", `${what} on `, day), label, make("p", "device", remove));
  return made;
}

function isClosed({ id }) {
  return open !== null && !open.has(id);
}

/* Returns the numbers that turns stand for: so many are left out, so many follow, from 1 on. */
function numbersOf(turns) {
  const numbers = new Set();
  let last = 0;
  turns.forEach((count, turn) => {
    if (turn % 2) for (let number = last + 1; number <= last + count; number++) numbers.add(number);
    last += count;
  });
  return numbers;
}

function tell(words) {
  page.querySelector("#saved-said").textContent = words;
}

/* Everybody asks for the same: which listings are open, not whether one's own are. */
async function learnWhatIsOpen() {
  try {
    const response = await fetch(page.dataset.open, { credentials: "omit" });
    open = numbersOf((await response.json()).open);
  } catch {
    problemOfOpen = "Which of them are still open could not be learned now.";
  }
  draw();
}

function exportJobs() {
  const told = { version: VERSION, exported_at: new Date().toISOString(), jobs: [...read().jobs.values()] };
  const file = new Blob([JSON.stringify(told, null, 2)], { type: "application/json" });
  const link = make("a");
  link.href = URL.createObjectURL(file);
  link.download = `saved-jobs-${told.exported_at.slice(0, 10)}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

function clear() {
  if (!confirm("Remove all saved and hidden jobs and notes from this device? This cannot be taken back.")) return;
  const refused = write(new Map());
  draw();
  if (refused) tell(refused);
  page.querySelector("#saved-count").focus();
}

/* --- together ------------------------------------------------------------------------------- */

function draw() {
  const kept = read();
  for (const each of shown) each.draw(kept.jobs);
  if (page) fillPage(kept);
}

if (page) {
  page.hidden = false;
  document.querySelector("#saved-off").hidden = true;
  page.querySelector("#export").addEventListener("click", exportJobs);
  page.querySelector("#clear").addEventListener("click", clear);
  learnWhatIsOpen();
}
dress();
document.addEventListener("jobs-shown", dress);
addEventListener("storage", ({ key }) => (key === KEY || key === null) && draw());
addEventListener("pageshow", ({ persisted }) => persisted && draw());
