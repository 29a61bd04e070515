// Goes on with a long import by itself; without this, the button does it.
document.querySelector("[data-continue]")?.requestSubmit();
