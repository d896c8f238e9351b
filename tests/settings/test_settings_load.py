"""Where settings come from, which source wins, and that every problem is told at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from simulator.errors import SettingsError
from simulator.finding import Severity
from simulator.settings import Deduplication, Limits, Settings, apply_tables, collect, load, store_path
from simulator.settings import loading as loading_module
from simulator.settings.listing import all_settings
from simulator.settings.sources import project_file

TOKEN = "EAA" + "Bc9" * 20


@pytest.fixture
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's settings file, not there yet."""
    file = tmp_path / "home" / "capisim.toml"
    file.parent.mkdir()
    monkeypatch.setattr(loading_module, "user_file", lambda: file)
    return file


@pytest.fixture
def project(tmp_path: Path, user: Path) -> Path:
    """An empty folder of a project, three levels deep."""
    folder = tmp_path / "work" / "shop" / "src"
    folder.mkdir(parents=True)
    return folder


def problems_of(flags: dict[str, object], environ: dict[str, str], cwd: Path) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        load(flags, environ, cwd)
    return caught.value.problems


def test_without_sources_everything_is_default(project: Path) -> None:
    settings, origins = load({}, {}, project)
    assert settings == Settings()
    assert set(origins) == {setting.key for setting in all_settings()}
    assert set(origins.values()) == {"default"}


def test_the_nearer_source_wins_and_origins_say_which(project: Path, user: Path) -> None:
    user.write_text("workers = 1\nfail_on = 'note'\ndurable = true\nengine = 'jsonschema'\n")
    (project.parent / "capisim.toml").write_text("workers = 2\nfail_on = 'warning'\ndurable = false\n")
    settings, origins = load({"workers": 4}, {"CAPISIM_WORKERS": "3", "CAPISIM_FAIL_ON": "rejected"}, project)
    assert (settings.workers, origins["workers"]) == (4, "option --workers")
    assert (settings.fail_on, origins["fail_on"]) == (Severity.REJECTED, "environment variable CAPISIM_FAIL_ON")
    assert (settings.durable, origins["durable"]) == (False, str(project.parent / "capisim.toml"))
    assert (settings.engine, origins["engine"]) == ("jsonschema", str(user))
    assert origins["schemas"] == "default"


def test_tables(project: Path) -> None:
    (project / "capisim.toml").write_text(
        "[deduplication]\nwindow_hours = 1\nprefer = 'first-received'\nsame_channel_event_id = false\n"
        "fallback = 'off'\n[limits]\nline_bytes = 1\nnesting = 1024\n"
    )
    settings, _ = load({"deduplication.fallback": "unmatched-id"}, {"CAPISIM_LIMITS_HAR_BYTES": "1_000"}, project)
    assert settings.deduplication == Deduplication(1.0, "first-received", False, "unmatched-id")
    assert type(settings.deduplication.window_hours) is float
    assert settings.limits == Limits(line_bytes=1, har_bytes=1000, nesting=1024)


@pytest.mark.parametrize("word", ["true", "TRUE", "yes", "on", "1", " true "])
def test_switch_in_the_environment(word: str, project: Path) -> None:
    assert load({}, {"CAPISIM_DURABLE": word}, project)[0].durable is True


@pytest.mark.parametrize("word", ["false", "No", "off", "0"])
def test_switch_off_in_the_environment(word: str, project: Path) -> None:
    name = "CAPISIM_DEDUPLICATION_SAME_CHANNEL_EVENT_ID"
    assert load({}, {name: word}, project)[0].deduplication.same_channel_event_id is False


def test_empty_environment_variable_and_none_flag_count_as_not_set(project: Path) -> None:
    settings, origins = load({"store": None}, {"CAPISIM_WORKERS": "", "CAPISIM_STORE": ""}, project)
    assert settings == Settings()
    assert origins["store"] == "default"


def test_pyproject_and_its_own_file_beside_it(project: Path) -> None:
    pyproject = project / "pyproject.toml"
    pyproject.write_text("[project]\nname='x'\n[tool.capisim]\nworkers = 7\n")
    settings, origins = load({}, {}, project)
    assert (settings.workers, origins["workers"]) == (7, f"{pyproject} [tool.capisim]")
    (project / "capisim.toml").write_text("workers = 8")
    assert load({}, {}, project)[0].workers == 8


def test_pyproject_that_does_not_name_us_is_passed_over(project: Path) -> None:
    (project / "pyproject.toml").write_text("[project]\nname='capisim-user'\ndependencies=['capisim']\n")
    (project.parent / "capisim.toml").write_text("workers = 5")
    assert project_file(project) == project.parent / "capisim.toml"
    (project / "pyproject.toml").write_text("this is no TOML")
    assert load({}, {}, project)[0].workers == 5


def test_broken_pyproject_that_names_us_is_a_problem(project: Path) -> None:
    (project / "pyproject.toml").write_text("[tool.capisim\nworkers = 1")
    (problem,) = problems_of({}, {}, project)
    assert problem.startswith(f"{project / 'pyproject.toml'}: is no TOML: ")


