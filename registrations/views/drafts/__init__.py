"""A form that was saved, behind its private link, and the pages around it.

A GET changes nothing: mail scanners open every link, more than once. Every answer
belongs to one person, is kept by no cache and no search engine, and its address
(which holds the key) goes to no other site. No cookie, no session.
"""

from .link import serve_draft, serve_erase, serve_erased
from .saved import serve_saved, serve_saved_again

__all__ = [
    "serve_draft",
    "serve_erase",
    "serve_erased",
    "serve_saved",
    "serve_saved_again",
]
