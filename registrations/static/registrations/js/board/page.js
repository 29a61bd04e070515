/* What stands on the page: columns, cards, and the places where things are told. */

export const find = (name) => document.querySelector(`[data-board-${name}]`);
export const board = document.querySelector("[data-board]");
export const config = JSON.parse(document.getElementById("board-config")?.textContent ?? "{}");
export const {words} = config;

/* What is in the air: a card by the keys (`lifted`) or by the mouse (`dragged`), and how
   many questions to the server are under way. */
export const air = {lifted: null, dragged: null, busy: 0};

export const say = (template, values = {}) =>
  template.replace(/%\((\w+)\)s/g, (_all, name) => values[name] ?? "");
export const announce = (text) => {
  const live = find("live");
  live.textContent = "";
  live.textContent = text;
};
export const tellNews = (sentences) => {
  if (!sentences.length) return;
  find("news").replaceChildren(...sentences.slice(-3).map((sentence) => {
    const line = document.createElement("p");
    line.textContent = sentence;
    return line;
  }));
};

export const columns = [...(board?.querySelectorAll("[data-column]") ?? [])];
export const getColumn = (key) => columns.find((column) => column.dataset.column === key);
export const getList = (column) => column.querySelector("[data-board-cards]");
export const titleOf = (column) => config.columns[column.dataset.column];
export const getSeats = (column) =>
  column.querySelector(".board-column__seats")?.textContent.trim().replace(/\s+/g, " ") ?? "";

export const getCard = (pk) => document.getElementById(`card-${pk}`);
export const getBody = (card) => card.querySelector("[data-board-card]");
export const columnOf = (card) => card.closest("[data-column]");
export const isShown = (card) => !card.hidden;
export const cardsIn = (column) => [...getList(column).children].filter(isShown);
export const choicesOf = (card) => card.dataset.choices.trim().split(/\s+/).filter(Boolean);
export const canMove = (card) => card.draggable;

/* Where a card may go: every column but those of workplaces that nobody chose. */
export const fits = (card, column) => {
  const [state, place] = column.dataset.column.split("-");
  return state !== "selected" || choicesOf(card).includes(place);
};
