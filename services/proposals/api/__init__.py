"""The HTTP door of the proposals service."""

from services.proposals.api import (
    batches,
    delivery,
    duplicates,
    editions,
    forms,
    holding,
    intake,
    network,
    open_data,
    personal,
    programme,
    requests,
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
    batches.router,
    intake.router,
    review.router,
    selection.router,
    votes.router,
    programme.router,
    delivery.router,
    requests.router,
    personal.router,
    surveys.router,
    open_data.router,
    documents_router(),
)
