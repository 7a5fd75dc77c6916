"""A role for each service (rung B0) on a real PostgreSQL: its own tables it may use, every other is refused until a line allows it."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from analyzer.app import Job, scaffold_to
from analyzer.disk import write_tree
from tests.containers.root_file_system import postgres_home
from tests.e2e.command import ROOT
from tests.unit.extract.scaffolding import FLASK_SHOP, HOMES, scaffolded

SAMPLE = ROOT / "sample_monolith"
CREATE = "from webnet.app import create_app, db\napp = create_app()\nwith app.app_context():\n    db.create_all()\n"
SECRET = "of'the tests"
HOSTILE = """or"der; DROP TABLE users; --'$$"""
pytestmark = pytest.mark.skipif(postgres_home() is None, reason="PostgreSQL is not installed (tools/system_packages.sh)")


@dataclass(frozen=True)
class Server:
    """A PostgreSQL of these tests' own, on a socket in a folder."""

    folder: Path

    def psql(self, role: str, *arguments: str, database: str = "app", password: str = SECRET) -> subprocess.CompletedProcess[str]:
        command = [str(bin_of("psql")), "-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", "-h", str(self.folder), "-U", role, "-d", database]
        environment = {**os.environ, "PGPASSWORD": password}
        return subprocess.run([*command, *arguments], env=environment, capture_output=True, text=True, check=False)

    def may(self, role: str, statement: str) -> bool:
        """Whether the database lets a role do something; anything but a refusal is a mistake of the test."""
        done = self.psql(role, "-c", f"BEGIN; {statement}; ROLLBACK")
        assert done.returncode == 0 or "permission denied" in done.stderr, done.stderr
        return done.returncode == 0


def bin_of(name: str) -> Path:
    home = postgres_home()
    assert home is not None
    return home / "bin" / name


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # the path of a socket must be short
    (folder / "password").write_text(SECRET)
    user = "postgres" if os.geteuid() == 0 else None  # it refuses to run as root
    for path in (folder, folder / "password") if user else ():
        shutil.chown(path, user)

    def run(program: str, *arguments: str) -> None:
        command = [str(bin_of(program)), "-D", str(folder / "data"), *arguments]
        done = subprocess.run(command, user=user, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
        assert done.returncode == 0, done.stderr

    run("initdb", "-U", "app", "-A", "scram-sha-256", f"--pwfile={folder}/password", "-E", "UTF8", "--no-sync")
    run("pg_ctl", "-w", "-l", f"{folder}/log", "-o", f"-c listen_addresses='' -c fsync=off -k {folder}", "start")
    try:
        yield Server(folder)
    finally:
        run("pg_ctl", "-w", "-m", "immediate", "stop")
        shutil.rmtree(folder)


@pytest.fixture(scope="module")
def roles(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's roles, applied twice to a database with its tables."""
    out = tmp_path_factory.mktemp("system")
    scaffold_to(Job(SAMPLE, out, workers=1))
    assert server.psql("app", "-c", "CREATE DATABASE app", database="postgres").returncode == 0
    address = f"postgresql+psycopg://app:of%27the%20tests@/app?host={server.folder}"
    environment = {**os.environ, "DATABASE_URL": address, "SECRET_KEY": "x", "PYTHONPATH": str(SAMPLE)}
    subprocess.run([sys.executable, "-c", CREATE], cwd=server.folder, env=environment, check=True, capture_output=True)
    for _ in range(2):
        done = server.psql("app", "-v", f"password={SECRET}", "-f", str(out / "database/roles.sql"))
        assert done.returncode == 0, done.stderr
    return out / "database/roles.sql"


def test_a_role_may_use_its_own_tables_and_no_others(server: Server, roles: Path) -> None:
    granted = re.findall(r'^GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE "(\w+)" TO "([\w-]+)";', roles.read_text(), re.MULTILINE)
    listed = server.psql("app", "-c", "SELECT tablename FROM pg_tables WHERE schemaname = 'public'").stdout.split()
    owner = dict(granted)
    assert set(listed) == set(owner)
    services = {path.name for path in (roles.parents[1] / "services").iterdir()}
    assert len(services) == 9
    for service in services:
        refused = [table for table in listed if not server.may(service, f'SELECT FROM "{table}"')]
        assert sorted(refused) == sorted(table for table in listed if owner[table] != service)
    for table, service in granted:
        other = min(services - {service})
        for statement in (f'DELETE FROM "{table}"', f'INSERT INTO "{table}" SELECT * FROM "{table}"'):
            assert server.may(service, statement)
            assert not server.may(other, statement)
    assert not server.may("billing", "CREATE TABLE mine (id int)")
    assert "password authentication failed" in server.psql("billing", "-c", "SELECT 1", password="another").stderr


def test_new_rows_get_their_numbers(server: Server, roles: Path) -> None:
    assert server.may("content", "SELECT nextval(pg_get_serial_sequence('posts', 'id'))")
    assert not server.may("billing", "SELECT nextval('posts_id_seq')")


def test_a_line_whose_dashes_go_allows_what_it_says(server: Server, roles: Path) -> None:
    lines = [line for line in roles.read_text().splitlines() if line.startswith("-- GRANT ")]
    reads = next(line for line in lines if line.startswith('-- GRANT SELECT ON TABLE "users" TO "billing"'))
    assert "webnet/context.py:" in "".join(line for line in lines if '"login_sessions" TO "billing"' in line), "what all run counts for all"
    assert not [line for line in lines if "tests/" in line]
    assert not server.may("billing", "SELECT FROM users")
    assert server.psql("app", "-c", reads.removeprefix("-- ").partition("--")[0]).returncode == 0
    try:
        assert server.may("billing", "SELECT FROM users")
        assert not server.may("billing", "DELETE FROM users")
    finally:  # the database is that of the other tests, too
        server.psql("app", "-c", 'REVOKE SELECT ON TABLE "users" FROM "billing"')


def test_names_of_tables_stay_names(server: Server, tmp_path: Path) -> None:
    model = "from sqlalchemy import Column, Integer\nfrom sqlalchemy.orm import declarative_base\n\nBase = declarative_base()\n\n\n"
    model += f"class Order(Base):\n    __tablename__ = {HOSTILE!r}\n    id = Column(Integer, primary_key=True)\n"
    files = {**FLASK_SHOP, "shop/orders/models.py": model, "requirements.txt": "flask\nsqlalchemy\npsycopg2\n", "requirements.lock": ""}
    files["shop/orders/views.py"] = "import shop.orders.models\n"
    write_tree(scaffolded(tmp_path / "code", files, HOMES).files, tmp_path / "out", tmp_path / "code")
    quoted = '"' + HOSTILE.replace('"', '""') + '"'
    assert server.psql("app", "-c", "CREATE DATABASE hostile", database="postgres").returncode == 0
    for statement in (f"CREATE TABLE {quoted} (id serial PRIMARY KEY)", "CREATE TABLE users (id int)"):
        assert server.psql("app", "-c", statement, database="hostile").returncode == 0
    done = server.psql("app", "-v", f"password={SECRET}", "-f", str(tmp_path / "out/database/roles.sql"), database="hostile")
    assert done.returncode == 0, done.stderr
    assert server.psql("orders", "-c", f"INSERT INTO {quoted} DEFAULT VALUES", database="hostile").returncode == 0
    assert "permission denied" in server.psql("billing", "-c", f"SELECT FROM {quoted}", database="hostile").stderr
    assert server.psql("app", "-c", "SELECT FROM users", database="hostile").returncode == 0
