/* What choosing somebody would change, in one line: for the card in view. */

import {choicesOf, columnOf, config, find} from "./page.js";

/* By workplace, then by card; the server tells it. */
export const changes = {};

export const tellChange = (pk, place) => changes[place]?.[pk] ?? "";
export const showChange = (card) => {
  const change = find("change");
  if (!card) { change.hidden = true; return; }
  const {card: pk} = card.dataset;
  const own = columnOf(card).dataset.column;
  // What a small card leaves out; then what a place for it would change.
  const hidden = [...card.querySelectorAll("[data-board-lines] p")].filter((line) => !line.offsetParent);
  const facts = hidden.map((line) => line.textContent);
  const lines = choicesOf(card)
    .filter((place) => own !== `selected-${place}`)
    .map((place) => [config.columns[`selected-${place}`], tellChange(pk, place)])
    .filter(([title, text]) => title && text);
  if (facts.length) lines.unshift([card.dataset.name, facts.join(" · ")]);
  change.replaceChildren(...lines.map(([title, text]) => {
    const line = document.createElement("span");
    const strong = document.createElement("b");
    strong.textContent = `${title}: `;
    line.append(strong, text);
    return line;
  }));
  change.hidden = !lines.length;
};
