"""The HTTP door of the proposals service."""

from services.proposals.api import (
    delivery,
    editions,
    intake,
    network,
    open_data,
    programme,
    review,
    selection,
    surveys,
    votes,
)
from shared.http import documents_router

ROUTERS = (
    network.router,
    editions.router,
    intake.router,
    review.router,
    selection.router,
    votes.router,
    programme.router,
    delivery.router,
    surveys.router,
    open_data.router,
    documents_router(),
)
