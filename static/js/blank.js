/** A deputy's sheet that opened without a network: writes in for which site it was opened. */

/** @returns {Promise<[string, string, string, string, number, string][]>} code, number, project, site, sheet, where of all */
export async function sites() {
  return (await (await fetch("/deputy/pack.json", { headers: { Accept: "application/json" } })).json()).sites;
}

/** @returns {string} a code as it is meant, whatever was typed for it */
export function normalise(typed) {
  return typed.toUpperCase().replace(/[\s\-_.·—–]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1").replace(/U/g, "V");
}

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** @returns {boolean} whether a normalised code has its check character, by the rule of survey/register/codes.py */
export function isCode(code) {
  const values = Array.from(code, (character) => ALPHABET.indexOf(character));
  if (values.length !== 8 || values.includes(-1)) return false;
  return values.slice(0, 7).reduce((sum, value) => { const next = (sum ^ value) << 1; return next & 32 ? next ^ 37 : next; }, 0) === values[7];
}

/** @param {HTMLFormElement} form */
export async function fill(form) {
  const code = normalise(location.pathname.split("/")[2]);
  const [, number, project, site, , at] = (await sites()).find(([each]) => each === code);
  form.dataset.code = code;
  form.querySelector("[data-here]").dataset.here = at || "";
  const promise = document.querySelector(".promise");
  promise.querySelector("h1").textContent = document.title = project;
  promise.querySelector(".hush").textContent = number;
  if (site !== project) promise.append(Object.assign(document.createElement("p"), { textContent: site }));
}
