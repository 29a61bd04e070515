// Goes on with a long import by itself; without this, the button does it.
window.addEventListener("load", () => {
  document.querySelector("[data-continue]")?.requestSubmit();
});
