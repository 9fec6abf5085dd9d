"""Pages of the municipal cell and the town's services."""

from web.pages.cell import (
    activities,
    batch,
    calendars,
    decisions,
    desk,
    imports,
    meetings,
    minutes,
    money,
    planning,
    plans,
    programme,
    publications,
    review,
    sheets,
    tables,
)

ROUTERS = [
    desk.router,
    planning.router,
    calendars.router,
    activities.router,
    publications.router,
    minutes.router,
    meetings.router,
    decisions.router,
    sheets.router,
    review.router,
    batch.router,
    money.router,
    programme.router,
    plans.router,
    imports.router,
    tables.router,
]
