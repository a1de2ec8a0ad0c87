"""Reads settings from the environment and collects what is wrong with them. Holds no setting itself."""

from __future__ import annotations

import re
import warnings
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email
from django.http.request import validate_host
from environ import Env

SHORTEST_SECRET = 50
SMTP = "django.core.mail.backends.smtp.EmailBackend"
HOST = re.compile(r"\.?[a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:.]+\]", re.IGNORECASE)


class Environment:
    """The process's environment, with one plain sentence for each fault, told all at once by `stop_if_faulty`."""

    def __init__(self, *, root: Path) -> None:
        self._env = Env()
        self._root = root
        self._faults: list[str] = []

    def _raw(self, name: str) -> str:
        return str(self._env.ENVIRON.get(name, "")).strip()

    def text(self, name: str, *, default: str = "", required: bool = False) -> str:
        """Give the text of a setting, or its default."""
        value = self._raw(name) or default
        if required and not value:
            self._missing(name)
        return value

    def _missing(self, name: str) -> None:
        self._faults.append(f"{name} is not set: see .env.example for what it is.")

    def words(self, name: str) -> list[str]:
        """Give a comma-separated setting as a list."""
        return [word.strip() for word in self.text(name).split(",") if word.strip()]

    def hosts(self, name: str) -> list[str]:
        """Give the host names that the site answers to; none, any, or what is not a host name is a fault."""
        hosts = self.words(name)
        if not hosts:
            self._missing(name)
        elif strange := [host for host in hosts if not HOST.fullmatch(host)]:
            self._faults.append(f"{name} must name the hosts, such as www.example.org, not “{strange[0]}”.")
            return []
        return hosts

    def flag(self, name: str, *, default: bool) -> bool:
        """Give a yes-or-no setting; anything else is a fault."""
        value = self._raw(name).lower()
        if value in {"", "1", "true", "yes", "on", "0", "false", "no", "off"}:
            return default if not value else value in {"1", "true", "yes", "on"}
        self._faults.append(f"{name} must be true or false, not “{value}”.")
        return default

    def choice(self, name: str, *, choices: tuple[str, ...]) -> str:
        """Give one of some words in small letters, or nothing; any other word is a fault."""
        value = self._raw(name).lower()
        if value and value not in choices:
            self._faults.append(f"{name} must be empty or one of {', '.join(choices)}, not “{value}”.")
            return ""
        return value

    def folder(self, name: str, *, default: Path) -> Path:
        """Give a folder's path; a relative one is taken from the project's folder."""
        return (self._root / (self._raw(name) or default)).resolve()

    def secret(self, name: str) -> str:
        """Give a secret; missing, short or obviously copied from an example is a fault."""
        value = self._raw(name)
        if not value:
            self._faults.append(f"{name} is not set: give it at least {SHORTEST_SECRET} random characters.")
        elif len(value) < SHORTEST_SECRET or len(set(value)) < 10 or value.startswith("django-insecure-"):
            self._faults.append(f"{name} is too easy to guess: give it at least {SHORTEST_SECRET} random characters.")
        return value

    def site(self, name: str, *, hosts: list[str]) -> str:
        """Give the site's own address without a closing slash; its host must be one that the site answers to."""
        value = self.text(name, required=True).rstrip("/")
        host = _host_of(value)
        if value and not host:
            self._faults.append(f"{name} must be a full address such as https://www.example.org and nothing after it.")
        elif host and hosts and not validate_host(host, hosts):
            self._faults.append(f"ALLOWED_HOSTS must hold {host}, the host of {name}.")
        return value

    def address(self, name: str) -> str:
        """Give an email address, with or without a name before it."""
        value = self.text(name, required=True)
        try:
            validate_email(parseaddr(value)[1] or value)
        except ValidationError:
            if value:
                self._faults.append(f"{name} must be an email address such as portal@example.org.")
        return value

    def database(self, name: str) -> dict[str, Any]:
        """Give the database's settings from a PostgreSQL address."""
        value = self.text(name, required=True)
        try:
            with warnings.catch_warnings(action="ignore"):  # it warns of what we say in our own sentence
                config: dict[str, Any] = self._env.db_url_config(value) if value else {}
        except Exception:  # whatever the parser trips over, the sentence is the same
            config = {}
        if value and (config.get("ENGINE") != "django.db.backends.postgresql" or not config.get("NAME")):
            self._faults.append(f"{name} must be a PostgreSQL address such as postgres://user:password@host:5432/name.")
        return config

    def email(self, name: str) -> dict[str, Any]:
        """Give the mail server's settings from an address such as smtp+tls://user:password@host:587."""
        value = self.text(name, required=True)
        try:
            config: dict[str, Any] = self._env.email_url_config(value) if value else {}
        except Exception:  # as above
            config = {}
        backend = config.get("EMAIL_BACKEND")
        if value and (not backend or (backend == SMTP and not config.get("EMAIL_HOST"))):
            self._faults.append(f"{name} must be an address such as smtp+tls://user:password@host:587.")
        return {"EMAIL_BACKEND": SMTP} | config

    def stop_if_faulty(self) -> None:
        """Raise `ImproperlyConfigured` with one sentence per fault, if there is any."""
        if self._faults:
            raise ImproperlyConfigured(
                "\n".join(["The settings have faults:", *(f"- {fault}" for fault in self._faults)])
            )


def _host_of(url: str) -> str:
    """Give the host of an address that is http or https, a host and perhaps a port; nothing for any other."""
    try:
        parts = urlsplit(url)
        extra = parts.path or parts.query or parts.fragment or parts.username or (parts.port == 0)
    except ValueError:  # a port that is no number, a bracket that does not close
        return ""
    return parts.hostname or "" if parts.scheme in {"http", "https"} and not extra else ""
