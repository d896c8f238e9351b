"""Why a connection to a host could not be made safe, in words."""

from __future__ import annotations

_UNSAFE = "its certificate or its protocol is not accepted"
_UNKNOWN_ISSUER = (
    "nobody who is trusted here has issued its certificate (SSL_CERT_FILE names a file with authorities of your own)"
)
# OpenSSL's numbers of what it finds wrong with a certificate (x509_vfy.h).
_CERTIFICATES = {
    2: _UNKNOWN_ISSUER,
    9: "its certificate is not valid yet, or the clock of this machine is wrong",
    10: "its certificate has expired, or the clock of this machine is wrong",
    18: "its certificate is self-signed, which proves nothing",
    19: _UNKNOWN_ISSUER,
    20: _UNKNOWN_ISSUER,
    21: _UNKNOWN_ISSUER,
    23: "its certificate was revoked",
    62: "its certificate is that of another host",
    64: "its certificate is that of another host",
}


def why_unsafe(error: Exception) -> str:
    """Why a connection could not be made safe; OpenSSL's own texts are not used, since they hold what was received."""
    for each in (error, *error.args):
        if (found := _CERTIFICATES.get(getattr(each, "verify_code", 0))) is not None:
            return found
        if getattr(each, "reason", None) in ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE"):
            return "what listens there speaks no TLS"
    return _UNSAFE
