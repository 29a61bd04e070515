"""What happened is never rewritten: rows that are made once and stay as they are."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models


class Unchangeable(Exception):
    """Somebody tried to change or delete a row of the history."""

    def __init__(self) -> None:
        super().__init__("A row of the history stays as it was written.")


class AppendOnlyQuerySet(models.QuerySet):
    """Refuses what would change rows; an erasure deletes what they hang on."""

    def update(self, **values: Any) -> NoReturn:
        raise Unchangeable

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Unchangeable

    def delete(self) -> NoReturn:
        raise Unchangeable

    def erase_words(self, **values: Any) -> int:
        """Blank what these rows say about somebody who asked to be forgotten.

        The one exception, for `services.person` alone: that it happened stays.
        """
        return super().update(**values)

    # As Django's own: not for templates, and not for managers.
    erase_words.alters_data = True
    delete.alters_data = True
    delete.queryset_only = True


class AppendOnly(models.Model):
    """A row that is written once (domain.md 7.9, "append-only log").

    It goes with the registration or the form that it is about and never alone; when
    the account of who acted goes, the row loses the key and keeps the name. Both are
    done by Django past these methods, on purpose.
    """

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Unchangeable
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Unchangeable
