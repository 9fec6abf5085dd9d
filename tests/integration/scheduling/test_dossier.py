"""The dossier of a calendar, unpacked and checked by its own script."""

import hashlib
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

from tests.integration.scheduling.conftest import Town, paper, photograph
from tests.integration.scheduling.test_calendars import load
from tests.integration.scheduling.test_publication_clock import dispatched, prove, ready


async def exported(town: Town, folder: Path) -> list[str]:
    made = await load(town, "nefta-2022-calendar")
    place = f"/calendars/{made['calendar_id']}"
    for code, kind, content, name in (
        ("1.1", "administrative_decision", paper(), "مقرر ../../إداري.pdf"),
        ("1.2", "photos", photograph(), "لقاء.jpg"),
    ):
        sha256 = await town.upload(content, name, "application/octet-stream")
        await town.made(f"{place}/activities/{code}/evidence", {"type": kind, "sha256": sha256})
    return await unpacked(town, place, folder)


async def unpacked(town: Town, place: str, folder: Path) -> list[str]:
    answer = await town.client.get(f"/{town.slug}{place}/dossier.zip", headers=town.headers("cell"))
    assert answer.status_code == 200
    with zipfile.ZipFile(BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        archive.extractall(folder)
        return archive.namelist()


def check(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "verify.py"], cwd=folder, capture_output=True, text=True, check=False)


async def test_the_dossier_verifies_itself_and_finds_what_was_changed(town: Town, tmp_path: Path) -> None:
    names = await exported(town, tmp_path)
    assert names[:3] == ["index.pdf", "SHA256SUMS", "verify.py"]
    assert [name.split("/")[1] for name in names[3:]] == ["1.1", "1.2"]
    assert all(".." not in Path(name).parts for name in names)
    assert (tmp_path / "index.pdf").read_bytes().startswith(b"%PDF")
    found = check(tmp_path)
    assert (found.returncode, found.stdout) == (0, "2 of 2 files are as they were filed\n")
    (tmp_path / names[3]).write_bytes(b"another decision")
    assert check(tmp_path).returncode == 1


async def test_the_dossier_of_nefta_holds_every_piece_and_its_own_script_finds_one_changed_byte(
    town: Town, tmp_path: Path
) -> None:
    made = await load(town, "nefta-2022-calendar", historical=True)
    place = f"/calendars/{made['calendar_id']}"
    await town.made(f"{place}/adoption", {})
    await town.tell(ready())
    await town.tell(dispatched())
    await prove(town)
    await complete(town, place)
    calendar = await town.get(place)
    assert [row["code"] for row in calendar["activities"] if not row["done"]] == []
    pieces = [p for row in calendar["activities"] for chip in row["evidence"] for p in chip["attached"]]
    await unpacked(town, place, tmp_path)
    kept = [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
    # the dispatch table waits at its owner, and of the web page only the digest was recorded
    assert len(kept) == len(pieces) - 2
    assert {hashlib.sha256(path.read_bytes()).hexdigest() for path in kept} <= {piece["sha256"] for piece in pieces}
    assert check(tmp_path).returncode == 0
    victim = kept[len(kept) // 2]
    content = bytearray(victim.read_bytes())
    content[len(content) // 2] ^= 1
    victim.write_bytes(content)
    found = check(tmp_path)
    assert found.returncode != 0
    assert victim.name in found.stdout


async def complete(town: Town, place: str) -> None:
    """Every mandatory piece of every activity, each a file of its own; then the activity is done."""
    for row in (await town.get(place))["activities"]:
        path = f"{place}/activities/{row['code']}"
        for number, kind in enumerate(row["missing_evidence"]):
            sha256 = await town.upload(paper(f"{row['code']}-{number}"), f"{kind}.pdf", "application/pdf")
            await town.made(f"{path}/evidence", {"type": kind, "sha256": sha256})
        await town.made(f"{path}/done", {})


async def test_the_dossier_is_for_the_towns_own_staff(town: Town) -> None:
    made = await load(town, "nefta-2022-calendar")
    answer = await town.client.get(f"/{town.slug}/calendars/{made['calendar_id']}/dossier.zip")
    assert answer.json()["word"] == "token-missing"
