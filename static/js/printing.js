/** Watches a long printing: says how far it is, and shows the page anew once it has ended. */

const job = document.querySelector("[data-job]");
const percent = job.querySelector("[data-percent]"), bar = job.querySelector("progress");

async function look() {
  const answer = await fetch(job.dataset.job, { headers: { Accept: "application/json" }, cache: "no-store" });
  if (!answer.ok) throw new Error(String(answer.status));
  const { done, of, ended } = await answer.json();
  percent.textContent = percent.dataset.say.replace("{}", Math.floor(100 * done / of));
  bar.value = done;
  if (ended) location.reload();
}

setInterval(() => look().catch(() => {}), 1000);
