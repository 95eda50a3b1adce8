"""A store on SQLite and, where there is a server, the same on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from signaling_server.config import StoreTable
from signaling_server.store.store import Store, open_store
from tests.helpers.postgres import PostgresServer
from tests.signaling_server.store.samples import LEASES


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    server = PostgresServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def config(request: pytest.FixtureRequest, tmp_path: Path) -> StoreTable:
    """Where a new store is to be."""
    address = ""
    if request.param == "postgresql":
        server = request.getfixturevalue("postgres_server")
        assert isinstance(server, PostgresServer)
        address = server.new_database()
        (tmp_path / "master.key").touch(mode=0o600)
        (tmp_path / "master.key").write_bytes(bytes(range(32)))
    return StoreTable(path=tmp_path / "store", database=address, master_key=tmp_path / "master.key")


@pytest.fixture
def store(config: StoreTable) -> Iterator[Store]:
    opened = open_store(config, LEASES)
    yield opened
    opened.close()
