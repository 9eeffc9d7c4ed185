// Renews the screen's figures without a reload. After a failure it waits longer each time, with some chance in it, so
// that the screens of a district do not all come back at the same moment after a restart. When the server brings other
// scripts or styles than these, the page is loaded anew once: they belong to the figures.
const screen = document.getElementById("screen");
const LONGEST = 15 * 60 * 1000;
const LONGEST_WAIT = 30 * 1000;
let failures = 0;
let timer = 0;

/** The addresses of a page's scripts and styles; each changes with its content. */
function assets(page) {
  return [...page.querySelectorAll("script[src], link[rel=stylesheet]")].map((each) => each.getAttribute("src") || each.getAttribute("href")).join();
}

async function fetched() {
  const gone = new AbortController();
  const late = setTimeout(() => gone.abort(), LONGEST_WAIT);
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" }, redirect: "error", cache: "no-store", signal: gone.signal });
    if (!answer.ok) throw new Error(String(answer.status));
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  } finally {
    clearTimeout(late);
  }
}

async function renew() {
  try {
    const page = await fetched();
    const fresh = page.getElementById("screen");
    if (!fresh) throw new Error("another page");
    if (assets(page) !== assets(document)) return location.reload();
    const open = [...screen.querySelectorAll("details")].map((each) => each.open);
    screen.replaceChildren(...fresh.childNodes);
    screen.querySelectorAll("details").forEach((each, place) => { each.open = Boolean(open[place]); });
    screen.dataset.renewed = String(Number(screen.dataset.renewed || 0) + 1);
    failures = 0;
  } catch {
    failures += 1;
    screen.querySelector(".stale").hidden = false;
  }
  plan();
}

/** One timer at a time; nobody looks at a hidden page, which is renewed when it is shown again. */
function plan() {
  clearTimeout(timer);
  if (document.hidden) return;
  const wait = Math.min(LONGEST, Number(screen.dataset.every) * 1000 * 2 ** failures);
  timer = setTimeout(renew, wait * (0.75 + Math.random() / 2));
}

document.addEventListener("visibilitychange", () => {
  clearTimeout(timer);
  if (!document.hidden) timer = setTimeout(renew, Math.random() * 2000);
});
plan();
