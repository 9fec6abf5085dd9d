"""The commands that make and reseal the secret of a service that signs."""

import io
from pathlib import Path

import pytest

from services.notifications.wiring import SERVICE as NOTIFICATIONS
from services.voting.settings import Settings
from services.voting.wiring import SERVICE as VOTING
from shared.process import COMMANDS
from shared.sealed import KeysSealed, SealedSecret

NOWHERE = {"mongo_url": "mongodb://-", "kafka_bootstrap": "-", "redis_url": "redis://-", "oidc_issuer": "-"}


def settings(folder: Path, passphrase: str = "first passphrase") -> Settings:
    return Settings.model_validate({**NOWHERE, "data_dir": folder, "voting_keys_passphrase": passphrase})


def test_a_secret_is_made_once_and_left_alone_after(tmp_path: Path) -> None:
    COMMANDS["keys"](VOTING, settings(tmp_path))
    made = SealedSecret.open(tmp_path, "first passphrase").secret
    COMMANDS["keys"](VOTING, settings(tmp_path))
    assert SealedSecret.open(tmp_path, "first passphrase").secret == made


def test_resealing_keeps_the_secret_and_ends_the_old_passphrase(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    COMMANDS["keys"](VOTING, settings(tmp_path))
    made = SealedSecret.open(tmp_path, "first passphrase").secret
    monkeypatch.setattr("sys.stdin", io.StringIO("second passphrase\n"))
    COMMANDS["reseal"](VOTING, settings(tmp_path))
    assert SealedSecret.open(tmp_path, "second passphrase").secret == made
    with pytest.raises(KeysSealed):
        SealedSecret.open(tmp_path, "first passphrase")


@pytest.mark.parametrize(
    ("opened_by", "new"), [("first passphrase", "short"), ("wrong passphrase", "second passphrase")]
)
def test_a_refused_resealing_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened_by: str, new: str
) -> None:
    COMMANDS["keys"](VOTING, settings(tmp_path))
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{new}\n"))
    with pytest.raises(SystemExit, match="othing was changed"):
        COMMANDS["reseal"](VOTING, settings(tmp_path, opened_by))
    SealedSecret.open(tmp_path, "first passphrase")


def test_a_service_that_signs_nothing_keeps_no_keys() -> None:
    with pytest.raises(SystemExit, match="keeps no keys"):
        COMMANDS["keys"](NOTIFICATIONS, NOTIFICATIONS.settings.model_validate(NOWHERE))
