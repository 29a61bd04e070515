/* The editor of a registration form: names every row after its question, offers the
   earlier questions and their answers where one question depends on another, counts,
   and warns. The server checks all of it again (models/page_form/). */
"use strict";

const start = () => {
  const source = document.getElementById("question-data");
  if (!source) return;
  const data = JSON.parse(source.textContent);
  const CHOICES = ["checkboxes", "dropdown", "multiselect", "radio"];
  const list = document.getElementById("id_form_fields-FORMS");
  const count = document.querySelector(".question-count");
  if (!list) return;

  /* One row, and what stands in it now. */
  const read = (name) => {
    const prefix = name.replace(/-label$/, "");
    const get = (field) => document.getElementById(`id_${prefix}-${field}`);
    return { prefix, get, value: (field) => get(field)?.value ?? "" };
  };
  const getRows = () => [...list.querySelectorAll('input[name$="-label"]')]
    .map((input) => read(input.name))
    .filter((row) => row.value("DELETE") !== "1" && row.value("DELETE") !== "on");
  const place = (row) => row.get("section")?.selectedIndex ?? 0;
  const inOrder = () => {
    const rows = getRows();
    return rows
      .map((row, index) => ({ row, index }))
      .sort((a, b) => place(a.row) - place(b.row) || a.index - b.index)
      .map(({ row }) => row);
  };
  const idOf = (row) => row.value("clean_name") || `row:${row.prefix}`;

  const answersOf = (row) => {
    const kind = row.value("field_type");
    if (data.answers[kind]) return data.answers[kind];
    if (kind === "checkbox") return [data.box];
    if (!CHOICES.includes(kind)) return [];
    const text = row.value("choices").trim();
    const parts = text.includes("\n") ? text.split("\n") : text.split(",");
    return parts.map((one) => one.trim().replace(/,$/, "").trim()).filter(Boolean);
  };

  /* Which question: those before this one that have answers to choose from. */
  const offer = (row, before) => {
    const select = row.get("show_if_key");
    if (!select || select.tagName !== "SELECT") return;
    const chosen = select.value;
    const options = [["", data.everybody]];
    for (const one of before) {
      if (answersOf(one).length) options.push([idOf(one), one.value("label")]);
    }
    const row_of_chosen = getRows().find(
      (one) => idOf(one) === chosen || `row:${one.prefix}` === chosen,
    );
    if (chosen && !options.some(([value]) => value === chosen)) {
      const known = select.selectedOptions[0]?.textContent;
      options.push([chosen, row_of_chosen?.value("label") || known || chosen]);
    }
    const now = [...select.options].map((one) => `${one.value}\n${one.textContent}`);
    if (now.join() === options.map((one) => one.join("\n")).join()) return;
    select.replaceChildren(...options.map(([value, text]) => new Option(text, value)));
    select.value = chosen;
  };

  /* Which answers: boxes that write the lines of the text below them. */
  const tick = (row) => {
    const text = row.get("show_if_values");
    const select = row.get("show_if_key");
    if (!text || !select) return;
    const decider = getRows().find(
      (one) => idOf(one) === select.value || `row:${one.prefix}` === select.value,
    );
    const labels = decider ? answersOf(decider) : [];
    const lines = text.value.split("\n").map((one) => one.trim()).filter(Boolean);
    let boxes = text.parentElement.querySelector(".question-answers");
    if (!boxes) {
      boxes = document.createElement("div");
      boxes.className = "question-answers";
      boxes.setAttribute("role", "group");
      boxes.setAttribute("aria-labelledby", `${text.id}-label`);
      text.before(boxes);
    }
    /* What is no answer (any more) stays to be read, and mended, as text. */
    const strange = lines.some((one) => !labels.includes(one));
    text.hidden = labels.length > 0 && !strange;
    boxes.hidden = !text.hidden;
    for (const name of ["show_if_condition", "show_if_values"]) {
      const panel = row.get(name)?.closest(".w-panel__wrapper");
      if (panel) panel.hidden = !select.value;
    }
    const wanted = labels.join("\n");
    if (boxes.dataset.labels !== wanted) {
      boxes.dataset.labels = wanted;
      boxes.replaceChildren(...labels.map((label) => {
        const line = document.createElement("label");
        const box = document.createElement("input");
        box.type = "checkbox";
        box.value = label;
        line.append(box, ` ${label}`);
        return line;
      }));
    }
    for (const box of boxes.querySelectorAll("input")) {
      box.checked = lines.includes(box.value);
    }
  };

  const pattern = (starts) => new RegExp(
    `(?<![\\p{L}\\p{N}_])(?:${starts.map((one) => one.replace(/[/.]/g, "\\$&")).join("|")})`,
    "u",
  );
  const touchy = Object.entries(data.touchy).map(([what, starts]) => [what, pattern(starts)]);
  const warn = (row) => {
    const panel = row.get("label")?.closest(".w-panel__content, li, [data-inline-panel-child]");
    const note = panel?.querySelector(".question-need");
    if (!note) return;
    const text = `${row.value("label")} ${row.value("help_text")}`.toLowerCase();
    const found = touchy.filter(([, test]) => test.test(text)).map(([what]) => what);
    const words = found.length ? data.warning.replace("#", found.join(", ")) : "";
    if (note.textContent !== words) note.textContent = words;
    note.hidden = !found.length;
  };

  /* "Question 3" says little in a list of twenty-two. */
  const name = (row) => {
    const child = row.get("label")?.closest("[data-inline-panel-child]");
    const heading = child?.querySelector("[data-panel-heading-text]");
    if (!heading) return;
    let title = heading.querySelector(".question-title");
    if (!title) {
      title = document.createElement("span");
      title.className = "question-title";
      heading.append(title);
    }
    const label = row.value("label");
    const words = label ? `· ${label}` : "";
    if (title.textContent !== words) title.textContent = words;
  };

  /* What a kind of question has no use for does not stand there. */
  const OWN_TEXT = ["singleline", "multiline"];
  const fit = (row) => {
    const kind = row.value("field_type");
    const isCore = kind.startsWith("core_");
    const uses = {
      choices: CHOICES.includes(kind),
      default_value: !isCore,
      max_length: OWN_TEXT.includes(kind) || data.texts.includes(kind),
    };
    for (const [name, isUsed] of Object.entries(uses)) {
      const field = row.get(name);
      const wrapper = field?.closest(".w-panel__wrapper");
      if (wrapper) wrapper.hidden = !isUsed && !field.value;
    }
    const group = row.get("choices")?.closest("details");
    if (group) {
      group.hidden = [...group.querySelectorAll(".w-panel__wrapper")]
        .every((one) => one.hidden);
    }
  };

  const update = () => {
    const rows = inOrder();
    rows.forEach((row, index) => {
      offer(row, rows.slice(0, index));
      tick(row);
      warn(row);
      fit(row);
      name(row);
    });
    const asked = rows.filter((row) => row.value("field_type") !== "hidden").length;
    const length = data.length[Math.min(asked, data.length.length - 1)];
    if (count.textContent !== length) count.textContent = length;
  };

  let timer;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(update, 150);
  };
  list.addEventListener("input", later);
  list.addEventListener("change", (event) => {
    const box = event.target.closest(".question-answers input");
    if (box) {
      const boxes = box.closest(".question-answers");
      const text = boxes.parentElement.querySelector("textarea");
      text.value = [...boxes.querySelectorAll("input:checked")]
        .map((one) => one.value).join("\n");
      text.dispatchEvent(new Event("input", { bubbles: true }));
    }
    later();
  });
  /* Rows are added, moved and taken away. */
  new MutationObserver(later).observe(list, { childList: true });
  list.addEventListener("click", later);
  update();

  /* A list that one can oversee: every question closed, save those with a mistake. */
  addEventListener("load", () => {
    for (const child of list.querySelectorAll(":scope > [data-inline-panel-child]")) {
      const toggle = child.querySelector("[data-panel-toggle]");
      if (toggle?.getAttribute("aria-expanded") !== "true") continue;
      if (child.querySelector(".error-message, .w-field--error")) continue;
      toggle.click();
    }
  });
};

/* Wagtail names this file in the head. */
if (document.readyState === "loading") {
  document.addEventListener("DOMContentLoaded", start);
} else {
  start();
}
