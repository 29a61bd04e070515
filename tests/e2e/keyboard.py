"""Walking through a page with the Tab key, and looking at what has the focus."""

from dataclasses import dataclass

from playwright.sync_api import Page

# Everything a keyboard must reach, in the order of the document. A group of radio
# buttons is one stop: the arrow keys do the rest.
FIND_STOPS = """() => {
  const wanted = "a[href], button, input, select, textarea, summary, [tabindex]";
  const groups = new Set();
  window.stops = [...document.querySelectorAll(wanted)].filter((element) => {
    if (element.tabIndex < 0 || element.disabled || element.type === "hidden") return false;
    if (!element.checkVisibility({checkVisibilityCSS: true})) return false;
    if (element.type !== "radio") return true;
    const group = [...document.getElementsByName(element.name)];
    const stop = group.find((radio) => radio.checked) ?? group[0];
    return element === stop && !groups.has(element.name) && groups.add(element.name);
  });
  return window.stops.map((element) => `${element.localName} ${element.name ?? ""} ${
    (element.textContent || "").trim().replace(/\\s+/g, " ").slice(0, 40)}`);
}"""
# What has the focus now: which stop, whether its mark stands out, whether something
# lies over it, and where it is.
LOOK = """() => {
  const element = document.activeElement;
  const colour = (value) => {
    const canvas = new OffscreenCanvas(1, 1).getContext("2d", {willReadFrequently: true});
    canvas.fillStyle = value;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const luminance = ([r, g, b]) => [r, g, b].map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  const contrast = (one, other) => {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const backdrop = (start) => {
    for (let node = start; node; node = node.parentElement) {
      const value = colour(getComputedStyle(node).backgroundColor);
      if (value[3] > 250) return value;
    }
    return colour("Canvas");
  };
  // The mark may be drawn by a label, or by the whole card around a link.
  const parents = [...Array(4)].reduce((found) =>
    [...found, found.at(-1)?.parentElement].filter(Boolean), [element]);
  const marks = [element, ...(element.labels ?? []), element.nextElementSibling, ...parents]
    .filter(Boolean)
    .flatMap((node) => ["", "::before", "::after"].map((part) =>
      ({node, style: getComputedStyle(node, part || null)})));
  const {node: marked, style} = marks.find(({style}) => style.outlineStyle !== "none") ?? {};
  const outside = marked && parseFloat(style.outlineOffset) >= 0;
  const box = element.getClientRects()[0] ?? element.getBoundingClientRect();
  const inset = Math.min(2, box.width / 4, box.height / 4);
  const points = [
    [box.left + box.width / 2, box.top + box.height / 2],
    [box.left + inset, box.top + inset], [box.right - inset, box.top + inset],
    [box.left + inset, box.bottom - inset], [box.right - inset, box.bottom - inset],
  ];
  const over = points.map(([x, y]) => document.elementFromPoint(x, y)).find((found) =>
    found && !element.contains(found) && !found.contains(element)
    && ![...(element.labels ?? [])].some((label) => label.contains(found)));
  return {
    stop: window.stops.indexOf(element),
    name: `${element.localName} ${element.className} ${
      (element.textContent || element.name || "").trim().slice(0, 40)}`,
    outline: marked ? parseFloat(style.outlineWidth) : 0,
    contrast: marked
      ? contrast(colour(style.outlineColor), backdrop(outside ? marked.parentElement : marked))
      : 0,
    covered_by: over ? `${over.localName} ${over.className}` : "",
    // A part is enough: of a high field the browser shows the line one writes on.
    in_window: box.bottom > 0 && box.top < innerHeight && box.right > 0
      && box.left < innerWidth,
    left: box.left + scrollX, right: box.right + scrollX,
    top: box.top + scrollY, bottom: box.bottom + scrollY,
  };
}"""


@dataclass(frozen=True)
class Focus:
    """What the keyboard stands on; coordinates are those of the document."""

    stop: int
    name: str
    outline: float
    contrast: float
    covered_by: str
    in_window: bool
    left: float
    right: float
    top: float
    bottom: float

    @property
    def faults(self) -> list[str]:
        """What is wrong with the mark of the focus here (WCAG 2.4.7, 2.4.11, 1.4.11)."""
        faults = []
        if self.outline < 2:
            faults.append(f"{self.name}: outline of {self.outline} px")
        elif self.contrast < 3:
            faults.append(f"{self.name}: outline with contrast {self.contrast:.2f}")
        if self.covered_by:
            faults.append(f"{self.name}: covered by {self.covered_by}")
        if not self.in_window:
            faults.append(f"{self.name}: not in the window")
        return faults

    def comes_before(self, other: "Focus") -> bool:
        """Whether a reader meets this one first: not lower, or in a column to the left."""
        return self.top < other.bottom or self.right <= other.left


def find_stops(page: Page) -> list[str]:
    """Return what a keyboard must reach, in the order of the document."""
    return page.evaluate(FIND_STOPS)


def press_tab(page: Page) -> Focus:
    """Go on to the next stop and look at it."""
    page.keyboard.press("Tab")
    return Focus(**page.evaluate(LOOK))
