// Renews the wall's figures without a reload. After a failure it waits longer each time, with some chance in it, so
// that the screens of a district do not all come back at the same moment after a restart.
const screen = document.getElementById("screen");
const every = Number(screen.dataset.every) * 1000;
const LONGEST = 15 * 60 * 1000;
let failures = 0;

async function renew() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" }, redirect: "error", cache: "no-store" });
    if (!answer.ok) throw new Error(String(answer.status));
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("screen");
    screen.replaceChildren(...fresh.childNodes);
    failures = 0;
  } catch {
    failures += 1;
    screen.querySelector(".stale").hidden = false;
  }
  plan();
}

function plan() {
  const wait = Math.min(LONGEST, every * 2 ** failures);
  setTimeout(renew, wait * (0.75 + Math.random() / 2));
}

plan();
