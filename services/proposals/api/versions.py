"""How an edit says which version it was made on."""

from typing import Annotated

from fastapi import Depends, Header

from shared.http.preconditions import expected_version


def version_seen(
    if_match: Annotated[
        str | None, Header(description="The ETag that was read: then nobody else's edit is overwritten.")
    ] = None,
) -> int | None:
    """None where the editor does not say: the edit then replaces whatever is there."""
    return None if if_match is None else expected_version(if_match)


VersionSeen = Annotated[int | None, Depends(version_seen)]
