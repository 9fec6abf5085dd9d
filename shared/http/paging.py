"""How a long list is read, page by page, by key."""

from typing import Annotated, Generic, TypeVar

from fastapi import Depends, Query
from pydantic import Field

from shared.http.schemas import Answer

Item = TypeVar("Item")

LARGEST_PAGE = 100


class Page(Answer, Generic[Item]):
    """Some items and the cursor of the next page; `next` is null on the last one."""

    items: list[Item]
    next: Annotated[str | None, Field(description="Send it back as `cursor`.")] = None


class Window(Answer):
    """The part of a list somebody asks for."""

    cursor: str | None = None
    limit: int = LARGEST_PAGE


def window(
    cursor: Annotated[str | None, Query(max_length=500, description="`next` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = LARGEST_PAGE,
) -> Window:
    """The `?cursor=&limit=` of a list route."""
    return Window(cursor=cursor, limit=limit)


Paging = Annotated[Window, Depends(window)]
