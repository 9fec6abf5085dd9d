"""python -m web: serves the pages."""

import uvicorn

from web.app import create_app
from web.settings import Settings


def main() -> None:
    settings = Settings()
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        access_log=False,
        timeout_graceful_shutdown=3,  # screens watch without end; cut off, they come back by themselves
    )


if __name__ == "__main__":
    main()
