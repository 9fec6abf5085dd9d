"""Pages of delegates and voters."""

from web.pages.voter import afar, ballot, results

ROUTERS = [ballot.router, afar.router, results.router]
