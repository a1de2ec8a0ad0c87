"""Reads settings from the environment and collects what is wrong with them. Holds no setting itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from environ import Env

SHORTEST_SECRET = 50


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
            self._faults.append(f"{name} is not set: see .env.example for what it is.")
        return value

    def words(self, name: str, *, required: bool = False) -> list[str]:
        """Give a comma-separated setting as a list."""
        return [word.strip() for word in self.text(name, required=required).split(",") if word.strip()]

    def flag(self, name: str, *, default: bool) -> bool:
        """Give a yes-or-no setting; anything else is a fault."""
        value = self._raw(name).lower()
        if value in {"", "1", "true", "yes", "on", "0", "false", "no", "off"}:
            return default if not value else value in {"1", "true", "yes", "on"}
        self._faults.append(f"{name} must be true or false, not “{value}”.")
        return default

    def folder(self, name: str, *, default: Path) -> Path:
        """Give a folder's path; a relative one is taken from the project's folder."""
        return (self._root / (self._raw(name) or default)).resolve()

    def secret(self, name: str) -> str:
        """Give a secret; missing, short or obviously copied from an example is a fault."""
        value = self._raw(name)
        if not value:
            self._faults.append(f"{name} is not set: give it at least {SHORTEST_SECRET} random characters.")
        elif len(value) < SHORTEST_SECRET or len(set(value)) < 10:
            self._faults.append(f"{name} is too easy to guess: give it at least {SHORTEST_SECRET} random characters.")
        return value

    def url(self, name: str, *, required: bool = False) -> str:
        """Give a web address without a closing slash; one that is not http or https is a fault."""
        value = self.text(name, required=required).rstrip("/")
        if value:
            parts = urlsplit(value)
            if parts.scheme not in {"http", "https"} or not parts.hostname:
                self._faults.append(f"{name} must be a full address such as https://www.example.org, not “{value}”.")
        return value

    def database(self, name: str) -> dict[str, Any]:
        """Give the database's settings from a PostgreSQL address."""
        value = self.text(name, required=True)
        try:
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
        if value and not config.get("EMAIL_BACKEND"):
            self._faults.append(f"{name} must be an address such as smtp+tls://user:password@host:587.")
        return {"EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend"} | config

    def stop_if_faulty(self) -> None:
        """Raise `ImproperlyConfigured` with one sentence per fault, if there is any."""
        if self._faults:
            raise ImproperlyConfigured(
                "\n".join(["The settings have faults:", *(f"- {fault}" for fault in self._faults)])
            )
