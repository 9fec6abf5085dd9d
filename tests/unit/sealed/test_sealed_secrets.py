"""Keys are kept in sealed files: only the passphrase opens them, and it can be changed."""

from pathlib import Path

import pytest

from shared.sealed import FILE, KeysMissing, KeysSealed, SealedSecret


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    SealedSecret.create(tmp_path, "old")
    return tmp_path


def test_the_same_passphrase_opens_the_same_secret(folder: Path) -> None:
    secret = SealedSecret.open(folder, "old")
    SealedSecret.create(folder, "other")
    assert SealedSecret.open(folder, "old") == secret
    assert (folder / FILE).stat().st_mode & 0o077 == 0


def test_a_wrong_passphrase_or_a_changed_file_opens_nothing(folder: Path) -> None:
    with pytest.raises(KeysSealed):
        SealedSecret.open(folder, "wrong")
    sealed = bytearray((folder / FILE).read_bytes())
    sealed[-1] ^= 1
    (folder / FILE).write_bytes(sealed)
    with pytest.raises(KeysSealed):
        SealedSecret.open(folder, "old")


def test_without_the_file_nothing_is_signed(tmp_path: Path) -> None:
    with pytest.raises(KeysMissing):
        SealedSecret.open(tmp_path, "old")


def test_a_new_passphrase_keeps_every_key(folder: Path) -> None:
    before = SealedSecret.open(folder, "old")
    SealedSecret.reseal(folder, "old", "new")
    assert SealedSecret.open(folder, "new").derived("box") == before.derived("box")
    with pytest.raises(KeysSealed):
        SealedSecret.open(folder, "old")


def test_what_is_sealed_under_one_name_does_not_open_under_another(folder: Path) -> None:
    secret = SealedSecret.open(folder, "old")
    sealed = secret.seal(b"private", "town/contest")
    assert secret.unseal(sealed, "town/contest") == b"private"
    assert b"private" not in sealed
    with pytest.raises(KeysSealed):
        secret.unseal(sealed, "town/other")
