/* Order and filter: as the server does them without a script. */

import {resetStops} from "./focus.js";
import {board, choicesOf, columns, find, getList, isShown, say, words} from "./page.js";

const FULL = "cultuurplekken-board-full";
const filter = find("filter");

export const sortCards = (column) => {
  const by = filter?.elements.sort.value || "score";
  const compare = {
    score: (a, b) => (b.dataset.score || -1) - (a.dataset.score || -1)
      || a.dataset.order - b.dataset.order,
    reference: (a, b) => a.dataset.name.localeCompare(b.dataset.name, undefined, {numeric: true}),
    order: (a, b) => a.dataset.order - b.dataset.order,
  }[by];
  const list = getList(column);
  const now = [...list.children];
  const sorted = [...now].sort(compare);
  if (sorted.some((card, index) => card !== now[index])) list.append(...sorted);
};
const matches = (card, wanted) =>
  (!wanted.q || card.textContent.toLowerCase().includes(wanted.q.toLowerCase()))
  && (!wanted.choice || choicesOf(card).includes(wanted.choice))
  && (!wanted.region || card.dataset.region === wanted.region)
  && (!wanted.kind || card.dataset.kind === wanted.kind)
  && (!wanted.score || Number(card.dataset.score || -1) >= Number(wanted.score));
export const applyFilter = () => {
  if (!filter) return;
  const wanted = Object.fromEntries(new FormData(filter));
  const all = board.querySelectorAll("[data-card]");
  let shown = 0;
  for (const card of all) {
    card.hidden = !matches(card, wanted);
    if (isShown(card)) shown += 1;
  }
  columns.forEach(resetStops);
  const text = say(words.shown, {shown, all: all.length});
  const count = filter.querySelector("[data-board-shown]");
  if (count.textContent.trim() !== text) count.textContent = text;
};

export const startFilter = () => {
  filter?.addEventListener("input", (event) => {
    if (event.target.name === "full") {
      board.classList.toggle("board--full", event.target.checked);
      try { localStorage.setItem(FULL, event.target.checked ? "1" : ""); } catch { /* private window */ }
    } else if (event.target.name === "sort") columns.forEach(sortCards);
    else applyFilter();
  });
  filter?.addEventListener("submit", (event) => { event.preventDefault(); applyFilter(); });
  // What was chosen before.
  const full = filter?.elements.full;
  try {
    if (full && localStorage.getItem(FULL)) full.checked = true;
  } catch { /* private window */ }
  if (full?.checked) board.classList.add("board--full");
  filter?.querySelector(".button")?.setAttribute("hidden", "");
};
