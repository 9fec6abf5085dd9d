"""Pages of the hall: the bureau that prepares and leads a vote, the facilitator, the screens."""

from web.pages.hall import (
    chair,
    changing,
    disputes,
    drafting,
    meetings,
    paper,
    preparation,
    programme_screen,
    register,
    registrar,
    rolls,
    running_order,
    screen,
    spoiled,
    statements,
    tablet,
)

ROUTERS = [
    programme_screen.router,
    screen.router,
    drafting.router,
    chair.router,
    changing.router,
    preparation.router,
    registrar.router,
    disputes.router,
    spoiled.router,
    statements.router,
    paper.router,
    tablet.router,
    rolls.router,
    register.router,
    running_order.router,
    meetings.router,
]
