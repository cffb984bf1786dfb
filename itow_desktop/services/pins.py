"""Makes what proves a PIN out of the PIN."""

import hashlib
import os

from itow_desktop.services.ports.people import NewPin, PinSalt

_COST = 15
_BLOCK = 8
_MEMORY = 64 * 1024 * 1024


def new_pin(pin: str) -> NewPin:
    """What the database keeps of a new PIN, with a salt of its own."""
    salt = PinSalt(os.urandom(16), _COST)
    return NewPin(salt, proof_of(pin, salt))


def proof_of(pin: str, salt: PinSalt) -> bytes:
    """32 bytes only the PIN gives; takes some 50 ms by design (RFC 7914, scrypt)."""
    return hashlib.scrypt(pin.encode(), salt=salt.salt, n=2**salt.cost, r=_BLOCK, p=1, maxmem=_MEMORY, dklen=32)
