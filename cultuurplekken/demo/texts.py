"""Small tools to write page content in Python: paragraphs, links, lists, blocks."""

from wagtail.models import Page


def p(*sentences: str) -> str:
    """One paragraph of rich text."""
    return f"<p>{' '.join(sentences)}</p>"


def ul(*items: str) -> str:
    """A bulleted list of rich text."""
    return "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"


def link(page: Page, text: str) -> str:
    """A link to a page that follows it when it moves."""
    return f'<a linktype="page" id="{page.pk}">{text}</a>'


def items(*texts: str) -> list[tuple[str, str]]:
    """The value of an ItemsStreamBlock."""
    return [("item", text) for text in texts]
