"""The doors of voting over HTTP."""

from services.voting.api import bureau, counting, disputes, elections, open_data, register, slips
from shared.http.documents import documents_router

ROUTERS = (
    documents_router(),
    elections.router,
    bureau.router,
    slips.router,
    counting.router,
    register.router,
    disputes.router,
    open_data.router,
)
