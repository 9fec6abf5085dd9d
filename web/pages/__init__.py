"""All pages, by who reads them; addresses with fixed first parts come before those with a language."""

from web.pages import cell, citizen, hall, operator, sign_in, voter
from web.pages.desk import check_in

ROUTERS = [
    sign_in.router,
    *citizen.ROUTERS,
    *operator.ROUTERS,
    *hall.ROUTERS,
    *voter.ROUTERS,
    *cell.ROUTERS,
    check_in.router,
    citizen.HOME,
]
