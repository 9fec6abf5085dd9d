"""The source documents and the service's own templates, as tests read them."""

import json
from pathlib import Path
from typing import Any

from services.scheduling.adapters.library import rule_book, templates

FOLDER = Path(__file__).parents[3] / "deploy/demo/data/documents"
NAMES = (
    "beni-hassen-2021-calendar",
    "nefta-2022-calendar",
    "beni-mellal-forum-2025",
    "beni-mellal-action-plan-2024",
    "el-jadida-open-commune-2024-2025",
)
RULES = rule_book()
TEMPLATES = templates()
TUNISIA = TEMPLATES["template-tn-annual-investment-programme"]
MOROCCO = TEMPLATES["template-ma-participatory-budget"]


def document(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return found
