"""All pages, by who reads them; addresses with fixed first parts come before those with a language."""

from web.pages import cell, citizen, hall, sign_in, voter
from web.pages.desk import check_in
from web.pages.operator import board

ROUTERS = [
    sign_in.router,
    *citizen.ROUTERS,
    board.router,
    *hall.ROUTERS,
    *voter.ROUTERS,
    *cell.ROUTERS,
    check_in.router,
    citizen.HOME,
]
