"""The rules of the second factor: a code of an app, once each, or one of ten recovery codes, once each.

The app's secret is kept masked by the site's secret key, so that the database alone lets nobody in. A change of the key
that keeps the old one among the fallbacks locks nobody out: the next use masks anew.
"""

from __future__ import annotations

import base64
import secrets
import time

import pyotp
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

from het_site.core.models import RecoveryCode, SecondFactor, User

STEP_SECONDS = 30
#: a phone's clock may be so many steps off
STEPS_OFF = 1
SECRET_BYTES = 20
RECOVERY_CODES = 10
#: without the signs that are taken for each other
SIGNS = "23456789abcdefghjkmnpqrstvwxyz"
PASSED = "second_factor"


def of(user: User) -> SecondFactor | None:
    """Give somebody's second factor."""
    return SecondFactor.objects.filter(user=user).first()


def has_passed(request: HttpRequest, user: User) -> bool:
    """Tell whether the session has shown the second factor that the person has now."""
    passed = request.session.get(PASSED)
    return passed is not None and SecondFactor.objects.filter(pk=passed, user=user).exists()


def remember(request: HttpRequest, factor: SecondFactor) -> None:
    """Note that the session has shown it; the session gets another name, so that one known before is worth nothing."""
    request.session.cycle_key()
    request.session[PASSED] = factor.pk


def proposed_secret(request: HttpRequest, user: User) -> bytes:
    """Give the secret that this session offers to set up. It is stored nowhere until a code of it was typed."""
    mixed = salted_hmac(
        "het_site.core.accounts.proposed", f"{user.pk} {request.session.session_key}", algorithm="sha256"
    )
    return mixed.digest()[:SECRET_BYTES]


def in_base32(secret: bytes) -> str:
    """Write a secret as apps take it."""
    return base64.b32encode(secret).decode()


def address_for_apps(secret: bytes, *, user: User, site_name: str) -> str:
    """Give what the square code says to an app."""
    return pyotp.TOTP(in_base32(secret)).provisioning_uri(name=user.email, issuer_name=site_name)


def set_up(user: User, *, secret: bytes, typed: str) -> tuple[SecondFactor, list[str]] | None:
    """Begin to use an app, if it shows the right code; gives the recovery codes, which nobody can show again."""
    step = _step_of(secret, typed)
    if step is None:
        return None
    seed = secrets.token_hex(32)
    with transaction.atomic():
        factor, is_new = SecondFactor.objects.get_or_create(
            user=user, defaults={"seed": seed, "masked_secret": _mask(secret, seed), "last_step": step}
        )
        return (factor, new_recovery_codes(factor)) if is_new else None


def new_recovery_codes(factor: SecondFactor) -> list[str]:
    """Make ten recovery codes in the place of those before."""
    made = ["".join(secrets.choice(SIGNS) for _ in range(10)) for _ in range(RECOVERY_CODES)]
    with transaction.atomic():
        factor.recovery_codes.all().delete()
        RecoveryCode.objects.bulk_create(RecoveryCode(factor=factor, code=_hash(factor, code)) for code in made)
    return [f"{code[:5]}-{code[5:]}" for code in made]


def use(factor: SecondFactor, typed: str) -> bool:
    """Tell whether what was typed is a code of the app or a recovery code that was not used before; it is from now on."""
    typed = "".join(sign for sign in typed.lower() if sign.isalnum())
    return _use_app(factor, typed) if len(typed) == 6 else _use_recovery_code(factor, typed)


def _use_app(factor: SecondFactor, typed: str) -> bool:
    for number, key in enumerate(_keys()):
        secret = _unmask(factor, key)
        step = _step_of(secret, typed)
        if step is None:
            continue
        unused = SecondFactor.objects.filter(pk=factor.pk, last_step__lt=step)
        masked = _mask(secret, factor.seed) if number else factor.masked_secret
        return bool(unused.update(last_step=step, masked_secret=masked))
    return False


def _use_recovery_code(factor: SecondFactor, typed: str) -> bool:
    hashes = [_hash(factor, typed, key) for key in _keys()]
    return bool(factor.recovery_codes.filter(code__in=hashes).delete()[0])


def _step_of(secret: bytes, typed: str) -> int | None:
    """Give the half minute that a code belongs to, now or just beside."""
    app = pyotp.TOTP(in_base32(secret))
    now = int(time.time()) // STEP_SECONDS
    found = [
        step
        for step in range(now - STEPS_OFF, now + STEPS_OFF + 1)
        if constant_time_compare(app.generate_otp(step), typed)
    ]
    return found[-1] if found else None


def _keys() -> list[str]:
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def _pad(seed: str, key: str) -> bytes:
    return salted_hmac("het_site.core.accounts.mask", seed, secret=key, algorithm="sha256").digest()[:SECRET_BYTES]


def _mask(secret: bytes, seed: str) -> str:
    return bytes(a ^ b for a, b in zip(secret, _pad(seed, settings.SECRET_KEY), strict=True)).hex()


def _unmask(factor: SecondFactor, key: str) -> bytes:
    masked = bytes.fromhex(factor.masked_secret)
    return bytes(a ^ b for a, b in zip(masked, _pad(factor.seed, key), strict=True))


def _hash(factor: SecondFactor, code: str, key: str | None = None) -> str:
    salt = "het_site.core.accounts.recovery"
    return salted_hmac(salt, f"{factor.pk} {code}", secret=key or settings.SECRET_KEY, algorithm="sha256").hexdigest()
