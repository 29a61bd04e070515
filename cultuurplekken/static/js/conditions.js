/* Shows a question only to whom it is asked (registrations/forms/conditions.py is
   the same rule on the server). Without this, every question stands there with a
   sentence that says for whom it is. What was typed stays in a hidden question, and
   nothing is announced: what appears stands after the answer that calls for it. */
"use strict";

for (const form of document.querySelectorAll("form:has([data-after])")) {
  const questions = [...form.querySelectorAll("[data-after]")];
  const rootOf = (name) => form.querySelector(`[name="${name}"]`)?.closest(".field");
  const givenTo = (name) => [...form.querySelectorAll(`[name="${name}"]`)]
    .filter((input) => input.tagName === "SELECT" || input.checked)
    .map((input) => input.value);

  const met = {
    any: (given, wanted) => wanted.some((one) => given.includes(one)),
    none: (given, wanted) => !wanted.some((one) => given.includes(one)),
    not_all: (given, wanted) => !wanted.every((one) => given.includes(one)),
  };
  const isAsked = ({ after, when, answers }) =>
    !rootOf(after)?.hidden && met[when](givenTo(after), JSON.parse(answers));

  /* A question may wait for one that waits itself: as long as something changes. */
  const update = () => {
    for (let round = 0; round < questions.length; round += 1) {
      let changed = false;
      for (const question of questions) {
        const hidden = !isAsked(question.dataset);
        changed ||= question.hidden !== hidden;
        question.hidden = hidden;
      }
      if (!changed) return;
    }
  };

  for (const note of form.querySelectorAll("[data-condition]")) {
    const hint = note.parentElement;
    note.remove();
    hint.hidden = !hint.textContent.trim();
  }
  form.addEventListener("change", update);
  /* The back button fills in what was chosen after this ran. */
  addEventListener("pageshow", update);
  update();
}
