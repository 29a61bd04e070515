"""Rows inside a page that must be recognised again, whatever Wagtail does."""

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

# Forty bits: unique within one page, which is all that is asked of it.
KEY_BYTES = 5


def mint_key(prefix: str) -> str:
    """Return a new key such as `s_4f0c1d2e3a`."""
    return f"{prefix}_{secrets.token_hex(KEY_BYTES)}"


class StableKey(models.Model):
    """A child row of a page whose key outlives its primary key.

    Wagtail keeps the children of a draft in the revision, without a primary key:
    draft → draft → publish → publish deletes the row and makes another one. What
    others store about a session, a criterion or a question therefore names its
    key. `KeyedPageForm` (home/page_forms.py) carries the key through the
    editor; a row made in code gets its key when it is saved.
    """

    key_prefix = "k"

    key = models.CharField(_("key"), max_length=16, blank=True, db_index=True)

    class Meta:
        abstract = True

    def save(self, *args: object, **kwargs: object) -> None:
        """Mint the key of a row that was made in code."""
        if not self.key:
            self.key = mint_key(self.key_prefix)
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "key"}
        super().save(*args, **kwargs)
