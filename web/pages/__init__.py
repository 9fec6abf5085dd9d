"""All pages, by who reads them; addresses with fixed first parts come before those with a language."""

from web.pages import calendar, sign_in, staff
from web.pages.citizen import home, programme, proposals, propose, start
from web.pages.desk import check_in
from web.pages.hall import chair, meetings, programme_screen, running_order, screen
from web.pages.operator import board
from web.pages.voter import ballot, results

ROUTERS = [
    sign_in.router,
    start.router,
    board.router,
    programme_screen.router,
    screen.router,
    chair.router,
    running_order.router,
    ballot.router,
    propose.router,
    proposals.router,
    calendar.router,
    meetings.router,
    programme.router,
    results.router,
    staff.router,
    check_in.router,
    home.router,
]
