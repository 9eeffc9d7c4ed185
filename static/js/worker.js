/** Registers the service worker, has it keep pages for days without a network, and offers a new version. */

/** @param {string[]} pages to be kept beside this one */
export async function begin(pages = []) {
  if (!navigator.serviceWorker) return;
  const registration = await navigator.serviceWorker.register("/sw.js");
  registration.addEventListener("updatefound", () => watch(registration.installing));
  if (registration.installing) watch(registration.installing);
  if (registration.waiting) offer(registration.waiting);
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage({ keep: [location.pathname].concat(pages) });
}

function watch(worker) {
  worker.addEventListener("statechange", () => {
    if (worker.state === "installed" && navigator.serviceWorker.controller) offer(worker);
  });
}

/** A new version comes on the person's tap, never by itself; what was typed is kept over it. */
function offer(worker) {
  document.querySelectorAll("[data-newer]").forEach((notice) => {
    notice.hidden = false;
    notice.querySelector("button").addEventListener("click", () => {
      navigator.serviceWorker.addEventListener("controllerchange", () => location.reload());
      worker.postMessage("take");
    });
  });
}
