"""What a newcomer is told when something is in the way."""

import socket
import subprocess
import sys
from pathlib import Path

from deploy.local.settings import ROOT, inherited


def test_a_port_in_use_is_one_clear_line_and_touches_no_data(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("somebody else's run", "utf-8")
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        environment = {**inherited(), "WEB_PORT": port, "DATA_FOLDER": str(tmp_path), "ONCE": "1"}
        command = (sys.executable, "-m", "deploy.demo")
        ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert ended.stderr.count("\n") == 1
    assert ended.stderr.startswith(f"port {port} is in use")
    assert (tmp_path / "kept").exists()
