"""What residents read and send: no account, no script needed."""

from web.pages.citizen import (
    calendar,
    easy,
    home,
    money,
    news,
    open_data,
    pictures,
    plans,
    programme,
    projects,
    proposals,
    propose,
    receipts,
    requests,
    selection,
    start,
    surveys,
    tracking,
)

ROUTERS = [
    start.router,
    propose.router,
    pictures.router,
    proposals.router,
    tracking.router,
    programme.router,
    money.router,
    selection.router,
    projects.router,
    requests.router,
    surveys.router,
    news.router,
    receipts.router,
    open_data.router,
    easy.router,
    calendar.router,
    plans.router,
]
"""Where their addresses leave each other alone, in the order of a visit."""

HOME = home.router
"""Two free parts: it comes after every address that has two."""
