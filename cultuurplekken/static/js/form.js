/* Makes the form a little kinder; everything works without it. */
"use strict";

(() => {
  /* The address already scrolled here; after that the focus may come too. */
  const summary = document.querySelector(".error-summary");
  if (summary) {
    addEventListener("load", () => {
      setTimeout(() => summary.focus({ preventScroll: true }), 50);
    });
  }

  /* Counts as the server does (forms/text.py): code points, a line break is one, signs
     that nobody sees are none. It says what is left once typing stops, and never stops
     anybody from typing. */
  const measure = (text) => [...text
    .replace(/\r\n|[\r\v\f]/g, "\n")
    .replace(/[\u202a-\u202e\u2066-\u2069]|(?![\n\t])\p{Cc}/gu, "")
    .replace(/^(?:(?!\ufeff)\s)+/u, "").replace(/(?:(?!\ufeff)\s)+$/u, "")].length;
  let number;
  for (const note of document.querySelectorAll("[data-counter]")) {
    const field = document.getElementById(note.dataset.counter);
    const longest = Number(field?.dataset.longest);
    if (!longest) continue;
    const spoken = document.createElement("span");
    spoken.className = "visually-hidden";
    spoken.setAttribute("aria-live", "polite");
    note.after(spoken);
    let timer;
    const count = () => {
      /* Made at the first need: it costs a telephone more than all the rest. */
      number ??= new Intl.NumberFormat("fr-BE");
      const left = longest - measure(field.value);
      const words = left < 0 ? note.dataset.over : note.dataset.left;
      note.textContent = words.replace("#", number.format(Math.abs(left)));
      note.classList.toggle("field__counter--over", left < 0);
    };
    field.addEventListener("input", () => {
      count();
      clearTimeout(timer);
      timer = setTimeout(() => { spoken.textContent = note.textContent; }, 1000);
    });
    /* An empty field says already how much it takes. */
    if (field.value) count();
  }
})();
