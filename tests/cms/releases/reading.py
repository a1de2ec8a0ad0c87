"""What tests read from the answers of the screens."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup
from django.urls import reverse


def address(name: str, *arguments: int) -> str:
    """Give the address of a screen."""
    return reverse(f"data_releases:{name}", args=arguments)


def soup_of(response: Any, *, status: int = 200) -> BeautifulSoup:
    """Read a page that answered as expected."""
    assert response.status_code == status, (response.status_code, response.headers.get("Location"))
    return BeautifulSoup(response.content, "html.parser")


def words_of(response: Any, *, status: int = 200) -> str:
    """Give the words of a page's own part, in one line."""
    main = soup_of(response, status=status).find(id="main")
    assert main is not None
    return " ".join(main.get_text(" ").split())


def table_rows(response: Any, caption: str) -> list[list[str]]:
    """Give the rows of the table that has a caption, cell by cell."""
    for table in soup_of(response).find_all("table"):
        if table.caption and caption in table.caption.get_text():
            rows = table.tbody.find_all("tr")
            return [[" ".join(cell.get_text(" ").split()) for cell in row.find_all(["td", "th"])] for row in rows]
    raise AssertionError(f"There is no table “{caption}”.")


def messages_of(response: Any) -> str:
    """Give what a page says happened, after its redirect was followed."""
    found = soup_of(response).find(class_="messages")
    return " ".join(found.get_text(" ").split()) if found else ""
