"""How to run PostgreSQL's programs, which refuse to run as root, when we are root. Changes no account."""

from __future__ import annotations

import functools
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Way:
    """A way to run a program: words to put before it, and the account that must own its files (or None)."""

    prefix: tuple[str, ...] = ()
    uid: int | None = None
    gid: int | None = None

    def run(self, command: list[str], *, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        """Run a command to its end and return what it said, its two outputs as one."""
        return subprocess.run(
            [*self.prefix, *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
            cwd="/",  # the caller's folder may be closed to the account
            env=env,
            user=None if "setpriv" in self.prefix else self.uid,
            group=None if "setpriv" in self.prefix else self.gid,
            extra_groups=None if self.uid is None or "setpriv" in self.prefix else [],
        )


def ordinary_account() -> pwd.struct_passwd:
    """Return an account that exists and is not root: PostgreSQL looks its name up."""
    accounts = [account for account in pwd.getpwall() if account.pw_uid]
    accounts.sort(key=lambda account: (account.pw_uid != 1000, account.pw_name != "nobody", account.pw_uid))
    if not accounts:
        raise LookupError("this machine has no account but root")
    return accounts[0]


@functools.cache
def way(program: Path, folder: Path) -> Way | None:
    """Return a way in which `program` starts and `folder` can be entered, or None when there is none.

    Not root: as we are. Root: as an ordinary account of a user namespace, where we still own our files; where
    namespaces are forbidden, as an ordinary account that must own the data; and when that account cannot
    reach the folders (a checkout in /root), with leave to pass through them.
    """
    if os.geteuid() != 0:
        return Way()
    try:
        account = ordinary_account()
    except LookupError:
        return None
    uid, gid = account.pw_uid, account.pw_gid
    ways = []
    if unshare := shutil.which("unshare"):
        ways.append(Way((unshare, "--user", f"--map-user={uid}", f"--map-group={gid}")))
    ways.append(Way((), uid, gid))
    if shutil.which("setpriv"):
        passing = ("--inh-caps=+dac_override", "--ambient-caps=+dac_override")
        ways.append(Way(("setpriv", f"--reuid={uid}", f"--regid={gid}", "--clear-groups", *passing), uid, gid))
    return next((candidate for candidate in ways if _works(candidate, program, folder)), None)


def _works(candidate: Way, program: Path, folder: Path) -> bool:
    check = ["sh", "-c", '"$1" --version && cd "$2"', "sh", str(program), str(folder)]
    try:
        return candidate.run(check).returncode == 0
    except OSError:
        return False
