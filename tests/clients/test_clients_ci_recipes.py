"""The README's jobs for continuous integration, run step by step as their runners would, with local stand-ins.

A checkout is a folder with captures, ``setup-python`` puts this environment in front, ``pip`` only looks at what it is
given, and an upload looks for its file.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml  # type: ignore[import-untyped]  # comes with schemathesis
from junit_form import read, violations

from simulator.resources import fixtures

ROOT = Path(__file__).parents[2]
_BLOCK = re.compile(r"^<!-- ci: ([\w-]+) -->\n```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
JOBS: dict[str, Any] = {name: yaml.safe_load(text) for name, text in _BLOCK.findall((ROOT / "README.md").read_text())}
_UPLOADED = ("sarif_file", "path")


def test_these_are_the_jobs() -> None:
    assert set(JOBS) == {"github", "gitlab", "pre-commit"}


class Project(NamedTuple):
    """A checkout, and the environment that its steps run in."""

    folder: Path
    environ: dict[str, str]

    def run(self, text: str, *shell: str) -> int:
        """Run the text of a step; its exit code."""
        words = ["bash", *shell, "-c", text]
        return subprocess.run(words, cwd=self.folder, env=self.environ, capture_output=True, timeout=120).returncode


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project whose captures are those of a shop without faults."""
    folder, tools = tmp_path / "project", tmp_path / "tools"
    (folder / "captured").mkdir(parents=True)
    tools.mkdir()
    for name in ("visit.har", "server.jsonl"):
        shutil.copy(fixtures() / "har-shop-visit" / name, folder / "captured")
    (folder / "requirements.txt").write_text("capisim\n")
    (tools / "pip").write_text('#!/bin/sh\ntest "$1 $2" = "install -r" && grep -q capisim "$3"\n')
    (tools / "pip").chmod(0o755)
    path = os.pathsep.join([str(tools), str(Path(sys.executable).parent), os.environ["PATH"]])
    environ = {**os.environ, "PATH": path, "HOME": str(tmp_path), "CAPISIM_STORE": str(tmp_path / "store.db")}
    return Project(folder, {**environ, "GITHUB_STEP_SUMMARY": str(folder / "summary.md"), "PYTHONPATH": str(ROOT)})


def spoil(project: Project) -> None:
    """One purchase with two ids, among the captures."""
    shutil.copy(fixtures() / "different-event-ids" / "events.jsonl", project.folder / "captured")


def test_the_workflow_of_github_reports_what_the_gate_refuses(project: Project) -> None:
    # YAML 1.1 takes the key "on" for true; GitHub reads YAML 1.2.
    assert JOBS["github"][True] == ["push", "pull_request"]
    steps = JOBS["github"]["jobs"]["tracking"]["steps"]
    spoil(project)
    failed, uploaded = False, []
    for step in steps:
        if failed and step.get("if") != "always()":
            continue
        if "run" in step:
            failed = project.run(step["run"], "-e") != 0 or failed
            assert failed == ("gate" in step["run"] or "report" in step["run"])
        else:
            uploaded += [step["with"][name] for name in _UPLOADED if name in step.get("with", {})]
    assert failed
    assert uploaded == ["tracking.sarif", "tracking.html"]
    log = json.loads((project.folder / "tracking.sarif").read_text())
    places = {
        (result["ruleId"], result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
        for result in log["runs"][0]["results"]
    }
    assert ("DUP001", "captured/events.jsonl") in places
    assert (project.folder / "tracking.html").read_text().startswith("<!doctype html>")
    assert "no go" in (project.folder / "summary.md").read_text().lower()


def test_the_steps_of_the_report_fail_by_themselves_for_what_is_no_finding(project: Project) -> None:
    steps = JOBS["github"]["jobs"]["tracking"]["steps"]
    report = next(step["run"] for step in steps if "report" in step.get("run", ""))
    (project.folder / "capisim.toml").write_text("nonsense = 1\n")
    assert project.run(report, "-e") != 0


def test_the_job_of_gitlab_keeps_its_reports(project: Project) -> None:
    job = JOBS["gitlab"]["tracking"]
    assert project.run("\n".join(job["script"]), "-eo", "pipefail") == 0
    assert project.run("\n".join(job["after_script"]), "-eo", "pipefail") == 0
    artifacts = job["artifacts"]
    assert artifacts["when"] == "always"
    suite = read((project.folder / artifacts["reports"]["junit"]).read_bytes())[0]
    assert violations(suite) == []
    assert (suite.get("name"), suite.get("failures")) == ("capisim gate staging", "0")
    assert [path for path in artifacts["paths"] if not (project.folder / path).is_file()] == []


def test_the_hook_is_there_and_checks_scenarios(project: Project) -> None:
    (used,) = JOBS["pre-commit"]["repos"][0]["hooks"]
    hooks = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}
    hook = hooks[used["id"]]
    assert (hook["language"], hook["pass_filenames"]) == ("python", False)
    for name in ("tests/scenarios/one/scenario.toml", "a/expected.json", "captured/visit.har", "x.jsonl.gz"):
        assert re.search(hook["files"], name)
    assert not re.search(hook["files"], "README.md")
    shutil.copytree(fixtures() / "clean-pair", project.folder / "tests" / "scenarios" / "clean-pair")
    words = [*shlex.split(hook["entry"]), *used["args"]]
    expected = project.folder / "tests" / "scenarios" / "clean-pair" / "expected.json"
    expected.write_text(expected.read_text().replace('"kept"', '"rejected"', 1))
    assert project.run(shlex.join(words)) == 1