def test_relative_paths_count_from_the_folder_of_their_file(project: Path) -> None:
    (project.parent / "capisim.toml").write_text("store = 'runs.db'\nschemas = '../plan'\n")
    settings, _ = load({}, {}, project)
    assert settings.store == str(project.parent / "runs.db")
    assert settings.schemas == str(project.parent / ".." / "plan")
    assert load({"store": "here.db"}, {"CAPISIM_SCHEMAS": "there"}, project)[0].schemas == "there"
    assert load({"store": "here.db"}, {}, project)[0].store == "here.db"


@pytest.mark.parametrize("store", [":memory:", ""])
def test_a_store_that_is_no_path_stays_as_it_is(store: str, project: Path) -> None:
    (project / "capisim.toml").write_text(f"store = '{store}'")
    assert load({}, {}, project)[0].store == store


def test_home_folder_in_a_file(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    (project / "capisim.toml").write_text("store = '~/x.db'")
    assert load({}, {}, project)[0].store == str(tmp_path / "x.db")


def test_every_problem_of_every_source_is_told_at_once(project: Path, user: Path) -> None:
    user.write_text("worker = 3\nlimits = 3\n")
    file = project / "capisim.toml"
    file.write_text(
        "fail_on = 'fatal'\nstore = 3\ndurable = 'yes'\n[deduplication]\nwindow_hours = 0\nprefered = 'x'\n"
        "[limits]\nnesting = 1025\nline_bytes = 1.5\n[nonsense]\nx = 1\n"
    )
    environ = {"CAPISIM_WORKERS": "-1", "CAPISIM_LIMITS_LINES": "1", "CAPISIM_DURABLE": "perhaps"}
    problems = problems_of({"engine": "fast", "deduplication.window": 3}, environ, project)
    assert sorted(problems) == sorted(
        [
            f"{user}: unknown setting worker; did you mean workers?",
            f"{user}: limits must be a table",
            f"{file}: fail_on must be one of rejected, error, warning, note, but is 'fatal'",
            f"{file}: store must be text, but is 3",
            f"{file}: durable must be true or false, but is 'yes'",
            f"{file}: deduplication.window_hours must be a number, more than 0, but is 0",
            f"{file}: unknown setting deduplication.prefered; did you mean deduplication.prefer?",
            f"{file}: limits.nesting must be a whole number, from 1 to 1024, but is 1025",
            f"{file}: limits.line_bytes must be a whole number, at least 1, but is 1.5",
            f"{file}: unknown setting nonsense",
            "environment variable CAPISIM_WORKERS: workers must be a whole number, at least 0, but is '-1'",
            "environment variable CAPISIM_LIMITS_LINES: unknown setting; did you mean CAPISIM_LIMITS_LINE_BYTES?",
            "environment variable CAPISIM_DURABLE: durable must be true or false, but is 'perhaps'",
            "option --engine: engine must be one of jsonschema-rs, jsonschema, but is 'fast'",
            "option --window: unknown setting deduplication.window; did you mean deduplication.window_hours?",
        ]
    )


def test_a_bad_value_leaves_the_next_best_source(project: Path) -> None:
    (project / "capisim.toml").write_text("workers = 2")
    loaded = collect({}, {"CAPISIM_WORKERS": "many"}, project)
    assert loaded.settings.workers == 2
    assert loaded.origins["workers"] == str(project / "capisim.toml")
    assert len(loaded.problems) == 1


@pytest.mark.parametrize("text", ["nan", "inf", "-1", "0", "0.0", "1e999", "", "-0"])
def test_window_must_be_a_finite_number_above_zero(text: str, project: Path) -> None:
    problems = collect({"deduplication.window_hours": text}, {}, project).problems
    assert len(problems) == 1
    assert "window_hours must be a number, more than 0" in problems[0]


@pytest.mark.parametrize("text", ["0.001", "48", "1e3"])
def test_window_may_be_any_number_above_zero(text: str, project: Path) -> None:
    assert load({"deduplication.window_hours": text}, {}, project)[0].deduplication.window_hours == float(text)


@pytest.mark.parametrize("name", ["line_bytes", "document_bytes", "har_bytes", "nesting"])
@pytest.mark.parametrize(("value", "fine"), [(1, True), (0, False), (-1, False), (True, False), (2.0, False)])
def test_limits_are_whole_numbers_above_zero(name: str, value: object, fine: bool, project: Path) -> None:
    assert (collect({f"limits.{name}": value}, {}, project).problems == []) is fine


@pytest.mark.parametrize(
    "content",
    [
        f"access_token = '{TOKEN}'",
        "access_token = ''",
        f"[deduplication]\ntoken = '{TOKEN}'",
        f"[meta]\npixel = '1'\nkey = ['x', '{TOKEN}']",
        f"store = '{TOKEN}'",
        f"x = 'Bearer {TOKEN}'",
        f"{TOKEN} = 1",
        f"[limits]\n{TOKEN} = 1",
        "app_secret = 'x'",
        f"hosts = ['{TOKEN}']",
        f"customers = '{TOKEN}'",
        f"[rules]\nignore = ['{TOKEN}']",
        f"[rules.severity]\n{TOKEN} = 'note'",
        f"[[rules.ignores]]\nrule = 'EVT013'\nreason = 'because of {TOKEN}'",
        f"[[rules.ignores]]\nrule = 'EVT013'\nreason = 'x'\nevent_names = ['{TOKEN}']",
        "[[rules.ignores]]\nrule = 'EVT013'\nreason = 'x'\naccess_token = 'y'",
    ],
)
def test_a_token_in_a_file_is_refused_and_never_shown(content: str, project: Path) -> None:
    (project / "capisim.toml").write_text(content)
    (problem,) = problems_of({}, {}, project)
    assert TOKEN not in problem
    if TOKEN not in content.partition("=")[0]:
        assert "CAPISIM_ACCESS_TOKEN" in problem


def test_a_token_as_option_is_refused_and_never_shown(project: Path) -> None:
    (problem,) = problems_of({"store": TOKEN}, {}, project)
    assert "access token" in problem
    assert TOKEN not in problem


def test_a_token_in_the_wrong_variable_is_refused_and_never_shown(project: Path) -> None:
    (problem,) = problems_of({}, {"CAPISIM_WORKERS": TOKEN}, project)
    assert "CAPISIM_ACCESS_TOKEN" in problem
    assert TOKEN not in problem


def test_tokens_and_strange_variables_in_the_environment_are_no_problem(project: Path) -> None:
    environ = {
        "CAPISIM_ACCESS_TOKEN": TOKEN,
        "META_ACCESS_TOKEN": TOKEN,
        "CAPISIM_PORT": "tcp://10.0.0.1:80",
        "CAPISIM_DEBUG": "1",
    }
    assert load({}, environ, project)[0] == Settings()


def test_a_variable_one_letter_off_is_a_problem(project: Path) -> None:
    (problem,) = problems_of({}, {"CAPISIM_WORKER": "2"}, project)
    assert problem == "environment variable CAPISIM_WORKER: unknown setting; did you mean CAPISIM_WORKERS?"


@pytest.mark.parametrize(
    ("content", "sign"),
    [
        (b"workers = ", "is no TOML"),
        (b"workers = 1\nworkers = 2", "is no TOML"),
        (b"\xff\xfe", "no UTF-8"),
        (b"x = " + b"9" * 5000, "is no TOML"),
        (b"x = " + b"[" * 100_000, "is no TOML"),
    ],
)
def test_a_file_that_is_no_toml(content: bytes, sign: str, project: Path) -> None:
    (project / "capisim.toml").write_bytes(content)
    (problem,) = problems_of({}, {}, project)
    assert sign in problem
    assert problem.startswith(str(project / "capisim.toml"))


def test_a_file_that_starts_with_a_byte_order_mark(project: Path) -> None:
    (project / "capisim.toml").write_bytes(b"\xef\xbb\xbfworkers = 2")
    assert load({}, {}, project)[0].workers == 2


def test_a_control_character_in_a_value_reaches_no_terminal(project: Path) -> None:
    (project / "capisim.toml").write_text('engine = "\\u001b[31m"\n"\\u001b[0m" = 1')
    assert not any("\x1b" in problem for problem in problems_of({}, {}, project))


def test_a_nul_character_in_a_path_is_a_problem(project: Path) -> None:
    (project / "capisim.toml").write_text('store = "a\\u0000b"')
    assert problems_of({}, {}, project) == [f"{project / 'capisim.toml'}: store must not hold a NUL character"]


def test_apply_tables(tmp_path: Path) -> None:
    base = Settings(workers=3)
    changed = apply_tables(base, {"schemas": "plan", "deduplication": {"window_hours": 2}}, f"{tmp_path}/scenario.toml")
    assert changed == Settings(workers=3, schemas=str(tmp_path / "plan"), deduplication=Deduplication(window_hours=2.0))
    with pytest.raises(SettingsError) as caught:
        apply_tables(base, {"fail_on": 1, "limits": {"x": 1}}, "s/scenario.toml")
    assert len(caught.value.problems) == 2
    assert all(problem.startswith("s/scenario.toml: ") for problem in caught.value.problems)


def test_store_path() -> None:
    assert store_path(Settings(store="x.db")) == "x.db"
    assert store_path(Settings(store=":memory:")) == ":memory:"
    default = Path(store_path(Settings()))
    assert default.is_absolute()
    assert default.name == "capisim.db"


def test_importing_the_package_is_light() -> None:
    code = (
        "import sys, simulator.settings as s\n"
        "assert s.Settings().workers == 0\n"
        "heavy = {'platformdirs', 'tomllib', 'difflib', 'click', 'orjson', 'simulator.settings.loading'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
        "assert callable(s.load) and 'simulator.settings.loading' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[2])


def test_an_unknown_name_of_the_package_is_an_attribute_error() -> None:
    import simulator.settings

    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        simulator.settings.nothing  # noqa: B018
