/** Reads a code with the camera inside the page. The field for typing it stays, for whoever has or wants no camera. */

const READER = "/static/vendor/qr-0.7.0/";
const PAUSE = 100; // milliseconds
const WIDTH = 1280; // pixels: what many cameras give unasked is half of it, and reads a poster from half as far
const block = document.querySelector("[data-scan]");
const finder = block.querySelector("[data-finder]");
const video = block.querySelector("video");
const words = block.dataset;
let camera = null;

/** @returns {Promise<string[]>} what has to be on this phone for scanning without a network */
export async function needs() {
  return (await isBuiltIn()) ? [] : [READER + "decode.js", READER + "index.js"];
}

async function isBuiltIn() {
  try { return (await BarcodeDetector.getSupportedFormats()).includes("qr_code"); } catch (missing) { return false; }
}

/** The browser's own reader, else ours, which has the same face and is loaded now and not before. */
async function reader() {
  const Reader = (await isBuiltIn()) ? BarcodeDetector : (await import(READER + "decode.js")).BarcodeDetector;
  return new Reader({ formats: ["qr_code"] });
}

async function open() {
  say("");
  try {
    camera = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: WIDTH } } });
    video.srcObject = camera;
    finder.hidden = false;
    await video.play();
    await look(await reader());
  } catch (refused) { say(words.sayRefused); }
  close();
}

async function look(codes) {
  while (camera) {
    for (const { rawValue } of await codes.detect(video)) {
      const address = leadsTo(rawValue);
      if (address) return location.assign(address);
      say(words.sayOther);
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

/** Where a code leads: a site's or an event's here, under whatever address it was printed; else only to our own pages. */
function leadsTo(text) {
  try {
    const { origin, pathname, href } = new URL(text);
    if (/^\/[se]\/[0-9a-z/]+$/i.test(pathname)) return pathname.toUpperCase();
    return origin === location.origin ? href : "";
  } catch (noAddress) { return ""; }
}

function close() {
  if (camera) camera.getTracks().forEach((track) => track.stop());
  camera = video.srcObject = null;
  finder.hidden = true;
}

function say(sentence) {
  block.querySelector("[role=status]").textContent = sentence;
}

block.querySelector("[data-open]").addEventListener("click", () => camera || open());
block.querySelector("[data-stop]").addEventListener("click", close);
document.addEventListener("visibilitychange", () => document.hidden && close());
if (navigator.mediaDevices && navigator.mediaDevices.getUserMedia) block.hidden = false;
else block.remove(); // the style sheet keeps room for what is hidden
