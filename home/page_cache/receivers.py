"""Everything in Wagtail that changes what the public sees empties the page cache.

Content only, and only what Wagtail or the admin changes. A service that changes
something public (the last seat of a day) calls `empty_page_cache` itself.
"""

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, PageViewRestriction, Site, get_page_models
from wagtail.signals import (
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
)

from .stamp import empty_page_cache


def connect() -> None:
    """Connect the receivers; `HomeConfig.ready` calls this once."""
    # Inline: the models of this app mark their responses by this package.
    from home.models import SiteSettings

    # A reorder in the explorer is a move too.
    for signal in (page_published, page_unpublished, post_page_move, page_slug_changed):
        signal.connect(_on_change, dispatch_uid="page_cache")
    for model in {Page, *get_page_models()}:
        # Each type apart: a receiver for all models would slow down every deletion.
        post_save.connect(_on_page_saved, sender=model, dispatch_uid="page_cache")
        post_delete.connect(_on_change, sender=model, dispatch_uid="page_cache")
    watch(
        SiteSettings,
        Site,
        Redirect,
        PageViewRestriction,
        get_image_model(),
        get_document_model(),
    )
    # A replaced file: Wagtail saves the image first and drops its old cuts after.
    post_delete.connect(
        _on_change,
        sender=get_image_model().get_rendition_model(),
        dispatch_uid="page_cache",
    )


def watch(*models: type[Model]) -> None:
    """Empty the page cache whenever a row of these models is saved or deleted."""
    for model in models:
        post_save.connect(_on_change, sender=model, dispatch_uid="page_cache")
        post_delete.connect(_on_change, sender=model, dispatch_uid="page_cache")


def _on_change(sender: Any, **kwargs: Any) -> None:
    empty_page_cache()


def _on_page_saved(
    sender: Any, instance: Page, update_fields: Any = None, **kwargs: Any
) -> None:
    """A public page saved outside the editor, by a script for example.

    Wagtail names the columns when it only notes a draft, a lock or a workflow;
    autosave does that every half second, and the public page stays as it is.
    """
    if update_fields is None and instance.live:
        empty_page_cache()
