"""The installation's secret is made once, lies beside the database, and belongs to its owner."""

import stat
from pathlib import Path

import pytest
from pydantic import SecretStr

from adapters.keys import BYTES, key_file, secret_key
from adapters.settings import Settings


def test_made_once_beside_the_file(tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'clinic.db'}")
    first = secret_key(settings)
    assert key_file(settings) == tmp_path / "rounds.key"
    assert stat.S_IMODE(key_file(settings).stat().st_mode) == 0o600
    assert len(bytes.fromhex(first.decode())) == BYTES
    assert secret_key(settings) == first


@pytest.mark.parametrize("url", ["postgresql+psycopg://host/clinic", "sqlite:///:memory:"])
def test_in_the_working_folder_where_there_is_no_file(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert key_file(Settings(database_url=url)) == tmp_path / "rounds.key"


def test_a_given_secret_leaves_no_file(tmp_path: Path) -> None:
    settings = Settings(
        database_url=f"sqlite:///{tmp_path / 'clinic.db'}", secret_key=SecretStr("given")
    )
    assert secret_key(settings) == b"given"
    assert not key_file(settings).exists()
