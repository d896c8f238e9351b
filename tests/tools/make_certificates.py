"""Makes the certificates that tests of unsafe connections use, with openssl: ``tests/forward/certificates.pem``.

A hundred years, so that no test turns red by the calendar. The key opens nothing: it is written beside them.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

PLACE = Path(__file__).parent.parent / "forward" / "certificates.pem"
CONFIG = """
[ca]
default_ca = here
[here]
new_certs_dir = .
database = index
serial = serial
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
[req]
distinguished_name = none
prompt = no
[none]
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
subjectKeyIdentifier = hash
[good]
basicConstraints = CA:FALSE
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
subjectAltName = DNS:localhost
[elsewhere]
basicConstraints = CA:FALSE
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
subjectAltName = DNS:elsewhere.example
"""
SPANS = {"valid": ("20260101000000Z", "21260101000000Z"), "over": ("20200101000000Z", "20210101000000Z")}


def main() -> None:
    """Write the file anew."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)

        def run(*words: str) -> None:
            subprocess.run(["openssl", *words], cwd=place, check=True, capture_output=True)

        def signed(name: str, kind: str, span: str, *more: str) -> None:
            first, last = SPANS[span]
            run("req", "-new", "-key", "key", "-subj", f"/CN={name}", "-config", "config", "-out", "request")
            run(
                *("ca", "-batch", "-notext", "-config", "config", "-in", "request", "-out", name, "-extensions", kind),
                *("-startdate", first, "-enddate", last, *more),
            )

        (place / "config").write_text(CONFIG)
        (place / "index").touch()
        (place / "serial").write_text("01\n")
        for key in ("key", "authority-key"):
            run("ecparam", "-genkey", "-noout", "-name", "prime256v1", "-out", key)
        run("req", "-new", "-key", "authority-key", "-subj", "/CN=authority", "-config", "config", "-out", "request")
        run(
            *("ca", "-batch", "-notext", "-selfsign", "-config", "config", "-keyfile", "authority-key"),
            *("-in", "request", "-out", "authority", "-extensions", "authority"),
            *("-startdate", SPANS["valid"][0], "-enddate", SPANS["valid"][1]),
        )
        by_authority = ("-cert", "authority", "-keyfile", "authority-key")
        signed("good", "good", "valid", *by_authority)
        signed("elsewhere", "elsewhere", "valid", *by_authority)
        signed("expired", "good", "over", *by_authority)
        signed("self-signed", "good", "valid", "-selfsign", "-keyfile", "key")
        names = ("key", "authority", "good", "elsewhere", "expired", "self-signed")
        first = "# Made by tests/tools/make_certificates.py, for tests alone: the key opens nothing.\n"
        PLACE.write_text(first + "".join(f"# {name}\n{(place / name).read_text()}" for name in names))


if __name__ == "__main__":
    main()
