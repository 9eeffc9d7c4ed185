/** For pages that only pass by: send what waits, and say how much it is. */

import * as sender from "./sender.js";
import "./badge.js";

sender.start();
