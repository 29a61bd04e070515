/* A button that copies what stands in a box; the box can be selected by hand too. */
"use strict";

document.addEventListener("click", async ({ target }) => {
  const button = target.closest?.("[data-copy]");
  if (!button) return;
  const box = document.getElementById(button.dataset.copy);
  const status = document.getElementById(button.getAttribute("aria-describedby"));
  let isCopied = true;
  try {
    await navigator.clipboard.writeText(box.value);
  } catch {
    /* Over plain HTTP, or refused: the old way, and else the box is selected. */
    box.focus();
    box.select();
    isCopied = document.execCommand("copy");
    if (isCopied) button.focus();
  }
  status.textContent = isCopied ? button.dataset.copied : button.dataset.failed;
});
