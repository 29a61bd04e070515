"""What follows on a publish, besides the page cache (home/page_cache/receivers.py)."""

from typing import Any

from django.db import transaction
from wagtail.signals import page_published


def connect() -> None:
    """Connect the receivers; `HomeConfig.ready` calls this once."""
    page_published.connect(_cut_picture, dispatch_uid="picture")


def _cut_picture(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Cut the picture of a page now, so that no visitor waits for a large photograph.

    After the commit: meanwhile nobody waits for the database. Robust: a page whose
    picture cannot be cut is published all the same.
    """
    if getattr(instance, "picture_id", None):
        transaction.on_commit(lambda: instance.framed_picture, robust=True)
