"""Stand-ins for base images, made of this machine's own files: its Python, nginx, Redis and PostgreSQL with what they link to.

No registry and no network. The stand-in is one root file system; what makes it PostgreSQL or nginx is how it is started.
"""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

TOOLS = [
    "sh",
    "bash",
    "env",
    "cat",
    "cp",
    "mv",
    "rm",
    "ln",
    "ls",
    "mkdir",
    "chmod",
    "chown",
    "id",
    "sleep",
    "touch",
    "tr",
    "head",
    "tail",
    "cut",
    "sort",
    "uname",
    "hostname",
    "dirname",
    "basename",
    "test",
    "grep",
    "sed",
    "date",
    "mktemp",
    "true",
    "false",
    "wget",
    "curl",
    "kill",
    "ps",
    "nginx",
    "redis-server",
    "redis-cli",
]
# What wheels may take for granted (PEP 600), and what looks names up.
SYSTEM_LIBRARIES = [
    "libpthread.so.0",
    "libdl.so.2",
    "librt.so.1",
    "libutil.so.1",
    "libm.so.6",
    "libresolv.so.2",
    "libnsl.so.1",
    "libcrypt.so.1",
    "libgcc_s.so.1",
    "libstdc++.so.6",
    "libz.so.1",
    "libexpat.so.1",
    "libnss_files.so.2",
    "libnss_dns.so.2",
]
SERVERS = ("nginx", "redis-server", "redis-cli", "postgres")
DEBIAN_POSTGRES = Path("/usr/lib/postgresql")
SKIPPED = re.compile(
    r"test|tests|idlelib|turtledemo|tkinter|lib2to3|site-packages|dist-packages|bitcode|config-3.*|.*\.a|.*llvmjit.*|_tkinter.*|pltcl.*"
)
USERS = {"root": 0, "postgres": 70, "nginx": 101, "redis": 999, "nobody": 65534}
FOLDERS = {
    "tmp": (0o1777, 0), "var/tmp": (0o1777, 0), "run": (0o755, 0), "proc": (0o555, 0), "sys": (0o555, 0), "dev": (0o755, 0),
    "root": (0o700, 0), "home": (0o755, 0), "var/log/nginx": (0o755, 101), "var/lib/nginx": (0o755, 101), "etc/nginx": (0o755, 0),
    "var/lib/postgresql": (0o755, 70), "var/lib/postgresql/data": (0o700, 70), "var/run/postgresql": (0o1777, 70), "data": (0o755, 999),
}  # fmt: skip
POSTGRES_ENTRY = """#!/bin/sh
# What the official image does, as far as the tests need it.
set -e
export PGDATA=${PGDATA:-/var/lib/postgresql/data}
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  echo "${POSTGRES_PASSWORD:?}" > /tmp/password
  initdb -D "$PGDATA" -U "${POSTGRES_USER:-postgres}" --pwfile=/tmp/password -A scram-sha-256 --locale=C.UTF-8 --no-sync > /tmp/initdb.log
  rm /tmp/password
  echo "host all all all scram-sha-256" >> "$PGDATA/pg_hba.conf"
  sed -i 's/^local .*/local all all trust/' "$PGDATA/pg_hba.conf"
  pg_ctl -D "$PGDATA" -o "-c listen_addresses='' -c unix_socket_directories=/tmp" -w start > /tmp/start.log
  createdb -h /tmp -U "${POSTGRES_USER:-postgres}" "${POSTGRES_DB:-postgres}" || true
  pg_ctl -D "$PGDATA" -m fast -w stop > /tmp/stop.log
fi
exec postgres -D "$PGDATA" -c listen_addresses='*' -c unix_socket_directories=/tmp -c fsync=off "$@"
"""


def missing_programs() -> tuple[str, ...]:
    """The servers that this machine does not have."""
    return tuple(name for name in SERVERS if not (postgres_home() if name == "postgres" else _which(name)))


def write_root(target: Path, wheels: Path | None) -> None:
    """Write the root file system as a tar file; with a folder of wheels, pip in it installs from that folder and nowhere else."""
    programs = {f"usr/bin/{name}": Path(found) for name in TOOLS if (found := _which(name))}
    with tarfile.open(target, "w") as archive:
        seen: set[str] = set()
        for link in ("bin", "sbin", "lib", "lib64"):
            if Path("/", link).is_symlink():
                _link(archive, link, str(Path("/", link).readlink()), seen)
        for name, (mode, owner) in FOLDERS.items():
            _folder(archive, name, mode, owner, seen)
        for arcname, path in programs.items():
            _file(archive, path.resolve(), arcname, seen)
        libraries = {path.resolve() for path in programs.values()}
        for path, arcname in [*_python(), *_postgres_files(), *_data()]:
            _file(archive, path, arcname, seen)
            if path.suffix == ".so" or ".so." in path.name or os.access(path, os.X_OK):
                libraries.add(path)
        for path in _linked(libraries):
            is_found = path.is_relative_to("/lib") or path.is_relative_to("/lib64") or path.is_relative_to("/usr/lib")
            _file(archive, path, str(path).lstrip("/") if is_found else f"usr/lib/{path.name}", seen)
        for link, to in _python_links():
            _link(archive, link, to, seen)
        for name, text, mode in _texts(wheels is not None):
            _text(archive, name, text, mode, seen)
        for wheel in sorted(wheels.iterdir()) if wheels else ():
            _file(archive, wheel, f"opt/wheels/{wheel.name}", seen)


