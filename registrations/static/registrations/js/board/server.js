/* What the server says: taken over into the page, and asked while the page is in view. */

import {changes, showChange} from "./change.js";
import {applyFilter, sortCards} from "./filter.js";
import {focusCard, resetStops} from "./focus.js";
import {air, board, columnOf, columns, config, find, getCard, getColumn, getList, tellNews, words} from "./page.js";

const POLL_EVERY = 5000;
// Whoever is logged out then gets an error, and not the page to log in.
export const headers = {Accept: "application/json", "X-Requested-With": "XMLHttpRequest"};
const known = {heads: {}, changes: {}}; // the marks of what the server told us
let {version} = config;

/* Heads of the columns keep what somebody folded out. */
const putHeads = (heads, counts) => {
  for (const [key, [mark, html]] of Object.entries(heads)) {
    known.heads[key] = mark;
    const head = getColumn(key)?.querySelector("[data-board-head]");
    if (!head) continue;
    const isOpen = head.querySelector("[data-board-mix]")?.open;
    head.innerHTML = html;
    const mix = head.querySelector("[data-board-mix]");
    if (mix && isOpen) mix.open = true;
  }
  for (const [key, text] of Object.entries(counts)) {
    const count = document.querySelector(`[data-board-count="${CSS.escape(key)}"]`);
    if (count) count.textContent = text;
  }
};
const putCard = (pk, html, mark) => {
  const old = getCard(pk);
  const holder = document.createElement("ul");
  holder.innerHTML = html;
  const card = holder.firstElementChild;
  const column = getColumn(mark.split(":")[0]) ?? columns[0];
  const hadFocus = old?.contains(document.activeElement);
  if (old && columnOf(old) === column) old.replaceWith(card);
  else {
    const left = old && columnOf(old);
    old?.remove();
    getList(column).append(card);
    if (left) resetStops(left);
  }
  sortCards(column);
  if (hadFocus) focusCard(card);
};
/* Take over what the server says; return the cards that are not what we show. */
export const takeOver = (state) => {
  version = state.version;
  for (const [place, [mark, sentences]] of Object.entries(state.changes)) {
    known.changes[place] = mark;
    changes[place] = sentences;
  }
  for (const [pk, html] of Object.entries(state.cards)) putCard(pk, html, state.marks[pk]);
  putHeads(state.heads, state.counts);
  const gone = [...board.querySelectorAll("[data-card]")]
    .filter((card) => !(card.dataset.card in state.marks));
  if (gone.length) {
    const left = gone.map(columnOf);
    gone.forEach((card) => card.remove());
    left.forEach(resetStops);
    tellNews([words.gone]);
  }
  applyFilter();
  // Whoever came before the answer did sees it now.
  const focused = document.activeElement?.closest?.("[data-card]");
  if (focused) showChange(focused);
  return Object.entries(state.marks)
    .filter(([pk, mark]) => getCard(pk)?.dataset.mark !== mark)
    .map(([pk]) => pk);
};

/* What we have is not sent again: neither heads nor hundreds of sentences. */
export const addKnown = (query) => {
  for (const marks of Object.values(known)) {
    for (const mark of Object.values(marks)) query.append("known", mark);
  }
  return query;
};
const ask = async (cards = []) => {
  const query = addKnown(new URLSearchParams({version}));
  cards.slice(0, 100).forEach((pk) => query.append("card", pk));
  const response = await fetch(`${config.changes}?${query}`, {
    headers, cache: "no-store", redirect: "error",
  });
  return response.status === 200 ? response.json() : null;
};
export const refresh = async (stale) => {
  if (!stale.length) return;
  const fresh = await ask(stale);
  if (fresh) { takeOver(fresh); tellNews(fresh.said); }
};

/* The moves of others: asked while the page is in view and nothing is in the air. */
const poll = async () => {
  const isHidden = document.visibilityState !== "visible";
  if (isHidden || air.busy || air.lifted || air.dragged || find("dialog").open) return;
  air.busy += 1;
  try {
    const state = await ask();
    if (state) await refresh(takeOver(state));
  } catch { /* no connection: asked again in a moment */ } finally { air.busy -= 1; }
};
export const startAsking = async () => {
  setInterval(poll, POLL_EVERY);
  document.addEventListener("visibilitychange", poll);
  // The first time for what each card would change: the page comes without it.
  version = "";
  await poll();
  version ||= config.version;
};
