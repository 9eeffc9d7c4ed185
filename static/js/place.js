/** A place: found by the phone where the person says so, and only then; else it is typed. */

const PATIENCE = 20000, SAME_ENOUGH = 60000; // milliseconds

/** @param {HTMLFormElement} form */
export function begin(form) {
  if (navigator.geolocation && self.isSecureContext) form.querySelectorAll("[data-place]").forEach(offer);
}

function offer(block) {
  const button = block.querySelector("[data-here]"), field = block.querySelector("[name]");
  const say = (words) => { block.querySelector("[role=status]").textContent = words; };
  button.hidden = false;
  button.addEventListener("click", () => {
    say(block.dataset.sayFinding);
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      field.value = coords.latitude.toFixed(4) + ", " + coords.longitude.toFixed(4);
      field.dispatchEvent(new Event("input", { bubbles: true }));
      say("");
    }, () => say(block.dataset.sayNone), { enableHighAccuracy: true, timeout: PATIENCE, maximumAge: SAME_ENOUGH });
  });
}
