"""The branch's own certificate authority and the server's certificate.

Responsible for: making both so that strict verifiers (Python 3.13, browsers) accept them. Not for: files
(``init``). Keys are P-256.
"""

from __future__ import annotations

import datetime
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY_DAYS = 3650
SERVER_DAYS = 825
"""The longest that all common verifiers accept."""
RENEW_DAYS = 60
"""A certificate that ends sooner is to be renewed."""
_CLOCK_SKEW = datetime.timedelta(hours=1)


@dataclass(frozen=True)
class Issued:
    """A certificate with its private key, both PEM."""

    certificate: bytes
    key: bytes

    def __repr__(self) -> str:
        return "Issued(…)"


def make_authority(branch: str) -> Issued:
    """A certificate authority that is good for nothing but this branch's servers."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Bilik authority {branch}".strip()[:64])])
    certificate = (
        _begin(name, name, key.public_key(), AUTHORITY_DAYS, datetime.timedelta())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .sign(key, hashes.SHA256())
    )
    return _issued(certificate, key)


def make_server_certificate(
    authority: Issued, hosts: Sequence[str], *, days: int = SERVER_DAYS, ago: datetime.timedelta | None = None
) -> Issued:
    """A certificate for these names and IP addresses, valid for ``days`` from ``ago`` before now.

    Raises ValueError for a host that is neither a name nor an address.
    """
    issuer = x509.load_pem_x509_certificate(authority.certificate)
    issuer_key = serialization.load_pem_private_key(authority.key, password=None)
    if not isinstance(issuer_key, ec.EllipticCurvePrivateKey) or not hosts:
        raise ValueError("a server certificate needs a P-256 authority and at least one host")
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, hosts[0][:64])])
    certificate = (
        _begin(subject, issuer.subject, key.public_key(), days, ago or datetime.timedelta())
        .add_extension(x509.SubjectAlternativeName([_alternative(host) for host in hosts]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False
        )
        .sign(issuer_key, hashes.SHA256())
    )
    return _issued(certificate, key)


def hosts_of(certificate: bytes) -> list[str]:
    """The names and addresses that this certificate was made for. Raises ValueError."""
    extensions = x509.load_pem_x509_certificate(certificate).extensions
    try:
        names = extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return []
    return [*names.get_values_for_type(x509.DNSName), *map(str, names.get_values_for_type(x509.IPAddress))]


def days_left(certificate: bytes) -> float:
    """How long the first certificate of this PEM text is still valid. Raises ValueError."""
    ends = x509.load_pem_x509_certificate(certificate).not_valid_after_utc
    return (ends - datetime.datetime.now(datetime.UTC)).total_seconds() / 86400.0


def _begin(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePublicKey,
    days: int,
    ago: datetime.timedelta,
) -> x509.CertificateBuilder:
    begins = datetime.datetime.now(datetime.UTC) - ago - _CLOCK_SKEW
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + datetime.timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _alternative(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _issued(certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> Issued:
    return Issued(
        certificate.public_bytes(serialization.Encoding.PEM),
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ),
    )
