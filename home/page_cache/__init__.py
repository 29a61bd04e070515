"""Public pages are kept ready: the small door through which the rest asks for it.

A response takes part only when its view says so with `mark_public`; whoever changes
what the public sees calls `empty_page_cache`; and an app whose words change by the
clock registers its moments with `register_boundaries`. How it works stands in
README.md, "Speed and caching".
"""

from .boundaries import register_boundaries
from .fragments import keep_fragment
from .marking import mark_public
from .stamp import empty_page_cache

__all__ = [
    "empty_page_cache",
    "keep_fragment",
    "mark_public",
    "register_boundaries",
]
