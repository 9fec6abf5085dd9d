"""Publishes the schema of every event not published yet; what is published is never overwritten."""

import json
from pathlib import Path

from shared.contracts.asyncapi import SERVICES, events_of, schema_of

FOLDER = Path(__file__).parent / "published"


def publish() -> list[str]:
    """Write the missing schemas; gives their types."""
    missing = [
        kind for service in SERVICES for kind in events_of(service) if not (FOLDER / f"{kind.TYPE}.json").exists()
    ]
    for kind in missing:
        text = json.dumps(schema_of(kind), ensure_ascii=False, indent=1, sort_keys=True)
        (FOLDER / f"{kind.TYPE}.json").write_text(text + "\n")
    return [kind.TYPE for kind in missing]


if __name__ == "__main__":
    print("\n".join(publish()) or "everything is published")
