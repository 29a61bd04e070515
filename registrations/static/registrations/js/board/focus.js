/* One stop of the Tab key in each column: arrows go on from there. */

import {cardsIn, columnOf, getBody, getList} from "./page.js";

const setTabbable = (card, isStop) => {
  getBody(card).tabIndex = isStop ? 0 : -1;
  for (const link of card.querySelectorAll("a")) link.tabIndex = isStop ? 0 : -1;
};
export const setStop = (card) => {
  for (const other of getList(columnOf(card)).children) setTabbable(other, other === card);
};
export const resetStops = (column) => {
  const shown = cardsIn(column);
  const old = shown.find((card) => getBody(card).tabIndex === 0);
  for (const card of getList(column).children) setTabbable(card, card === (old ?? shown[0]));
};
export const focusCard = (card) => {
  setStop(card);
  getBody(card).focus();
  card.scrollIntoView({block: "nearest", inline: "nearest"});
};
