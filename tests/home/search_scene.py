"""Searching as a visitor does, and what is on the page then."""

from bs4 import BeautifulSoup


def search(client, query: str, **more) -> BeautifulSoup:
    response = client.get("/zoeken/", {"q": query, **more})
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def list_titles(soup: BeautifulSoup) -> list[str]:
    return [link.get_text() for link in soup.select(".result__title a")]


def find(client, query: str) -> list[str]:
    return list_titles(search(client, query))
