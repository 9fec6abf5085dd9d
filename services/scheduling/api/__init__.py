"""The HTTP door of the scheduling service."""

from services.scheduling.api import (
    calendars,
    decisions,
    feeds,
    forum,
    meetings,
    network,
    plans,
    publications,
    registrar,
)
from shared.http.documents import documents_router

ROUTERS = (
    documents_router(),
    calendars.router,
    meetings.router,
    forum.router,
    publications.router,
    decisions.router,
    plans.router,
    feeds.router,
    network.router,
    registrar.router,
)
