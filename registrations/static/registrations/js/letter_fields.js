/* The list of fields beside the editor of a letter: a button puts its field where the
   cursor is, in the subject or in the text. Typing it does the same. */
"use strict";

const EVENT = "letter-field";

/* Lives in the editor, shows nothing, and hears the buttons. */
class LetterFields extends window.React.Component {
  constructor(props) {
    super(props);
    this.insert = this.insert.bind(this);
  }

  componentDidMount() { document.addEventListener(EVENT, this.insert); }

  componentWillUnmount() { document.removeEventListener(EVENT, this.insert); }

  insert({ detail: { words, isAlone } }) {
    const { EditorState, Modifier } = window.DraftJS;
    const { getEditorState, onChange } = this.props;
    const state = getEditorState();
    let content = state.getCurrentContent();
    let selection = state.getSelection();
    /* What must stand alone gets a paragraph of its own. */
    if (isAlone) {
      const block = content.getBlockForKey(selection.getEndKey());
      if (block.getLength()) {
        const end = block.getLength();
        selection = selection.merge({
          anchorKey: block.getKey(), anchorOffset: end, focusKey: block.getKey(), focusOffset: end, isBackward: false,
        });
        content = Modifier.splitBlock(content, selection);
        selection = content.getSelectionAfter();
        content = Modifier.setBlockType(content, selection, "unstyled");
      }
    }
    content = Modifier.replaceText(content, selection, words);
    const next = EditorState.push(state, content, "insert-characters");
    onChange(EditorState.forceSelection(next, content.getSelectionAfter()));
  }

  render() { return null; }
}

window.draftail.registerPlugin({ type: "letter-fields", meta: LetterFields }, "controls");

const start = () => {
  const list = document.querySelector("[data-letter-fields]");
  const subject = document.getElementById("id_subject");
  if (!list || !subject) return;
  let inSubject = false;
  document.addEventListener("focusin", ({ target }) => {
    if (target === subject) inSubject = true;
    else if (target.closest(".Draftail-Editor")) inSubject = false;
  });
  for (const button of list.querySelectorAll("button[data-words]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const { words, alone } = button.dataset;
      if (inSubject && alone === undefined) {
        subject.setRangeText(words, subject.selectionStart, subject.selectionEnd, "end");
        subject.focus();
      } else {
        document.dispatchEvent(new CustomEvent(EVENT, { detail: { words, isAlone: alone !== undefined } }));
      }
    });
  }
  /* The preview follows a choice at once. */
  const show = document.getElementById("letter-show");
  for (const field of document.querySelectorAll("[data-letter-look]")) {
    field.addEventListener("change", () => show?.click());
  }
};
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
