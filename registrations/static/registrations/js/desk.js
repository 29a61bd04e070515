/* The review desk: keys for whoever reads many, and marks that show at once.
   Everything here can be done without it. */
"use strict";

const OFF = "cultuurplekken-desk-keys-off";

const start = () => {
  const desk = document.querySelector("[data-desk]");
  if (!desk) return;
  const form = document.getElementById("review-form");

  /* A sentence that is ticked is marked in the text, before it is saved. */
  const show = (box) => {
    const name = `[data-passage="${CSS.escape(box.value)}"]`;
    desk.querySelector(name)?.classList.toggle("desk__mark", box.checked);
  };
  for (const box of desk.querySelectorAll('input[name="marks"]')) {
    box.addEventListener("change", () => show(box));
    show(box);
  }

  const help = desk.querySelector("[data-desk-keys]");
  if (!help) return;
  help.hidden = false;
  const off = help.querySelector("[data-desk-keys-off]");
  const isOff = () => {
    try { return localStorage.getItem(OFF) === "1"; } catch { return false; }
  };
  off.checked = isOff();
  off.addEventListener("change", () => {
    try { localStorage.setItem(OFF, off.checked ? "1" : ""); } catch { /* private window */ }
  });

  const isText = (element) => element.matches?.(
    'textarea, select, [contenteditable="true"], input:not([type="radio"]):not([type="checkbox"])',
  );
  const go = (selector) => desk.querySelector(selector)?.click();
  document.addEventListener("keydown", (event) => {
    if (off.checked || event.defaultPrevented) return;
    if (event.ctrlKey && event.key === "Enter" && form?.contains(event.target)) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("button[type=submit]"));
      return;
    }
    if (event.altKey && !event.ctrlKey && !event.metaKey) {
      const act = {
        KeyN: () => go("[data-desk-next]"),
        KeyP: () => go("[data-desk-previous]"),
        KeyS: () => {
          const first = form?.querySelector("input[type=radio]:checked, input[type=radio]");
          first?.focus();
          first?.scrollIntoView({ block: "nearest" });
        },
      }[event.code];
      if (act) { event.preventDefault(); act(); }
      return;
    }
    /* A number chooses a level, only while the focus is in that row. */
    const row = document.activeElement?.closest?.("[data-desk-score]");
    if (!row || isText(document.activeElement) || event.ctrlKey || event.metaKey) return;
    const radio = row.querySelectorAll("input[type=radio]")[Number.parseInt(event.key, 10)];
    if (!radio || !/^[0-9]$/.test(event.key)) return;
    event.preventDefault();
    radio.checked = true;
    radio.focus();
    radio.dispatchEvent(new Event("change", { bubbles: true }));
  });
};

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
