"""Record what two published JavaScript libraries make of the corpus, for the profiles that follow them.

    python tests/customer/record_node_libraries.py PARAM_BUILDER_FOLDER ADOBE_FOLDER

PARAM_BUILDER_FOLDER is capi-param-builder-nodejs unpacked (``npm pack capi-param-builder-nodejs@1.3.2``), and
ADOBE_FOLDER holds src/lib/actions/helpers of adobe/reactor-extension-meta-conversion-api-edge at ADOBE_COMMIT, with
js-sha256 0.9.0 in node_modules. Needs Node. Rewrites ``recorded.json`` beside this file: the corpus, every word that
has a meaning of its own, and 700 values put together at random, each with what either library sends, hashes cut to
16 digits. Then lays the profiles beside the libraries on 50,000 more random values, other ones in every run, and
exits with 1 if any differs without a known reason.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from known_differences import ADOBE, NODE_BUILDER, Case, unexplained
from made_values import made_values
from sending import sent

from simulator.customer import KEYS, Hashing, normalize

HERE = Path(__file__).parent
CUSTOMER = HERE.parents[1] / "simulator" / "customer"
RECORDED = HERE / "recorded.json"
NODE_ROWS = 700
SEED = 20261124
MORE_ROWS = 50_000
# The version of normalizers.js that could be had; 1.7.0 itself could not be run again.
ADOBE_COMMIT = "73b8d98b2f58538d9de0729f43a7b57f7a90f4da"
# The profile, and the column of what the library sends.
LIBRARIES = {NODE_BUILDER: ("param-builder", 2), ADOBE: ("adobe", 3)}
HASHED = {name for name, key in KEYS.items() if key.hashing is not Hashing.NEVER}
FROM_REQUEST = {"client_ip_address", "fbc", "fbp"}
PREPARED = {
    NODE_BUILDER: HASHED | FROM_REQUEST,
    ADOBE: {"country", "ct", "db", "em", "external_id", "fn", "ge", "ln", "ph", "st", "zp"},
}
_HASH = re.compile(r"^[0-9a-f]{64}(?![0-9A-Za-z])")

# Key, value, what the builder sends, what Adobe's extension sends.
Row = tuple[str, str, str | None, str | None]


def shorten(text: str | None) -> str | None:
    """What is sent, with a hash at its start cut to 16 digits."""
    return None if text is None else _HASH.sub(lambda match: match[0][:16], text)


def compare(library: str, row: Row) -> Case:
    """One row beside the answer of the profile that follows the library."""
    profile, column = LIBRARIES[library]
    key, value = row[:2]
    return Case(key, value, shorten(sent(normalize(key, value, profile=profile))), row[column])


def differences(rows: Iterable[Row]) -> list[Case]:
    """Every case that differs without a known reason."""
    cases = ((name, compare(name, row)) for row in rows for name in LIBRARIES if row[0] in PREPARED[name])
    return [case for name, case in cases if unexplained(name, case)]


def run(rows: Iterable[tuple[str, str]], builder: str, adobe: str) -> list[Row]:
    """What both libraries send for values."""
    known = list(rows)
    done = subprocess.run(
        ["node", str(HERE / "run_node_libraries.js"), builder, adobe],
        input=json.dumps(known),
        capture_output=True,
        text=True,
        check=True,
    )
    answers = json.loads(done.stdout)
    return [(*row, shorten(one), shorten(other)) for row, (one, other) in zip(known, answers, strict=True)]


def values() -> list[tuple[str, str]]:
    """Every value that is recorded, once."""
    corpus = [(key, value) for key, value in json.loads((HERE / "corpus.json").read_text("utf-8"))]
    known = json.loads((CUSTOMER / "builder_words.json").read_text("utf-8"))
    words = [(key, word) for key in ("st", "country") for word in known[key]]
    words += [("ge", word) for several in known["ge"].values() for word in several]
    for key, file in (("country", "countries.json"), ("st", "us_states.json")):
        names = json.loads((CUSTOMER / file).read_text("utf-8"))
        words += [(key, name) for code, ways in names.items() for name in (code, *ways)]
    return list(dict.fromkeys([*corpus, *words, *made_values(NODE_ROWS, SEED)]))


def main(builder: str, adobe: str) -> int:
    """Write the file, then look for differences; the exit code."""
    rows = run(values(), builder, adobe)
    version = json.loads((Path(builder) / "package.json").read_text("utf-8"))["version"]
    now = int(time.time())
    head = {"param_builder": version, "adobe": ADOBE_COMMIT, "recorded_at": now}
    body = ",\n".join(json.dumps(row) for row in rows)
    RECORDED.write_text(f'{{"of": {json.dumps(head)}, "rows": [\n{body}\n]}}\n', "utf-8")
    sys.stdout.write(f"{RECORDED.name}: {len(rows)} rows\n")
    found = differences(run(made_values(MORE_ROWS, now), builder, adobe))
    sys.stdout.write(f"{MORE_ROWS} random values: {len(found)} unexplained differences\n")
    sys.stdout.writelines(f"  {case}\n" for case in found[:20])
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
