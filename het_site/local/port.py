"""The port that the local web servers answer on: PORT, else 8000, on 127.0.0.1 alone."""

from __future__ import annotations

import os
import socket
import time

from het_site.local.steps import StepError

HOST = "127.0.0.1"
LEAVING = 5  # seconds for the web server of a start that was just killed to end


def chosen() -> int:
    """Return the port, or stop with a sentence when PORT is not one."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise StepError(f"PORT is “{text}”, but a port is a number from 1 to 65535.")
    return int(text)


def address() -> str:
    """Return the web address of the local site."""
    return f"http://{HOST}:{chosen()}/"


def refuse_if_taken() -> None:
    """Stop with a sentence when another program answers on the port, and goes on doing so."""
    port = chosen()
    deadline = time.monotonic() + LEAVING
    while _is_taken(port):
        if time.monotonic() > deadline:
            other = port + 1 if port < 65535 else 8001
            raise StepError(f"Port {port} is taken: stop the program that uses it, or set PORT={other}.")
        time.sleep(0.1)


def _is_taken(port: int) -> bool:
    with socket.socket() as attempt:
        # As web servers do: a port that was only just given back counts as free.
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((HOST, port))
        except PermissionError:
            raise StepError(f"Port {port} is reserved for root: choose another, as in PORT=8001.") from None
        except OSError:
            return True
    return False
