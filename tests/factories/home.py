"""The home page of the migration, and plain pages below it."""

import factory
import wagtail_factories
from wagtail.models import Site

from home.models import ContentPage, HomePage


def get_home() -> HomePage:
    """The home page that home/migrations/0002 made."""
    return Site.objects.get(is_default_site=True).root_page.specific


class ContentPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = ContentPage

    parent = factory.LazyFunction(get_home)
    title = factory.Sequence(lambda number: f"Pagina {number}")
