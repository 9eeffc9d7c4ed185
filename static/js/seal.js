/** Seals what a person answered for the server alone: this tablet cannot open it again. survey/collect/sealing.py opens. */

const CURVE = { name: "ECDH", namedCurve: "P-256" }, BLOCK = 32;

/** @returns {boolean} whether this page may use the browser's cryptography: over https, or on the machine itself */
export function isAble() {
  return Boolean(window.crypto && crypto.subtle);
}

/**
 * @param {string} publicKey the server's, in base64
 * @param {string} about CODE/ID, for which alone it can be opened
 * @param {string} words
 * @returns {Promise<string>} in base64: the key of this one answer, the tag, the text
 */
export async function seal(publicKey, about, words) {
  const text = new TextEncoder().encode(words);
  const pair = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
  const server = await crypto.subtle.importKey("raw", bytes(publicKey), CURVE, false, []);
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: server }, pair.privateKey, 256);
  const point = await crypto.subtle.exportKey("raw", pair.publicKey);
  const secret = await crypto.subtle.digest("SHA-256", joined(shared, point));
  const key = await crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  for (let block = 0; block * BLOCK < text.length; block++) await mix(key, text, block);
  const tag = await crypto.subtle.sign("HMAC", key, joined([2], new TextEncoder().encode(about), [0], text));
  return base64(joined(point, tag, text));
}

async function mix(key, text, block) {
  const number = [1, block >>> 24, block >>> 16 & 255, block >>> 8 & 255, block & 255];
  const stream = new Uint8Array(await crypto.subtle.sign("HMAC", key, Uint8Array.from(number)));
  for (let at = block * BLOCK; at < Math.min(text.length, (block + 1) * BLOCK); at++) text[at] ^= stream[at % BLOCK];
}

function joined(...parts) {
  return Uint8Array.from([].concat(...parts.map((part) => Array.from(new Uint8Array(part)))));
}

function bytes(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

function base64(all) {
  return btoa(Array.from(all, (byte) => String.fromCharCode(byte)).join(""));
}
