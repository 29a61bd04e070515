"""The words of each kind of letter: ours as a default, changed by staff.

    fields.py     what only the site knows: `{voornaam}`, with its meaning
    kinds.py      which fields each kind knows, and what it must say
    source.py     which words hold for a form: its own, its call's, the site's, ours
    filling.py    the words filled in for one person
    checking.py   why words cannot be saved
    richtext.py   the words in the editor of staff, and back
    scopes.py     the calls, days and forms that can have words of their own
    listing.py    what is changed where
    store.py      saved as versions, restored, taken back

Staff type no template language: a field is replaced by its value, and that is all.
"""

from .addresses import get_own_url
from .checking import MAX_BODY, Problem, find_problems
from .errors import ChangedMeanwhile, WordsRefused
from .fields import FIELDS, Field, Place
from .filling import fill_body, fill_subject, render_part
from .kinds import KINDS, About, LetterKind
from .listing import KindRow, list_kinds
from .richtext import FEATURES, from_rich_text, to_rich_text
from .scopes import find_scope, list_form_pages, list_scopes
from .source import Words, get_default, get_words, get_words_at, get_words_of
from .store import restore_version, save_words, take_default

__all__ = [
    "FEATURES",
    "FIELDS",
    "KINDS",
    "MAX_BODY",
    "About",
    "ChangedMeanwhile",
    "Field",
    "KindRow",
    "LetterKind",
    "Place",
    "Problem",
    "Words",
    "WordsRefused",
    "fill_body",
    "fill_subject",
    "find_problems",
    "find_scope",
    "from_rich_text",
    "get_default",
    "get_own_url",
    "get_words",
    "get_words_at",
    "get_words_of",
    "list_form_pages",
    "list_kinds",
    "list_scopes",
    "render_part",
    "restore_version",
    "save_words",
    "take_default",
    "to_rich_text",
]
