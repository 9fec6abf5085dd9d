"""Participation action plans and open-commune programmes, kept whole as the council adopted them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.scheduling.domain.facts import rows
from shared.aggregate import Aggregate

ACTION_PLAN = "ma_participation_action_plan"
OPEN_PROGRAMME = "ma_open_commune_programme"


class WrongDocumentKind(Exception):
    """The document is of another kind than the one asked for."""


@dataclass(kw_only=True)
class Plan(Aggregate):
    """The document as loaded; `activities` and `indicators` are counted from it, never typed."""

    kind: str
    title: Mapping[str, str]
    document: Mapping[str, Any]
    loaded_at: datetime

    def activities(self) -> list[Mapping[str, Any]]:
        return (
            rows(self.document, "axes[].activities[]")
            if self.kind == ACTION_PLAN
            else rows(self.document, "activities[]")
        )

    def counts(self) -> dict[str, int]:
        listed = self.activities()
        return {
            "axes": len(self.document.get("axes", ())),
            "projects": len(self.document.get("projects", ())),
            "activities": len(listed),
            "indicators": sum(len(row.get("indicators") or ()) for row in listed),
            "without_priority": sum("priority" in row and row["priority"] is None for row in listed),
        }


def plan_of(kind: str, document: Mapping[str, Any], **identity: Any) -> Plan:
    if document.get("kind") != kind:
        raise WrongDocumentKind(str(document.get("kind")))
    return Plan(kind=kind, title=document["title"], document=document, **identity)
