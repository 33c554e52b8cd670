/*
 * The board without loading pages: a changed filter, a chip, an order or a page number swaps the
 * parts of the page that differ. Without this module the same form and the same links load pages,
 * and every address answers with a whole page, so that there is one way to render the board.
 */

const board = document.querySelector("#board");
const form = board.querySelector("#filters");
const sheet = board.querySelector("#filters-sheet");
const count = board.querySelector("#count");
const PARTS = [
  "board-head", "keyword-problem", "sheet-summary", "area-control", "pay-problem", "facets", "panel-foot", "sorts", "found",
];
/* Boxes that stay, as people go on from one to the next: how pay is usually meant stays unsaid. */
const PAY_BOXES = ["pay", "reach", "currency", "per"];
const USUAL_PAY = { currency: "USD", per: "year", reach: "reaches" };

let request = new AbortController();
let shown = withoutPlace(location.href);

/* An address without the place on its page: "#main" is not another board. */
function withoutPlace(address) {
  return address.split("#")[0];
}

/* The address of what the form asks, without empty parameters. */
function asked() {
  const hasPay = form.pay.value.trim();
  const isSaid = ([name, value]) => value.trim() && (!(name in USUAL_PAY) || (hasPay && value !== USUAL_PAY[name]));
  const filled = [...new FormData(form)].filter(isSaid);
  const query = new URLSearchParams(filled).toString().replaceAll("%2C", ",");
  return new URL(query ? `?${query}` : form.action, form.action).href;
}

/*
 * Shows another board; true when it is there, false when yet another one was asked for. Where the
 * form asked, its boxes stand as people left them, who may have gone on meanwhile.
 */
async function show(address, formAsked = false) {
  request.abort();
  request = new AbortController();
  shown = address;
  board.ariaBusy = "true";
  try {
    const response = await fetch(address, { signal: request.signal });
    swap(new DOMParser().parseFromString(await response.text(), "text/html"), formAsked);
  } catch (problem) {
    if (problem.name !== "AbortError") location.assign(address);
    return false;
  }
  board.ariaBusy = "false";
  return true;
}

function swap(page, formAsked) {
  const focus = placeOfFocus();
  for (const group of form.querySelectorAll("details[id]")) {
    const same = page.getElementById(group.id);
    if (same) same.open = group.open;
  }
  for (const id of PARTS) document.getElementById(id).replaceWith(page.getElementById(id));
  if (form.q !== document.activeElement) form.q.value = page.querySelector("#id_q").value;
  if (!formAsked) fillPay(page);
  count.textContent = page.querySelector("#count").textContent;
  document.title = page.title;
  document.querySelector("link[rel=canonical]").href = page.querySelector("link[rel=canonical]").href;
  document.dispatchEvent(new Event("jobs-shown"));
  focus?.();
}

/* Fills the boxes of pay; where no amount was or is asked for, what it will be meant in stays. */
function fillPay(page) {
  if (!form.pay.value && !page.querySelector("#id_pay").value) return;
  for (const name of PAY_BOXES) form[name].value = page.querySelector(`#id_${name}`).value;
}

/* How to get back to the control that has the focus and is about to be replaced. */
function placeOfFocus() {
  const control = document.activeElement;
  const part = PARTS.map((id) => document.getElementById(id)).find((each) => each.contains(control));
  if (!part) return null;
  const isSame = (other) =>
    other.tagName === control.tagName && other.name === control.name &&
    (control.value ?? control.textContent) === (other.value ?? other.textContent);
  const ofGroup = control.tagName === "SUMMARY" && control.parentElement.id;
  return () => {
    const now = document.getElementById(part.id);
    const found = ofGroup
      ? document.querySelector(`#${ofGroup} > summary`)
      : control.id ? document.getElementById(control.id)
      : [...now.querySelectorAll("a, button, input")].find(isSame);
    (found ?? document.querySelector("#results-heading")).focus({ preventScroll: true });
  };
}

/* Goes to another board, as a link does. */
async function go(address, formAsked = false) {
  if (address === shown) return;
  remember();
  history.pushState({ top: scrollY }, "", address);
  return show(address, formAsked);
}

async function goToResults(address, formAsked = false) {
  await go(address, formAsked);
  document.querySelector("#results-heading").focus({ preventScroll: true });
  document.querySelector("#results").scrollIntoView({ behavior: "instant" });
}

form.addEventListener("change", () => go(asked(), true));
/* A sheet of filters that covers the results closes when they are asked for. */
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const isSheet = sheet.querySelector("summary").checkVisibility();
  if (!isSheet || !sheet.open) return go(asked(), true);
  sheet.open = false;
  return goToResults(asked(), true);
});
/* A list that lies over the results closes when somebody is done with it. */
addEventListener("click", ({ target }) => closeLists(target));
addEventListener("keydown", ({ key }) => {
  if (key !== "Escape") return;
  const open = document.activeElement.closest(".drop[open]");
  closeLists(null);
  open?.querySelector("summary").focus();
});
function closeLists(except) {
  if (!matchMedia("(min-width: 60rem)").matches) return; // in a sheet they lie over nothing
  for (const list of form.querySelectorAll(".drop[open]")) if (!list.contains(except)) list.open = false;
}
board.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  const isPlain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
  if (!link || !isPlain || link.pathname !== new URL(form.action).pathname) return;
  event.preventDefault();
  if (link.closest(".pages")) goToResults(link.href);
  else go(link.href);
});

/*
 * Back and Forward. The browser would scroll before the results are there, so each entry of the
 * history remembers its own place: here, and when a listing was opened in between.
 */
const remember = () => history.replaceState({ top: scrollY }, "");
const scrollBack = (state) => scrollTo({ top: state?.top ?? 0, behavior: "instant" });
let settled;

history.scrollRestoration = "manual";
if (history.state) scrollBack(history.state);
addEventListener("popstate", async ({ state }) => {
  const address = withoutPlace(location.href);
  if (address !== shown && (await show(address))) scrollBack(state);
});
addEventListener("pagehide", remember);
addEventListener("scroll", () => {
  clearTimeout(settled);
  settled = setTimeout(() => board.ariaBusy === "true" || remember(), 100);
}, { passive: true });
