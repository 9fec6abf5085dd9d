"""All pages, by who reads them; addresses with fixed first parts come before those with a language."""

from web.pages import cell, citizen, sign_in
from web.pages.desk import check_in
from web.pages.hall import chair, meetings, paper, programme_screen, running_order, screen, spoiled, tablet
from web.pages.operator import board
from web.pages.voter import afar, ballot, results

ROUTERS = [
    sign_in.router,
    *citizen.ROUTERS,
    board.router,
    programme_screen.router,
    screen.router,
    chair.router,
    spoiled.router,
    paper.router,
    tablet.router,
    running_order.router,
    ballot.router,
    afar.router,
    meetings.router,
    results.router,
    *cell.ROUTERS,
    check_in.router,
    citizen.HOME,
]
