/** Watches a long printing: says how far it is, and shows the page anew once it has ended. */

const job = document.querySelector("[data-job]");
const drawn = job.querySelector("[data-drawn]"), bar = job.querySelector("progress");

async function look() {
  const answer = await fetch(job.dataset.job, { headers: { Accept: "application/json" }, cache: "no-store" });
  if (!answer.ok) throw new Error(String(answer.status));
  const { done, of, ended } = await answer.json();
  drawn.textContent = [done, of].reduce((text, number) => text.replace("{}", number), drawn.dataset.say);
  if (done < of) bar.value = done;
  else bar.removeAttribute("value"); // the pages are being set, nobody knows how far
  if (ended) location.reload();
}

setInterval(() => look().catch(() => {}), 1000);
