/* The board "Samenstelling": dragging, keys, a window per card, and the moves of others.
   Everything here can be done without it, one page at a time. */

import {startAims} from "./board/aims.js";
import {startFilter} from "./board/filter.js";
import {resetStops} from "./board/focus.js";
import {startKeys} from "./board/keys.js";
import {startMouse} from "./board/mouse.js";
import {board, columns} from "./board/page.js";
import {startAsking} from "./board/server.js";

// None where nobody may see it now.
if (board) {
  startFilter();
  startAims();
  startKeys();
  startMouse();
  columns.forEach(resetStops);
  board.dataset.boardReady = "";
  startAsking();
}
