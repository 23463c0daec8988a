"""A device that makes passkeys and answers with them, in software: what each byte of its answers says can be chosen (WebAuthn level 2)."""

import hashlib
import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

HELD, CHECKED, NEW = 1, 4, 64


def b64(data: bytes) -> str:
    """Base64 for addresses, without padding."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


@dataclass
class Device:
    """One key at a time. `flags`: somebody touched it, and it checked who."""

    host: str = "portal.example"
    origin: str = "https://portal.example"
    counter: int = 0
    flags: int = HELD | CHECKED
    name: bytes = field(default_factory=lambda: os.urandom(32))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, challenge: bytes) -> str:
        """A new key, as the browser sends it."""
        numbers = self.key.public_key().public_numbers()
        public = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")})
        told = bytes(16) + len(self.name).to_bytes(2, "big") + self.name + public
        attested = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": self._data(NEW) + told})
        return self._sent({"clientDataJSON": b64(self._client("webauthn.create", challenge)), "attestationObject": b64(attested)})

    def answer(self, challenge: bytes) -> str:
        """The key signs the challenge; the counter goes on."""
        self.counter += 1
        client, data = self._client("webauthn.get", challenge), self._data()
        signed = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._sent({"clientDataJSON": b64(client), "authenticatorData": b64(data), "signature": b64(signed)})

    def _data(self, more: int = 0) -> bytes:
        return hashlib.sha256(self.host.encode()).digest() + bytes([self.flags | more]) + self.counter.to_bytes(4, "big")

    def _client(self, kind: str, challenge: bytes) -> bytes:
        return json.dumps({"type": kind, "challenge": b64(challenge), "origin": self.origin, "crossOrigin": False}).encode()

    def _sent(self, response: dict[str, Any]) -> str:
        return json.dumps({"id": b64(self.name), "rawId": b64(self.name), "type": "public-key", "response": response, "clientExtensionResults": {}})


def challenge_in(question: str) -> bytes:
    """The challenge of a question as it stands on a page."""
    said = json.loads(question)["challenge"]
    return urlsafe_b64decode(said + "=" * (-len(said) % 4))
