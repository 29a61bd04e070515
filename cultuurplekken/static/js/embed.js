/* For the website of a partner, beside the frame with our form: makes the frame as high
   as the form, and follows its steps. It reads nothing of the page, keeps nothing and
   asks nothing of anybody. Without it the frame keeps its height and scrolls by itself. */
"use strict";

(() => {
  const KIND = "cultuurplekken";
  const LOWEST = 200;
  const HIGHEST = 30000;
  const script = document.currentScript;
  if (!script || window.cultuurplekkenEmbed) return;
  /* A page with two forms may hold this script twice. */
  window.cultuurplekkenEmbed = true;
  const home = new URL(script.src).origin;

  const isOurs = (frame) => {
    try {
      const { origin, pathname } = new URL(frame.src);
      return origin === home && pathname.endsWith("/insluiten/");
    } catch {
      return false;
    }
  };
  const findFrames = () => [...document.querySelectorAll("iframe[src]")].filter(isOurs);

  addEventListener("message", ({ origin, source, data }) => {
    if (origin !== home || data?.kind !== KIND) return;
    const frame = findFrames().find((one) => one.contentWindow === source);
    if (!frame) return;
    const { height, top } = data;
    if (Number.isFinite(height)) {
      frame.style.height = `${Math.min(HIGHEST, Math.max(LOWEST, Math.ceil(height)))}px`;
    }
    if (Number.isFinite(top)) {
      const start = frame.getBoundingClientRect().top + window.scrollY;
      const reach = Math.min(Math.max(0, top), frame.offsetHeight);
      window.scrollTo({ top: Math.max(0, start + reach - 24), behavior: "instant" });
    }
  });

  /* A form that was there before this script is asked for its height. To whoever stands
     in the frame: one that is still empty would be named in the console, and the
     question holds nothing. */
  const ask = () => {
    for (const frame of findFrames()) {
      frame.contentWindow?.postMessage({ kind: `${KIND}?` }, "*");
    }
  };
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", ask);
  else ask();
})();
