/* What outbox.js keeps on a phone, in words: nothing here runs, and no page loads it. */

/**
 * @typedef {object} Submission
 * @property {string} id minted on this phone before the first answer
 * @property {string} code of the site
 * @property {string} site its name, for people
 * @property {string} deputy whose sheet it is; empty for a resident's
 * @property {string} [page] where it was given, if not at the site's own page
 * @property {string} [address] where a verdict is sent
 * @property {[string, string][]} fields what the form would send
 * @property {"typing"|"waiting"|"photos"|"pass"|"refused"|"sent"} state
 * @property {number} at when it was begun, by the phone's clock
 * @property {number} photos how many belong to it
 * @property {string} [receipt] once it is stored
 * @property {string} [says] the server's sentence when it was refused
 * @property {boolean} [kiosk] one of many people's on a shared tablet
 */
/** @typedef {{submission: string, sha256: string, type: string, bytes: ArrayBuffer, refused?: string, question?: string}} Photo */

export {};