def _which(name: str) -> str | None:
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin:/usr/bin:/bin")


def postgres_home() -> Path | None:
    """The newest folder of PostgreSQL's programs as Debian installs them."""
    found = sorted(DEBIAN_POSTGRES.glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    return found[-1].parents[1] if found else None


def _postgres_files() -> Iterator[tuple[Path, str]]:
    home = postgres_home()
    for folder in (home, Path("/usr/share/postgresql", home.name)) if home else ():
        yield from ((path, str(path).lstrip("/")) for path in _below(folder))


def _is_system() -> bool:
    return sys.base_prefix == "/usr"


def _python() -> Iterator[tuple[Path, str]]:
    """This Python without its packages: Debian's own where it is, any other in /usr/local."""
    prefix, home = Path(sys.base_prefix), "usr" if _is_system() else "usr/local"
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    yield (prefix / "bin" / version).resolve(), f"{home}/bin/{version}"
    for folder in [Path(sysconfig.get_path("stdlib", vars={"installed_base": str(prefix)})), Path("/usr/share/python-wheels")]:
        for path in _below(folder):
            yield path, str(path).lstrip("/") if path.is_relative_to("/usr/share") else f"{home}/{path.relative_to(prefix)}"


def _python_links() -> Iterator[tuple[str, str]]:
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    target = f"/usr/bin/{version}" if _is_system() else version
    yield from ((f"usr/local/bin/{name}", target) for name in ("python3", "python"))


def _data() -> Iterator[tuple[Path, str]]:
    for name in ("/usr/share/zoneinfo", "/usr/lib/locale/C.utf8"):
        yield from ((path, str(path).lstrip("/")) for path in _below(Path(name)))


def _below(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not SKIPPED.fullmatch(name))
        yield from (Path(place, name) for name in sorted(names) if not SKIPPED.fullmatch(name) and Path(place, name).is_file())


def _linked(programs: Iterable[Path]) -> list[Path]:
    """The shared libraries of programs, and the loader, as ldd tells them."""
    done = subprocess.run(["ldd", *map(str, sorted(programs))], capture_output=True, text=True, check=False)
    found = {Path(name) for name in re.findall(r"(?:=> |^\t)(/\S+) \(0x", done.stdout, re.MULTILINE)}
    home = next(path.parent for path in sorted(found) if path.name == "libc.so.6")
    return sorted({*found, *(home / name for name in SYSTEM_LIBRARIES if (home / name).exists())})


def _texts(has_wheels: bool) -> Iterator[tuple[str, str, int]]:
    yield "etc/passwd", "".join(f"{name}:x:{number}:{number}::/tmp:/bin/sh\n" for name, number in USERS.items()), 0o644
    yield "etc/group", "".join(f"{name}:x:{number}:\n" for name, number in USERS.items()), 0o644
    yield "etc/nsswitch.conf", "hosts: files dns\n", 0o644
    yield "usr/local/bin/docker-entrypoint.sh", POSTGRES_ENTRY, 0o755
    if has_wheels:
        yield "etc/pip.conf", "[global]\nno-index = true\nfind-links = /opt/wheels\n", 0o644


def _add(archive: tarfile.TarFile, info: tarfile.TarInfo, data: BytesIO | None, seen: set[str]) -> None:
    parent = info.name.rpartition("/")[0]
    if parent and parent not in seen and not Path("/", parent).is_symlink():
        _folder(archive, parent, 0o755, 0, seen)
    seen.add(info.name)
    archive.addfile(info, data)


def _real(arcname: str) -> str:
    """The name in the archive with the links of the top folders followed (``lib`` is ``usr/lib``)."""
    top, slash, rest = arcname.partition("/")
    return f"{str(Path('/', top).readlink()).lstrip('/')}/{rest}" if slash and Path("/", top).is_symlink() else arcname


def _folder(archive: tarfile.TarFile, name: str, mode: int, owner: int, seen: set[str]) -> None:
    if name in seen:
        return
    info = tarfile.TarInfo(name)
    info.type, info.mode, info.uid, info.gid = tarfile.DIRTYPE, mode, owner, owner
    _add(archive, info, None, seen)


def _link(archive: tarfile.TarFile, name: str, to: str, seen: set[str]) -> None:
    if name in seen:
        return
    info = tarfile.TarInfo(name)
    info.type, info.linkname, info.mode = tarfile.SYMTYPE, to, 0o777
    _add(archive, info, None, seen)


def _text(archive: tarfile.TarFile, name: str, text: str, mode: int, seen: set[str]) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(text.encode()), mode
    _add(archive, info, BytesIO(text.encode()), seen)


def _file(archive: tarfile.TarFile, path: Path, arcname: str, seen: set[str]) -> None:
    name = _real(arcname)
    if name in seen:
        return
    data = path.read_bytes()
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(data), 0o755 if os.access(path, os.X_OK) else 0o644
    _add(archive, info, BytesIO(data), seen)
