/** The phone's own database: submissions, and their photos apart from them. */

const STORES = ["submissions", "photos"];
let opening = null;

/** @returns {Promise<IDBDatabase>} rejects where the browser refuses storage */
function open() {
  if (!opening) {
    opening = new Promise((resolve, reject) => {
      const request = indexedDB.open("fivelists", 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore("submissions", { keyPath: "id" });
        request.result.createObjectStore("photos", { keyPath: ["submission", "sha256"] });
      };
      request.onsuccess = () => {
        const forget = () => { request.result.close(); opening = null; };
        request.result.onclose = request.result.onversionchange = forget;
        resolve(request.result);
      };
      request.onerror = () => { opening = null; reject(request.error); };
    });
  }
  return opening;
}

let asked = false;

/** Ask the browser, once, to clear nothing of ours when it wants room. */
export function stay() {
  if (!asked && navigator.storage && navigator.storage.persist) navigator.storage.persist().catch(() => {});
  asked = true;
}

/** A write is done when its transaction is complete, not when its request succeeded. */
function run(database, mode, work) {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(STORES, mode, { durability: "strict" });
    let result;
    transaction.oncomplete = () => resolve(result);
    transaction.onabort = () => reject(transaction.error);
    work((name) => transaction.objectStore(name), (value) => { result = value; });
  });
}

/**
 * Run one transaction; iOS closes databases in the background, so a closed one is opened again, once.
 * @param {IDBTransactionMode} mode
 * @param {(of: (name: string) => IDBObjectStore, give: (value: any) => void) => void} work gives what is resolved
 * @returns {Promise<any>}
 */
async function transact(mode, work) {
  try {
    return await run(await open(), mode, work);
  } catch (error) {
    if (!error || !/InvalidState|Unknown/.test(error.name)) throw error;
    opening = null;
    return run(await open(), mode, work);
  }
}

/** @returns {Promise<any>} the value under a key, undefined when there is none */
export function get(store, key) {
  return transact("readonly", (of, give) => { of(store).get(key).onsuccess = (event) => give(event.target.result); });
}

/** @returns {Promise<any[]>} every value, or those in a range of keys */
export function all(store, range) {
  return transact("readonly", (of, give) => { of(store).getAll(range).onsuccess = (event) => give(event.target.result); });
}

/** Read a value and write what `change` makes of it, in one transaction; undefined leaves it as it is. */
export function change(store, key, change_) {
  return transact("readwrite", (of, give) => {
    of(store).get(key).onsuccess = (event) => {
      const changed = change_(event.target.result);
      give(changed);
      if (changed !== undefined) of(store).put(changed);
    };
  });
}

/** Remove what is under some keys: pairs of store and key (or range), all of them or none. */
export function remove(...pairs) {
  return transact("readwrite", (of) => pairs.forEach(([store, key]) => of(store).delete(key)));
}
