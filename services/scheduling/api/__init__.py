"""The HTTP door of the scheduling service."""

from services.scheduling.api import (
    attendance,
    calendars,
    checkin,
    decisions,
    feeds,
    follow_up,
    forum,
    imports,
    meetings,
    minutes,
    network,
    own_data,
    plans,
    preregistration,
    publications,
    registrar,
    rules,
    templates,
)
from shared.http.documents import documents_router

ROUTERS = (
    documents_router(),
    imports.router,  # before the calendars: `imports` is no calendar's id
    templates.router,
    rules.router,
    calendars.router,
    meetings.router,
    minutes.router,
    attendance.router,
    forum.router,
    checkin.router,
    preregistration.router,
    publications.router,
    decisions.router,
    plans.router,
    follow_up.router,
    feeds.router,
    network.router,
    registrar.router,
    own_data.router,
)
