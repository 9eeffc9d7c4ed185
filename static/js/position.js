/** Where this phone is, asked for on a tap: how far a site is, and whether that is near. It is neither kept nor sent. */

const PATIENCE = 20000; // milliseconds
const NEAR = 200, COARSE = 1000, DEGREE = 111195; // metres; of latitude

/** @returns {Promise<{at: [number, number], accuracy: number}|"refused"|"unknown">} in time, whatever the browser does */
export function find() {
  return new Promise((resolve) => {
    setTimeout(resolve, PATIENCE, "unknown");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ at: [coords.latitude, coords.longitude], accuracy: coords.accuracy }),
      (error) => resolve(error.code === error.PERMISSION_DENIED ? "refused" : "unknown"),
      { enableHighAccuracy: true, timeout: PATIENCE, maximumAge: 60000 },
    );
  });
}

function apart([latitude, longitude], [other, otherLongitude]) {
  const north = latitude - other, east = (longitude - otherLongitude) * Math.cos(latitude * Math.PI / 180);
  return Math.hypot(north, east) * DEGREE;
}

function numbers(site) {
  return site.split(",").map(Number);
}

/** @param {string} site latitude, longitude and what GCJ-02 adds to them @returns {number} metres from a place to it */
export function metres(site, at) {
  return apart(numbers(site).slice(0, 2), at);
}

/**
 * Some phones say where they are in GCJ-02, so the site is looked for where either system puts it.
 * @returns {"yes"|"no"|"unknown"} "no" only where even the error of the reading cannot explain the distance
 */
export function near(site, { at, accuracy }) {
  const [latitude, longitude, north, east] = numbers(site);
  const far = Math.min(apart([latitude, longitude], at), apart([latitude + north, longitude + east], at));
  if (far - accuracy > NEAR) return "no";
  return far <= NEAR && accuracy <= COARSE ? "yes" : "unknown";
}
