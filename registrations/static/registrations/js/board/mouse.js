/* The mouse: pointing at a card, and dragging it. */

import {showChange} from "./change.js";
import {move} from "./moving.js";
import {air, board, canMove, columnOf, columns, fits} from "./page.js";

const getAim = (event) => {
  const column = air.dragged && event.target.closest("[data-column]");
  return column && fits(air.dragged, column) ? column : null;
};

export const startMouse = () => {
  board.addEventListener("pointerover", (event) => {
    const card = event.target.closest("[data-card]");
    if (card) showChange(card);
  });
  board.addEventListener("pointerleave", () => {
    showChange(document.activeElement?.closest?.("[data-card]"));
  });
  board.addEventListener("dragstart", (event) => {
    const card = event.target.closest?.("[data-card]");
    if (!card || !canMove(card)) return;
    air.dragged = card;
    event.dataTransfer.setData("text/plain", card.dataset.name);
    event.dataTransfer.effectAllowed = "move";
    card.classList.add("board-card--lifted");
    for (const column of columns) column.classList.toggle("board-column--closed", !fits(card, column));
  });
  board.addEventListener("dragover", (event) => {
    const aim = getAim(event);
    for (const column of columns) column.classList.toggle("board-column--aim", column === aim);
    if (aim) event.preventDefault();
  });
  board.addEventListener("drop", (event) => {
    const aim = getAim(event);
    if (!aim) return;
    event.preventDefault();
    if (aim !== columnOf(air.dragged)) move(air.dragged, aim.dataset.column);
  });
  board.addEventListener("dragend", () => {
    air.dragged?.classList.remove("board-card--lifted");
    air.dragged = null;
    for (const column of columns) column.classList.remove("board-column--aim", "board-column--closed");
  });
};
