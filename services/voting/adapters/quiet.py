"""The box's own database client: no command listener, so that no trace or log learns when a ballot came."""

from shared.mongo import Client, connect


def quiet_client(url: str) -> Client:
    """Tracing registers its listener for every client of the process; this one drops it before it connects."""
    client = connect(url, "voting-box")
    listeners = client.delegate.options.pool_options._event_listeners
    if listeners is not None:
        listeners._EventListeners__command_listeners = []
        listeners._EventListeners__enabled_for_commands = False
    return client
