"""The doors of voting over HTTP."""

from services.voting.api import bureau, counting, elections, slips
from shared.http.documents import documents_router

ROUTERS = (documents_router(), elections.router, bureau.router, slips.router, counting.router)
