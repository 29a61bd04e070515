/* The window of a card: where it may go, each with what that would change. */

import {tellChange} from "./change.js";
import {move} from "./moving.js";
import {board, choicesOf, columnOf, config, find, getCard, say, words} from "./page.js";

/* Return [column, words on the button, what it would change] for each aim of a card. */
const listAims = (card) => {
  const {card: pk, waits} = card.dataset;
  const own = columnOf(card).dataset.column;
  const choices = choicesOf(card).filter((place) => config.columns[`selected-${place}`]);
  const places = choices.map((place, index) => [
    `selected-${place}`,
    `${config.columns[`selected-${place}`]} (${index ? words.second : words.first})`,
    tellChange(pk, place),
  ]);
  const waiting = choices
    .filter((place) => own !== "waitlisted" || waits !== place)
    .map((place) => [
      `waitlisted-${place}`, say(words.waits, {column: config.columns[`selected-${place}`]}), "",
    ]);
  const rest = ["declined", "undecided"].map((key) => [key, config.columns[key], ""]);
  return [...places, ...waiting, ...rest].filter(([key]) => key !== own);
};
export const openAims = (card) => {
  const dialog = find("dialog");
  const {card: pk, name} = card.dataset;
  dialog.querySelector("h2").textContent = say(words.put_in, {card: name});
  dialog.querySelector("[data-board-aims]").replaceChildren(...listAims(card).map(([key, label, text]) => {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-secondary";
    button.textContent = label;
    button.addEventListener("click", () => { dialog.close(); move(getCard(pk), key); });
    item.append(button);
    if (text) {
      const hint = document.createElement("span");
      hint.id = `board-aim-${key}`;
      hint.textContent = text;
      button.setAttribute("aria-describedby", hint.id);
      item.append(hint);
    }
    return item;
  }));
  dialog.showModal();
};

export const startAims = () => {
  find("close").addEventListener("click", () => find("dialog").close());
  board.addEventListener("click", (event) => {
    const link = event.target.closest("[data-board-move]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    openAims(link.closest("[data-card]"));
  });
};
