/** Registers the service worker, has it keep pages for days without a network, and offers a new version. */

/**
 * @param {string[]} pages to be kept beside this one
 * @returns {Promise<void>} once they are; rejects where they cannot be
 */
export async function begin(pages = []) {
  const registration = await navigator.serviceWorker.register("/sw.js");
  registration.addEventListener("updatefound", () => watch(registration.installing));
  if (registration.installing) watch(registration.installing);
  if (registration.waiting) offer(registration.waiting);
  const { active } = await navigator.serviceWorker.ready;
  const { port1, port2 } = new MessageChannel();
  const kept = new Promise((resolve, reject) => { port1.onmessage = ({ data }) => data ? resolve() : reject(data); });
  active.postMessage({ keep: [location.pathname].concat(pages) }, [port2]);
  await kept;
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
