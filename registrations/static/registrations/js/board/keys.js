/* The keys: going from card to card, and carrying one to another column. */

import {openAims} from "./aims.js";
import {showChange, tellChange} from "./change.js";
import {focusCard, setStop} from "./focus.js";
import {move} from "./moving.js";
import {air, announce, board, canMove, cardsIn, columnOf, columns, find, fits, getBody, getSeats, say, titleOf, words} from "./page.js";

const goSideways = (card, step) => {
  const from = columns.indexOf(columnOf(card));
  const row = cardsIn(columns[from]).indexOf(card);
  for (let at = from + step; columns[at]; at += step) {
    const shown = cardsIn(columns[at]);
    if (!shown.length) continue;
    const stop = shown.find((other) => getBody(other).tabIndex === 0);
    focusCard(stop ?? shown[Math.min(row, shown.length - 1)]);
    return;
  }
};
const goAlong = (card, step) => {
  const shown = cardsIn(columnOf(card));
  const at = Math.max(0, Math.min(shown.length - 1, shown.indexOf(card) + step));
  focusCard(shown[at]);
};
const lift = (card) => {
  if (!canMove(card)) { announce(say(words.fixed, {card: card.dataset.name})); return; }
  air.lifted = {card, from: columnOf(card), aim: columnOf(card)};
  card.classList.add("board-card--lifted");
  air.lifted.aim.classList.add("board-column--aim");
  announce(say(words.lifted, {card: card.dataset.name}));
};
const aimAt = (step) => {
  const {lifted} = air;
  const {card} = lifted;
  let at = columns.indexOf(lifted.aim) + step;
  while (columns[at] && !fits(card, columns[at])) at += step;
  if (!columns[at]) return;
  lifted.aim.classList.remove("board-column--aim");
  lifted.aim = columns[at];
  lifted.aim.classList.add("board-column--aim");
  lifted.aim.scrollIntoView({block: "nearest", inline: "nearest"});
  const [state, place] = lifted.aim.dataset.column.split("-");
  const text = state === "selected" ? tellChange(card.dataset.card, place) : "";
  announce([say(words.over, {column: titleOf(lifted.aim)}), getSeats(lifted.aim), text].filter(Boolean).join(" "));
};
const putDown = (isCancelled) => {
  const {card, from, aim} = air.lifted;
  air.lifted = null;
  card.classList.remove("board-card--lifted");
  aim.classList.remove("board-column--aim");
  if (isCancelled || aim === from) announce(say(words.cancelled, {card: card.dataset.name}));
  else move(card, aim.dataset.column);
};

const CARRYING = {
  ArrowLeft: () => aimAt(-1),
  ArrowRight: () => aimAt(1),
  " ": () => putDown(false),
  Enter: () => putDown(false),
  Escape: () => putDown(true),
  Tab: () => putDown(true),
  ArrowUp: () => {},
  ArrowDown: () => {},
};
const GOING = {
  ArrowUp: (card) => goAlong(card, -1),
  ArrowDown: (card) => goAlong(card, 1),
  ArrowLeft: (card) => goSideways(card, -1),
  ArrowRight: (card) => goSideways(card, 1),
};
// On the card itself, and not on a link in it.
const ON_CARD = {
  Home: (card) => goAlong(card, -Infinity),
  End: (card) => goAlong(card, Infinity),
  " ": lift,
  Enter: (card) => (canMove(card) ? openAims(card) : lift(card)),
};

export const startKeys = () => {
  board.addEventListener("keydown", (event) => {
    const body = event.target.closest("[data-board-card]");
    if (!body || event.ctrlKey || event.metaKey || event.altKey) return;
    const idle = event.target === body ? {...GOING, ...ON_CARD} : GOING;
    const act = (air.lifted ? CARRYING : idle)[event.key];
    if (!act) return;
    event.preventDefault();
    act(body.closest("[data-card]"));
  });
  board.addEventListener("focusin", (event) => {
    const card = event.target.closest("[data-card]");
    if (!card) return;
    setStop(card);
    showChange(card);
    getBody(card).setAttribute("aria-describedby", "board-change");
  });
  board.addEventListener("focusout", (event) => {
    if (air.lifted && !board.contains(event.relatedTarget)) putDown(true);
    if (!event.relatedTarget?.closest?.("[data-card]")) showChange(null);
  });
  find("keys").hidden = false;
};
