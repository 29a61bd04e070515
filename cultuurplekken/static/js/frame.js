/* The form in a frame on somebody else's page: says how high it is, and where a new
   step begins. It says nothing else, so that any page that may show it may hear it. */
"use strict";

(() => {
  if (window.parent === window) return;
  const KIND = "cultuurplekken";
  let said = 0;

  const say = (words) => window.parent.postMessage({ kind: KIND, ...words }, "*");

  const measure = () => Math.ceil(document.body.getBoundingClientRect().height);
  const sayHeight = () => {
    const height = measure();
    if (height !== said) say({ height });
    said = height;
  };

  /* Where something stands in the frame: a frame as high as its content cannot scroll
     to it by itself. */
  const sayPlace = (element) => {
    const top = element ? element.getBoundingClientRect().top + window.scrollY : 0;
    sayHeight();
    say({ top: Math.max(0, Math.round(top)) });
  };
  const findTarget = (hash) => {
    try {
      return hash.length > 1 ? document.getElementById(decodeURIComponent(hash.slice(1))) : null;
    } catch {
      return null;
    }
  };

  new ResizeObserver(sayHeight).observe(document.body);

  /* The page around it may be ready later than we are. */
  addEventListener("message", ({ source, data }) => {
    if (source !== window.parent || data?.kind !== `${KIND}?`) return;
    said = 0;
    sayHeight();
  });

  addEventListener("load", () => {
    if (!("frameStep" in document.documentElement.dataset)) return;
    sayPlace(document.querySelector(".error-summary") ?? findTarget(location.hash));
  });

  /* From a mistake in the summary to its field. */
  addEventListener("click", ({ target }) => {
    const link = target instanceof Element ? target.closest("a[href^='#']") : null;
    const place = link && findTarget(link.hash);
    if (place) requestAnimationFrame(() => sayPlace(place.closest(".field") ?? place));
  });
})();
