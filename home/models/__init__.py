"""The front of the house: pages, site settings, and what other apps build on."""

from .base import BasePage
from .keyed import StableKey
from .pages import ContentPage, HomePage
from .picture import Pictured
from .settings import SiteSettings
from .stamp import PageCacheStamp

__all__ = [
    "BasePage",
    "ContentPage",
    "HomePage",
    "PageCacheStamp",
    "Pictured",
    "SiteSettings",
    "StableKey",
]
