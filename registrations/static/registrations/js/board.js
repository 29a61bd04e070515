/* The board "Samenstelling": dragging, keys, a window per card, and the moves of others.
   Everything here can be done without it, one page at a time. */
"use strict";

const POLL_EVERY = 5000;
const FULL = "cultuurplekken-board-full";

const start = () => {
  const board = document.querySelector("[data-board]");
  if (!board) return;
  const config = JSON.parse(document.getElementById("board-config").textContent);
  const {words} = config;
  const find = (name) => document.querySelector(`[data-board-${name}]`);
  const [live, error, news, change, dialog] = ["live", "error", "news", "change", "dialog"].map(find);
  const token = dialog.querySelector("[name=csrfmiddlewaretoken]").value;
  // Whoever is logged out then gets an error, and not the page to log in.
  const headers = {Accept: "application/json", "X-Requested-With": "XMLHttpRequest"};
  let {version} = config;
  const changes = {};
  const known = {heads: {}, changes: {}}; // the marks of what the server told us
  let lifted = null; // {card, from, next, aim}: a card in the air, by keys
  let dragged = null; // and one by the mouse
  let busy = 0;

  const say = (template, values = {}) =>
    template.replace(/%\((\w+)\)s/g, (_all, name) => values[name] ?? "");
  const columns = [...board.querySelectorAll("[data-column]")];
  const getColumn = (key) => columns.find((column) => column.dataset.column === key);
  const getList = (column) => column.querySelector("[data-board-cards]");
  const getCard = (pk) => document.getElementById(`card-${pk}`);
  const getBody = (card) => card.querySelector("[data-board-card]");
  const columnOf = (card) => card.closest("[data-column]");
  const titleOf = (column) => config.columns[column.dataset.column];
  const isShown = (card) => !card.hidden;
  const cardsIn = (column) => [...getList(column).children].filter(isShown);
  const choicesOf = (card) => card.dataset.choices.trim().split(/\s+/).filter(Boolean);
  const canMove = (card) => card.draggable;
  const announce = (text) => { live.textContent = ""; live.textContent = text; };

  /* Where a card may go: every column but those of workplaces that nobody chose. */
  const fits = (card, column) => {
    const [state, place] = column.dataset.column.split("-");
    return state !== "selected" || choicesOf(card).includes(place);
  };

  /* What choosing somebody would change, in one line. */
  const tellChange = (pk, place) => changes[place]?.[pk] ?? "";
  const showChange = (card) => {
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

  /* One stop of the Tab key in each column: arrows go on from there. */
  const setStop = (card) => {
    for (const other of getList(columnOf(card)).children) setTabbable(other, other === card);
  };
  const setTabbable = (card, isStop) => {
    getBody(card).tabIndex = isStop ? 0 : -1;
    for (const link of card.querySelectorAll("a")) link.tabIndex = isStop ? 0 : -1;
  };
  const resetStops = (column) => {
    const shown = cardsIn(column);
    const old = shown.find((card) => getBody(card).tabIndex === 0);
    for (const card of getList(column).children) setTabbable(card, card === (old ?? shown[0]));
  };
  const focusCard = (card) => {
    setStop(card);
    getBody(card).focus();
    card.scrollIntoView({block: "nearest", inline: "nearest"});
  };

  /* Order and filter: as the server does them without a script. */
  const filter = find("filter");
  const sortCards = (column) => {
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
  const applyFilter = () => {
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
  filter?.addEventListener("input", (event) => {
    if (event.target.name === "full") {
      board.classList.toggle("board--full", event.target.checked);
      try { localStorage.setItem(FULL, event.target.checked ? "1" : ""); } catch { /* private window */ }
    } else if (event.target.name === "sort") columns.forEach(sortCards);
    else applyFilter();
  });
  filter?.addEventListener("submit", (event) => { event.preventDefault(); applyFilter(); });

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
    return card;
  };
  /* Take over what the server says; return the cards that are not what we show. */
  const takeOver = (state) => {
    version = state.version;
    for (const [place, [mark, words]] of Object.entries(state.changes)) {
      known.changes[place] = mark;
      changes[place] = words;
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
  const tellNews = (sentences) => {
    if (!sentences.length) return;
    news.replaceChildren(...sentences.slice(-3).map((sentence) => {
      const line = document.createElement("p");
      line.textContent = sentence;
      return line;
    }));
  };

  /* What we have is not sent again: neither heads nor hundreds of sentences. */
  const addKnown = (query) => {
    for (const marks of Object.values(known)) {
      for (const mark of Object.values(marks)) query.append("known", mark);
    }
    return query;
  };

  /* The moves of others: asked while the page is in view and nothing is in the air. */
  const ask = async (cards = []) => {
    const query = addKnown(new URLSearchParams({version}));
    cards.slice(0, 100).forEach((pk) => query.append("card", pk));
    const response = await fetch(`${config.changes}?${query}`, {
      headers, cache: "no-store", redirect: "error",
    });
    return response.status === 200 ? response.json() : null;
  };
  const poll = async () => {
    if (document.visibilityState !== "visible" || busy || lifted || dragged || dialog.open) return;
    busy += 1;
    try {
      const state = await ask();
      if (state) {
        const stale = takeOver(state);
        if (stale.length) {
          const fresh = await ask(stale);
          if (fresh) { takeOver(fresh); tellNews(fresh.said); }
        }
      }
    } catch { /* no connection: asked again in a moment */ } finally { busy -= 1; }
  };
  const load = async () => {
    // The first time for what each card would change: the page comes without it.
    version = "";
    await poll();
    version ||= config.version;
  };
  setInterval(poll, POLL_EVERY);
  document.addEventListener("visibilitychange", poll);

  /* Moving: the card goes at once, and comes back where the server refuses. */
  const refuse = (card, reason) => {
    error.textContent = say(words.back, {card: card.dataset.name, reason});
    error.scrollIntoView({block: "nearest"});
  };
  const move = async (card, aim) => {
    const {card: pk, name, seen} = card.dataset;
    const from = columnOf(card);
    const next = card.nextElementSibling;
    // Who waits for another workplace stays in the same column.
    const to = getColumn(aim) ?? getColumn(aim.split("-")[0]);
    if (!to || (to === from && getColumn(aim))) { focusCard(card); return; }
    error.textContent = "";
    getList(to).append(card);
    sortCards(to);
    card.setAttribute("aria-busy", "true");
    resetStops(from);
    focusCard(card);
    busy += 1;
    const goBack = (reason) => {
      getList(from).insertBefore(card, next?.parentElement === getList(from) ? next : null);
      card.removeAttribute("aria-busy");
      resetStops(to);
      focusCard(card);
      refuse(card, reason);
    };
    try {
      const response = await fetch(config.move, {
        method: "POST",
        headers: {...headers, "X-CSRFToken": token},
        body: addKnown(new URLSearchParams({card: pk, seen, to: aim})),
        redirect: "error",
      });
      if (response.status === 404) { goBack(words.gone); return; }
      const state = await response.json();
      if (state.version === undefined) { goBack(state.error ?? words.logged_out); return; }
      const stale = takeOver(state);
      const fresh = getCard(pk);
      if (fresh) focusCard(fresh);
      if (state.error) refuse(fresh ?? card, state.error);
      else announce([say(words.dropped, {card: name, column: titleOf(to)}), getSeats(to)].join(" "));
      if (state.error) tellNews(state.said);
      if (stale.length) {
        const more = await ask(stale);
        if (more) { takeOver(more); tellNews(more.said); }
      }
    } catch (problem) {
      goBack(problem instanceof SyntaxError ? words.logged_out : words.offline);
    } finally { busy -= 1; }
  };
  const getSeats = (column) =>
    column.querySelector(".board-column__seats")?.textContent.trim().replace(/\s+/g, " ") ?? "";

  /* The window of a card: where it may go, each with what that would change. */
  const openDialog = (card) => {
    const {card: pk, name, waits} = card.dataset;
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
    dialog.querySelector("h2").textContent = say(words.put_in, {card: name});
    const aims = [...places, ...waiting, ...rest].filter(([key]) => key !== own);
    dialog.querySelector("[data-board-aims]").replaceChildren(...aims.map(([key, label, text]) => {
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
  find("close").addEventListener("click", () => dialog.close());

  /* Keys. */
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
  const lift = (card) => {
    if (!canMove(card)) { announce(say(words.fixed, {card: card.dataset.name})); return; }
    lifted = {card, from: columnOf(card), aim: columnOf(card)};
    card.classList.add("board-card--lifted");
    lifted.aim.classList.add("board-column--aim");
    announce(say(words.lifted, {card: card.dataset.name}));
  };
  const aimAt = (step) => {
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
    const {card, from, aim} = lifted;
    lifted = null;
    card.classList.remove("board-card--lifted");
    aim.classList.remove("board-column--aim");
    if (isCancelled || aim === from) announce(say(words.cancelled, {card: card.dataset.name}));
    else move(card, aim.dataset.column);
  };
  board.addEventListener("keydown", (event) => {
    const body = event.target.closest("[data-board-card]");
    if (!body || event.ctrlKey || event.metaKey || event.altKey) return;
    const card = body.closest("[data-card]");
    const onCard = event.target === body;
    const act = lifted ? {
      ArrowLeft: () => aimAt(-1),
      ArrowRight: () => aimAt(1),
      " ": () => putDown(false),
      Enter: () => putDown(false),
      Escape: () => putDown(true),
      Tab: () => putDown(true),
      ArrowUp: () => {},
      ArrowDown: () => {},
    }[event.key] : {
      ArrowUp: () => goAlong(card, -1),
      ArrowDown: () => goAlong(card, 1),
      ArrowLeft: () => goSideways(card, -1),
      ArrowRight: () => goSideways(card, 1),
      ...(onCard && {
        Home: () => goAlong(card, -Infinity),
        End: () => goAlong(card, Infinity),
        " ": () => lift(card),
        Enter: () => (canMove(card) ? openDialog(card) : lift(card)),
      }),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  const goAlong = (card, step) => {
    const shown = cardsIn(columnOf(card));
    const at = Math.max(0, Math.min(shown.length - 1, shown.indexOf(card) + step));
    focusCard(shown[at]);
  };
  board.addEventListener("focusin", (event) => {
    const card = event.target.closest("[data-card]");
    if (!card) return;
    setStop(card);
    showChange(card);
    getBody(card).setAttribute("aria-describedby", "board-change");
  });
  board.addEventListener("focusout", (event) => {
    if (lifted && !board.contains(event.relatedTarget)) putDown(true);
    if (!event.relatedTarget?.closest?.("[data-card]")) showChange(null);
  });
  board.addEventListener("click", (event) => {
    const link = event.target.closest("[data-board-move]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    openDialog(link.closest("[data-card]"));
  });

  /* The mouse. */
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
    dragged = card;
    event.dataTransfer.setData("text/plain", card.dataset.name);
    event.dataTransfer.effectAllowed = "move";
    card.classList.add("board-card--lifted");
    for (const column of columns) column.classList.toggle("board-column--closed", !fits(card, column));
  });
  const getAim = (event) => {
    const column = dragged && event.target.closest("[data-column]");
    return column && fits(dragged, column) ? column : null;
  };
  board.addEventListener("dragover", (event) => {
    const aim = getAim(event);
    for (const column of columns) column.classList.toggle("board-column--aim", column === aim);
    if (aim) event.preventDefault();
  });
  board.addEventListener("drop", (event) => {
    const aim = getAim(event);
    if (!aim) return;
    event.preventDefault();
    if (aim !== columnOf(dragged)) move(dragged, aim.dataset.column);
  });
  board.addEventListener("dragend", () => {
    dragged?.classList.remove("board-card--lifted");
    dragged = null;
    for (const column of columns) column.classList.remove("board-column--aim", "board-column--closed");
  });

  /* What was chosen before, and the keys that work now. */
  const full = filter?.elements.full;
  try {
    if (full && localStorage.getItem(FULL)) full.checked = true;
  } catch { /* private window */ }
  if (full?.checked) board.classList.add("board--full");
  find("keys").hidden = false;
  document.querySelector(".board-filter .button")?.setAttribute("hidden", "");
  columns.forEach(resetStops);
  board.dataset.boardReady = "";
  load();
};

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
