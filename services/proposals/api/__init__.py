"""The HTTP door of the proposals service."""

from services.proposals.api import (
    delivery,
    duplicates,
    editions,
    forms,
    holding,
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
    forms.router,
    duplicates.router,
    holding.router,
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
