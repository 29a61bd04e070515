"""The one row that tells every process whether its kept pages still hold."""

from django.db import models


class PageCacheStamp(models.Model):
    """A value that changes whenever something public changes; there is one row.

    Written by home/page_cache/stamp.py only. Every process reads it twice a second,
    so that a publish reaches all of them, on several hosts too.
    """

    value = models.CharField(max_length=32)

    class Meta:
        default_permissions = ()
        verbose_name = "stamp of the page cache"
        verbose_name_plural = "stamps of the page cache"

    def __str__(self) -> str:
        return self.value
