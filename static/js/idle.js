/** Clears what somebody left on a shared tablet: after a while without a touch it counts down, then it resets. */

let quiet = 45, warning = 15, touched = 0, notice = null, making = null, reset = null;

export function begin(quietSeconds, warningSeconds) {
  [quiet, warning] = [quietSeconds, warningSeconds];
  ["pointerdown", "click", "keydown", "input"].forEach((name) => addEventListener(name, touch, true));
  setInterval(tick, 1000);
}

/** Somebody is there: `make` gives the notice that counts down, `after` is called when nobody touched it. */
export function watch(make, after) {
  [making, reset] = [make, after];
  touch();
}

/** Nobody is there, so nothing is counted. */
export function rest() {
  if (notice) notice.remove();
  notice = making = reset = null;
}

/** The notice goes with the click and not with the finger's going down, which would let the click fall through it. */
function touch(event) {
  touched = performance.now();
  if (event && event.type === "pointerdown") return;
  if (notice) notice.remove();
  notice = null;
}

function tick() {
  if (!reset) return;
  const left = Math.ceil(quiet - (performance.now() - touched) / 1000);
  if (left <= 0) return reset();
  if (left > warning) return;
  if (!notice) {
    notice = making();
    document.querySelector("[data-stage]").append(notice);
  }
  notice.querySelector("[data-left]").textContent = String(left);
}
