"""Certificates for the real servers: one good one and one for each thing that can be wrong."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

NAMES = (
    "localhost",
    "127.0.0.1",
    "mail.example.test",
    "imap.example.test",
    "smtp.example.test",
    "plain.example.test",
    "v4only.example.test",
    "v6only.example.test",
)
COVERED_BY_WRONG_NAME = "mail.other.test"
FAULTS = ("expired", "expires-soon", "not-yet-valid", "wrong-name", "untrusted", "self-signed")


class Certificates:
    """`ca_file` is what a client must trust; `file(name)` and `key(name)` are for the servers ("good" or a fault)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(mode=0o755)
        authority = trustme.CA(organization_name="mailcheck test authority")
        self.ca_file = folder / "ca.pem"
        authority.cert_pem.write_to_path(self.ca_file)
        now = datetime.now(UTC)
        day = timedelta(days=1)
        self._write("good", authority.issue_cert(*NAMES, not_after=now + 90 * day))
        self._write("expired", authority.issue_cert(*NAMES, not_before=now - 90 * day, not_after=now - 3 * day))
        self._write("expires-soon", authority.issue_cert(*NAMES, not_after=now + 7 * day))
        self._write("not-yet-valid", authority.issue_cert(*NAMES, not_before=now + 5 * day, not_after=now + 95 * day))
        self._write("wrong-name", authority.issue_cert(COVERED_BY_WRONG_NAME, not_after=now + 90 * day))
        stranger = trustme.CA(organization_name="an authority that nobody knows")
        self._write("untrusted", stranger.issue_cert(*NAMES, not_after=now + 90 * day))
        self._write_self_signed(now - day, now + 90 * day)

    def file(self, name: str) -> Path:
        return self._folder / f"{name}.pem"

    def key(self, name: str) -> Path:
        return self._folder / f"{name}.key"

    def client(self) -> ssl.SSLContext:
        """For a client that trusts our authority."""
        return ssl.create_default_context(cafile=self.ca_file)

    def server(self, name: str) -> ssl.SSLContext:
        """For a server inside this process."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.file(name), self.key(name))
        return context

    def _write(self, name: str, leaf: trustme.LeafCert) -> None:
        leaf.private_key_pem.write_to_path(self.key(name))
        leaf.cert_chain_pems[0].write_to_path(self.file(name))

    def _write_self_signed(self, not_before: datetime, not_after: datetime) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
        names = x509.SubjectAlternativeName([x509.DNSName(name) for name in NAMES if not name[0].isdigit()])
        certificate = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(not_before)
            .not_valid_after(not_after)
            .add_extension(names, critical=False)
            .sign(key, hashes.SHA256())
        )
        self.file("self-signed").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        unencrypted = serialization.NoEncryption()
        private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, unencrypted)
        self.key("self-signed").write_bytes(private)
