"""`keys` and `reseal`: the sealed secret of a service that signs, made once and opened by another passphrase when people change."""

import getpass
import sys
from pathlib import Path
from typing import Protocol, runtime_checkable

from shared.sealed import KeysMissing, KeysSealed, SealedSecret
from shared.service import ServiceDefinition
from shared.settings import ServiceSettings


@runtime_checkable
class KeepsKeys(Protocol):
    """Settings of a service with a sealed secret; `passphrase` is None where none was given."""

    data_dir: Path

    @property
    def passphrase(self) -> str | None: ...


def keys(definition: ServiceDefinition, settings: ServiceSettings) -> None:
    """Make the sealed secret; one that is there is left alone. Keep a copy of the file, and the passphrase apart from it."""
    folder, passphrase = _place(definition, settings)
    SealedSecret.create(folder, passphrase)
    SealedSecret.open(folder, passphrase)


def reseal(definition: ServiceDefinition, settings: ServiceSettings) -> None:
    """The same secret under a new passphrase, read from the terminal or standard input; then change the setting and restart."""
    folder, passphrase = _place(definition, settings)
    new = getpass.getpass("New passphrase: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    if len(new) < 12:
        sys.exit("The new passphrase needs at least 12 signs; nothing was changed.")
    try:
        SealedSecret.reseal(folder, passphrase, new)
    except (KeysMissing, KeysSealed) as wrong:
        sys.exit(f"{type(wrong).__doc__} ({wrong}) Nothing was changed.")


def _place(definition: ServiceDefinition, settings: ServiceSettings) -> tuple[Path, str]:
    if not isinstance(settings, KeepsKeys):
        sys.exit(f"{definition.name} keeps no keys")
    if settings.passphrase is None:
        sys.exit(f"{definition.name}: the passphrase of its keys is not set; see docs/settings.md")
    return settings.data_dir, settings.passphrase
