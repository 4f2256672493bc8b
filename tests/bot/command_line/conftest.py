"""A clean place for each command."""

import re
import sys

import pytest

from bot import cli
from bot.settings import Settings
from tests.bot.command_line.commands import CLOSED, Done


@pytest.fixture(autouse=True)
def clean(monkeypatch, tmp_path):
    """No setting of this machine's, an empty folder to stand in, and no way out to the network."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("TELEGRAM_API_URL", CLOSED)


@pytest.fixture
def bot(monkeypatch, capsys):
    """Run a command in this process."""

    def run(*arguments: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["python -m bot", *arguments])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out, err = (re.sub(r"\x1b\[[0-9;]*m", "", printed) for printed in capsys.readouterr())
        return Done(int(ended.value.code or 0), out, err)

    return run
