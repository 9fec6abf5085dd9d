"""Every route of this service."""

from services.notifications.api import log, people, public

ROUTERS = (people.router, log.router, public.router)
