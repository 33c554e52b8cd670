// Links to the forms of what a public page shows, for a browser in which an editor has signed in.
// Everybody gets the same page: a cookie, which holds no secret, says whom to ask.

const asked = document.cookie.match(/(?:^|; )editor=([^;]+)/)?.[1];
if (asked) offer(decodeURIComponent(asked));

async function offer(address) {
  // Of this site, whatever else may have written the cookie.
  const url = new URL(address, location.origin);
  if (url.origin !== location.origin) return;
  url.searchParams.set("path", location.pathname);
  const answer = await fetch(url, { credentials: "same-origin" }).catch(() => null);
  if (!answer?.ok) return;
  const { links } = await answer.json();
  if (links.length) document.body.append(navigation(links));
}

function navigation(links) {
  const nav = document.createElement("nav");
  nav.className = "edit-links screen-only";
  nav.setAttribute("aria-label", "For editors");
  for (const { words, address } of links) {
    const link = document.createElement("a");
    link.href = address;
    link.textContent = words;
    nav.append(link);
  }
  return nav;
}
