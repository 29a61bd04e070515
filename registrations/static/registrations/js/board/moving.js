/* Moving: the card goes at once, and comes back where the server refuses. */

import {sortCards} from "./filter.js";
import {focusCard, resetStops} from "./focus.js";
import {air, announce, columnOf, config, find, getCard, getColumn, getList, getSeats, say, tellNews, titleOf, words} from "./page.js";
import {addKnown, headers, refresh, takeOver} from "./server.js";

const refuse = (card, reason) => {
  const error = find("error");
  error.textContent = say(words.back, {card: card.dataset.name, reason});
  error.scrollIntoView({block: "nearest"});
};
const send = (body) => {
  const token = find("dialog").querySelector("[name=csrfmiddlewaretoken]").value;
  return fetch(config.move, {
    method: "POST",
    headers: {...headers, "X-CSRFToken": token},
    body: addKnown(new URLSearchParams(body)),
    redirect: "error",
  });
};
export const move = async (card, aim) => {
  const {card: pk, name, seen} = card.dataset;
  const from = columnOf(card);
  const next = card.nextElementSibling;
  // Who waits for another workplace stays in the same column.
  const to = getColumn(aim) ?? getColumn(aim.split("-")[0]);
  if (!to || (to === from && getColumn(aim))) { focusCard(card); return; }
  find("error").textContent = "";
  getList(to).append(card);
  sortCards(to);
  card.setAttribute("aria-busy", "true");
  resetStops(from);
  focusCard(card);
  air.busy += 1;
  const goBack = (reason) => {
    getList(from).insertBefore(card, next?.parentElement === getList(from) ? next : null);
    card.removeAttribute("aria-busy");
    resetStops(to);
    focusCard(card);
    refuse(card, reason);
  };
  try {
    const response = await send({card: pk, seen, to: aim});
    if (response.status === 404) { goBack(words.gone); return; }
    const state = await response.json();
    if (state.version === undefined) { goBack(state.error ?? words.logged_out); return; }
    const stale = takeOver(state);
    const fresh = getCard(pk);
    if (fresh) focusCard(fresh);
    if (state.error) refuse(fresh ?? card, state.error);
    else announce([say(words.dropped, {card: name, column: titleOf(to)}), getSeats(to)].join(" "));
    if (state.error) tellNews(state.said);
    await refresh(stale);
  } catch (problem) {
    goBack(problem instanceof SyntaxError ? words.logged_out : words.offline);
  } finally { air.busy -= 1; }
};
