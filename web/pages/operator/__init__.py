"""Pages of those who look after many municipalities."""

from web.pages.operator import board, technical

ROUTERS = (board.router, technical.router)
