/** What people give on a kiosk: sealed, so that the tablet cannot read it again, handed over, and its receipt fetched. */

import * as outbox from "./outbox.js";
import * as sender from "./sender.js";
import { post } from "./server.js";
import { isAble, seal } from "./seal.js";

/**
 * Keep a submission until it is sent; what cannot be sealed or kept is sent at once.
 * @param {string} code of the kiosk
 * @param {string} key to seal with
 * @param {outbox.Submission} submission without its fields
 * @param {[string, string][]} said what the form and the kiosk say
 * @returns {Promise<boolean>} whether it is kept or stored
 */
export async function give(code, key, submission, said) {
  try {
    if (!isAble()) throw new Error("nothing is kept that cannot be sealed");
    const sealed = await seal(key, `${submission.code}/${submission.id}`, new URLSearchParams(said).toString());
    await outbox.handOver(Object.assign(submission, { fields: [["kiosk", code], ["sealed", sealed]] }));
    sender.now();
    return true;
  } catch (unkept) {
    const told = await post(Object.assign(submission, { fields: said.concat([["kiosk", code]]) })).catch(() => ({}));
    return Boolean(told.receipt);
  }
}

/** @returns {Promise<{receipt: string, qr: SVGElement}|null>} null while it waits; the tablet keeps no receipt */
export async function receiptOf(code, submission) {
  if (isAble() && await outbox.get(submission.id)) return null;
  const address = `/k/${code}/receipts/${submission.code}/${submission.id}`;
  const answer = await fetch(address, { headers: { Accept: "application/json" }, cache: "no-store" });
  if (!answer.ok) return null;
  const { receipt, qr } = await answer.json();
  return { receipt, qr: document.importNode(new DOMParser().parseFromString(qr, "image/svg+xml").documentElement, true) };
}
