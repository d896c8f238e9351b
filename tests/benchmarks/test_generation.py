"""A made-up shop against the pipeline that reads it, and the growth of its memory; by ratios alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from rates import Claim, Rates, whole_path

from simulator.settings import Settings
from simulator.synthetic import ShopSettings, traffic
from simulator.synthetic.forms import Form, written

pytestmark = pytest.mark.benchmark

SHOPPERS = 1_000
AT_LEAST = 0.1

PEAK = """
import sys
from pathlib import Path
from simulator.synthetic import ShopSettings, traffic
from simulator.synthetic.forms import written

for _ in written(traffic(ShopSettings(shoppers=int(sys.argv[1]))), "envelopes"):
    pass
# What getrusage tells begins with the peak of the process that started this one.
status = Path("/proc/self/status").read_text("ascii")
print(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")))
"""


def write(path: Path, form: Form) -> int:
    """Write the shop to a file; how many events were made."""
    count = 0

    def counted() -> object:
        nonlocal count
        for made in traffic(ShopSettings(shoppers=SHOPPERS)):
            count += made.word is None
            yield made

    with path.open("wb") as file:
        file.writelines(written(counted(), form))  # type: ignore[arg-type]
    return count


@pytest.mark.parametrize("form", ["envelopes", "requests"])
def test_generation_against_the_pipeline(form: Form, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A shop written to a file, Faker's start included, against its replay in one process."""
    source = tmp_path / "shop.jsonl"
    write(source, form)
    rates = Rates(
        tmp_path,
        {
            "generation": (lambda _, database: write(database, form), source),
            "replay": (whole_path(Settings(workers=1)), source),
        },
    )
    rates.rounds(Claim("generation", "replay", AT_LEAST))
    ratio = rates.ratio("generation", "replay")
    rates.show(capsys, f"generation as {form}", f"{ratio:.2f} of the rate of the pipeline (at least {AT_LEAST})")
    assert ratio >= AT_LEAST


def test_memory_grows_less_than_the_shop(capsys: pytest.CaptureFixture[str]) -> None:
    """Ten times the shoppers: their visits are known beforehand, their events never all at once."""
    if not Path("/proc/self/status").exists():
        pytest.skip("this system doesn't tell a process's peak memory")
    few, many = (
        int(
            subprocess.run(
                [sys.executable, "-c", PEAK, str(shoppers)], capture_output=True, text=True, check=True, timeout=600
            ).stdout
        )
        for shoppers in (2_000, 20_000)
    )
    with capsys.disabled():
        print(f"\ngeneration, peak memory: {few:,} KiB for 2,000 shoppers, {many:,} KiB for 20,000 (at most twice)")
    assert many <= 2 * few
