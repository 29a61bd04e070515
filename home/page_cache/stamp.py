"""The stamp: one row that changes when anything public changes."""


def empty_page_cache() -> None:
    """Drop all kept pages, in every process, once the transaction commits."""
