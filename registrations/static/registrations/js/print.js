/* A button that prints the screen; without a script the browser's own menu does. */
"use strict";

function showPrintButtons() {
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}

if (document.readyState === "loading") {
  document.addEventListener("DOMContentLoaded", showPrintButtons);
} else {
  showPrintButtons();
}
