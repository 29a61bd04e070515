/* Suggests municipalities while somebody types (ARIA 1.2 combobox). The box stays a box:
   whatever is typed may be sent, and without the list nothing changes. The whole list
   comes once, at the first touch of the box; what is typed goes nowhere. */
"use strict";

(() => {
  const MOST = 8;
  const SHORTEST = 2;
  const SILENCE = 700;
  /* In pixels: what stays free at the edge of the screen, and two suggestions. */
  const EDGE = 12;
  const LOWEST = 96;

  /* As the server compares (models/reference.py::fold). */
  const fold = (name) => name.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ").trim();

  const starts = (name, typed) => name.startsWith(typed) || name.includes(` ${typed}`);

  const prepare = ({ municipalities, areas }) => [
    ...municipalities.map(([name, ...former]) => ({
      name, folded: fold(name), former: former.map((old) => ({ name: old, folded: fold(old) })),
    })),
    ...areas.map((name) => ({ name, folded: fold(name), former: [] })),
  ];

  /* First what begins with it, then what has a word that does, then names of the past. */
  const find = (entries, typed) => {
    const ranks = [[], [], []];
    for (const entry of entries) {
      const old = entry.former.find((one) => starts(one.folded, typed));
      if (entry.folded.startsWith(typed)) ranks[0].push({ name: entry.name });
      else if (starts(entry.folded, typed)) ranks[1].push({ name: entry.name, old: old?.name });
      else if (old) ranks[2].push({ name: entry.name, old: old.name });
    }
    return ranks.flat().slice(0, MOST);
  };

  const enhance = (words) => {
    const input = document.getElementById(words.municipality);
    if (!input) return;
    const form = input.form;
    const list = document.createElement("ul");
    list.id = `${input.id}_list`;
    list.className = "suggestions";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", words.label);
    list.hidden = true;
    const status = document.createElement("p");
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    input.after(list, status);

    let entries = null;
    let asked = null;
    let options = [];
    let active = -1;
    let timer;

    const say = (text, wait = SILENCE) => {
      clearTimeout(timer);
      timer = setTimeout(() => { status.textContent = text; }, wait);
    };

    const close = () => {
      list.hidden = true;
      list.replaceChildren();
      active = -1;
      clearTimeout(timer);
      status.textContent = "";
      if (input.getAttribute("role") !== "combobox") return;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };

    const mark = (number) => {
      active = number;
      [...list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === number)));
      const item = list.children[number];
      if (!item) {
        input.removeAttribute("aria-activedescendant");
        return;
      }
      input.setAttribute("aria-activedescendant", item.id);
      if (item.offsetTop < list.scrollTop) list.scrollTop = item.offsetTop;
      const end = item.offsetTop + item.offsetHeight - list.clientHeight;
      if (end > list.scrollTop) list.scrollTop = end;
    };

    /* The answer "not in the list": its box where it shows, else a name in the form. */
    const setUnlisted = (isUnlisted) => {
      const box = form.querySelector(`[type="checkbox"][name="${words.other}"]`);
      if (box) {
        box.checked = isUnlisted;
        return;
      }
      form.querySelector(`[type="hidden"][name="${words.other}"]`)?.remove();
      if (!isUnlisted) return;
      const hidden = document.createElement("input");
      Object.assign(hidden, { type: "hidden", name: words.other, value: "on" });
      input.after(hidden);
    };

    const choose = (number) => {
      const option = options[number];
      input.value = option.name;
      setUnlisted(Boolean(option.isUnlisted));
      close();
      say(words.chosen.replace("#", () => option.name), 0);
    };

    /* On a telephone the box may stand at the lower edge, above the keyboard. The page
       goes up until the list shows, but never so far that the question leaves; what then
       still does not fit, is scrolled within the list. */
    const reveal = () => {
      const view = window.visualViewport;
      const top = view?.offsetTop ?? 0;
      const bottom = top + (view?.height ?? window.innerHeight) - EDGE;
      const hidden = list.getBoundingClientRect().bottom - bottom;
      if (hidden <= 0) return;
      const room = Math.max(0, list.parentElement.getBoundingClientRect().top - top - EDGE);
      window.scrollBy({ top: Math.min(hidden, room), behavior: "instant" });
      const left = Math.max(bottom - list.getBoundingClientRect().top, LOWEST);
      if (list.offsetHeight > left) list.style.maxBlockSize = `${left}px`;
    };

    const draw = () => {
      list.replaceChildren(...options.map((option, number) => {
        const item = document.createElement("li");
        item.id = `${list.id}_${number}`;
        item.className = "suggestions__item";
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        let text = option.name;
        if (option.isUnlisted) text = words.unlisted.replace("#", () => option.name);
        else if (option.old) text = words.former.replace("#1", () => option.name).replace("#2", () => option.old);
        item.textContent = text;
        return item;
      }));
      list.hidden = false;
      list.scrollTop = 0;
      /* Below the box, as wide as it, also when the window turns. */
      Object.assign(list.style, {
        top: `${input.offsetTop + input.offsetHeight}px`,
        left: `${input.offsetLeft}px`,
        right: `${list.offsetParent.clientWidth - input.offsetLeft - input.offsetWidth}px`,
        maxBlockSize: "",
      });
      reveal();
      input.setAttribute("aria-expanded", "true");
      mark(-1);
    };

    const show = () => {
      if (!entries || document.activeElement !== input) return;
      const typed = fold(input.value);
      if (typed.length < SHORTEST) return close();
      const found = find(entries, typed);
      options = found.length ? found : [{ name: input.value.trim().replace(/\s+/g, " "), isUnlisted: true }];
      /* Nothing to add to a name that stands there whole. */
      if (found.length === 1 && fold(found[0].name) === typed) return close();
      draw();
      const count = found.length;
      say(count ? (count > 1 ? words.many.replace("#", count) : words.one) : words.none);
    };

    /* Two lists over each other help nobody. Only as long as somebody types here: the
       back button of a browser does not bring back what stood in a silenced box. */
    const silence = () => { input.autocomplete = "off"; };
    const unsilence = () => input.removeAttribute("autocomplete");

    /* Once; after a failure again at the next touch, without a word. */
    const fetchList = () => {
      asked ??= fetch(words.list, { headers: { Accept: "application/json" }, credentials: "omit" })
        .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)))
        .then((found) => {
          if (!found.municipalities.length) return;
          entries = prepare(found);
          input.setAttribute("role", "combobox");
          input.setAttribute("aria-autocomplete", "list");
          input.setAttribute("aria-expanded", "false");
          input.setAttribute("aria-controls", list.id);
          if (document.activeElement === input) silence();
          if (input.value !== input.defaultValue) show();
        })
        .catch(() => { asked = null; });
    };

    input.addEventListener("focus", () => {
      if (entries) silence();
      fetchList();
    });
    input.addEventListener("input", () => {
      fetchList();
      if (entries) setUnlisted(false);
      show();
    });
    input.addEventListener("blur", () => {
      close();
      unsilence();
    });
    form.addEventListener("submit", unsilence);
    input.addEventListener("keydown", (event) => {
      if (!entries || event.isComposing || event.ctrlKey || event.metaKey) return;
      const isOpen = !list.hidden;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (!isOpen) show();
        if (list.hidden) return;
        event.preventDefault();
        if (!isOpen && event.altKey) return;
        const step = event.key === "ArrowDown" ? 1 : -1;
        /* From the box to the first or the last, and back to the box at the end. */
        const places = options.length + 1;
        mark(((active + 1 + step + places) % places) - 1);
      } else if (event.key === "Enter" && isOpen && active >= 0) {
        event.preventDefault();
        choose(active);
      } else if (event.key === "Escape" && isOpen) {
        event.preventDefault();
        close();
      }
    });
    /* The box keeps the focus while a finger or a mouse chooses. */
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", ({ target }) => {
      const number = [...list.children].indexOf(target.closest("li"));
      if (number < 0) return;
      choose(number);
      input.focus();
    });
    if (document.activeElement === input) fetchList();
  };

  for (const words of document.querySelectorAll("[data-municipality]")) enhance(words.dataset);
})();
