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
import urllib3
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
# A shop of ours instead of the reader's: two buttons, of which the second makes the server report too.
_SHOP = f"""
import sys

sys.path.insert(0, {str(Path(__file__).parents[1] / "browser")!r})

from shop import open_shop

COMMANDS = '''
fbq('init', '1234567890');
fbq('track', 'PageView', {{}}, {{eventID: 'view-1'}});
const cart = {{value: 9.5, currency: 'EUR', content_type: 'product', contents: [{{id: 'SKU-1', quantity: 1}}]}};
document.body.insertAdjacentHTML('beforeend', "<button id=add>Add to cart</button><button id=buy>Buy</button>");
document.getElementById('add').onclick = () => fbq('track', 'AddToCart', cart, {{eventID: 'cart-1'}});
document.getElementById('buy').onclick = () => buy('order-1', 9.5);
'''

@pytest.fixture
def shop(capisim_emulator):
    with open_shop(capisim_emulator.url) as opened:
        opened.commands = COMMANDS
        yield opened.url()
"""


def test_these_are_the_recipes() -> None:
    assert set(RECIPES) == {"curl", "node", "python", "playwright", "gate", "wait"}


def run_tests(folder: Path, *recipes: str) -> None:
    """Run recipes that are tests."""
    for name in recipes:
        (folder / f"test_{name}.py").write_text(RECIPES[name], "utf-8")
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", folder, folder]
    told = subprocess.run(words, cwd=folder, capture_output=True, text=True, timeout=300)
    assert told.returncode == 0, told.stdout + told.stderr
    assert f"{len(recipes)} passed" in told.stdout


def test_the_python_client(tmp_path: Path) -> None:
    run_tests(tmp_path, "python")


@pytest.mark.skipif(not CHROMIUM.exists() and not os.environ.get("CI"), reason=f"{CHROMIUM} is not installed")
def test_a_page_in_a_browser_and_a_shop_that_is_clicked_through_and_gated(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(_PAGE + _SHOP, "utf-8")
    run_tests(tmp_path, "playwright", "gate")


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
        for _ in range(2):
            urllib3.request("GET", f"{running.url}/tr?id=1234567890&ev=Purchase&eid=order-1")
        waited = subprocess.run(
            ["bash", "-c", RECIPES["wait"]], capture_output=True, text=True, env=environ, timeout=120, check=True
        )
        assert json.loads(waited.stdout)


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
