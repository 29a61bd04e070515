"""Navigation, breadcrumbs and footer: what every page shows around itself."""

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString
from wagtail.models import Page, Site

from home.models import SiteSettings
from home.models.routed import with_short_titles
from home.models.visitors import for_visitors
from home.page_cache import keep_fragment

register = template.Library()


@register.inclusion_tag("includes/navigation.html", takes_context=True)
def main_navigation(context: dict) -> dict:
    """The public pages right below the home page that are in the menus."""
    request = context.get("request")
    site = Site.find_for_request(request) if request else None
    if site is None:
        return {"links": []}
    current = getattr(context.get("page"), "path", "")
    pages = keep_fragment(("menu", site.pk), lambda: _find_menu_pages(site))
    return {
        "request": request,
        "links": [
            {
                "page": page,
                "is_current": page.path == current,
                "is_section": current.startswith(page.path),
            }
            for page in pages
        ],
    }


def _find_menu_pages(site: Site) -> list[Page]:
    pages = Page.objects.child_of(site.root_page).in_menu()
    return list(with_short_titles(for_visitors(pages, on=site.root_page)))


@register.inclusion_tag("includes/breadcrumbs.html", takes_context=True)
def breadcrumbs(context: dict) -> dict:
    """The way from the home page to the page above this one."""
    page = context.get("page")
    ancestors = page.public_ancestors if page is not None else []
    return {"request": context.get("request"), "ancestors": ancestors, "page": page}


@register.simple_tag(takes_context=True)
def site_footer(context: Context) -> SafeString:
    """The footer of every page, from the settings of the site; the same on all."""
    request = context.get("request")
    footer = context.template.engine.get_template("includes/footer.html")

    def render() -> SafeString:
        settings = SiteSettings.for_request(request) if request else None
        with context.push(site_settings=settings):
            return footer.render(context)

    site = Site.find_for_request(request) if request else None
    return keep_fragment(("footer", site.pk), render) if site else render()
