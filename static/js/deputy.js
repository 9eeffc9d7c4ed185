/** A deputy's own page: a pass is open on this phone, so what waited for one goes now. */

import * as outbox from "./outbox.js";
import * as sender from "./sender.js";
import * as worker from "./worker.js";
import "./badge.js";

outbox.retry("pass").catch(() => {}).then(sender.start);
worker.begin().catch(() => {});
