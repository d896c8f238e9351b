"""The README's recipes, run as they stand there."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from serving_clients import NODE_PACKAGES, meta, needs_node, stored

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
_RECIPE = re.compile(r"^<!-- recipe: (\w+) -->\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
RECIPES = dict(_RECIPE.findall(README))
CHROMIUM = Path("/usr/bin/chromium")
_PAGE = f"""
import pytest

@pytest.fixture
def page():
    from playwright.sync_api import sync_playwright
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path="{CHROMIUM}", args=arguments)
        yield browser.new_page()
        browser.close()
"""


def test_these_are_the_recipes() -> None:
    assert set(RECIPES) == {"curl", "node", "python", "playwright"}


def run_test(text: str, folder: Path) -> None:
    """Run a recipe that is a test."""
    (folder / "test_recipe.py").write_text(text, "utf-8")
    unused = ["-p", "no:cacheprovider", "-p", "no:schemathesis"]
    words = [sys.executable, "-m", "pytest", "-q", *unused, "--rootdir", folder, folder]
    told = subprocess.run(words, cwd=folder, capture_output=True, text=True, timeout=300)
    assert told.returncode == 0, told.stdout + told.stderr
    assert "1 passed" in told.stdout


def test_the_python_client(tmp_path: Path) -> None:
    run_test(RECIPES["python"], tmp_path)


@pytest.mark.skipif(not CHROMIUM.exists() and not os.environ.get("CI"), reason=f"{CHROMIUM} is not installed")
def test_a_page_in_a_browser(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(_PAGE, "utf-8")
    run_test(RECIPES["playwright"], tmp_path)


@pytest.mark.skipif(
    shutil.which("curl") is None and not os.environ.get("CI"), reason="there is no curl on this machine"
)
def test_curl() -> None:
    with meta() as running:
        words = ["bash", "-euo", "pipefail", "-c", RECIPES["curl"]]
        environ = {**os.environ, "CAPISIM_URL": running.url}
        told = subprocess.run(words, capture_output=True, text=True, env=environ, timeout=120, check=True)
        answer = json.loads(told.stdout)
        assert answer["events_received"] == 1
        assert answer["capisim"]["events"][0]["verdict"] == "kept"
        assert stored(running) == [("Lead", "lead-1", "kept")]


@needs_node
def test_the_node_client(tmp_path: Path) -> None:
    assert NODE_PACKAGES, "META_NODE_PACKAGES names no folder with Meta's Node packages"
    with meta() as running:
        environ = {
            **os.environ,
            "CAPISIM_URL": running.url,
            "NODE_PATH": str(Path(NODE_PACKAGES).resolve() / "node_modules"),
        }
        told = subprocess.run(
            ["node", "-e", RECIPES["node"]], capture_output=True, text=True, env=environ, timeout=120, check=True
        )
        assert told.stdout.strip() == "1"
        assert stored(running) == [("Lead", "lead-1", "kept")]
