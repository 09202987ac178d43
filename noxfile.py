"""Every check and every command of the handbook; ``nox -l`` lists them."""

import functools
import hashlib
import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nox

nox.needs_version = ">=2026.10"
nox.options.default_venv_backend = "uv"
nox.options.reuse_venv = "yes"
nox.options.error_on_missing_interpreters = True
nox.options.sessions = (
    "lint",
    "types",
    "tests",
    "prove",
    "site",
    "zensical",
    "browser",
)

PYTHON = "3.13"
OLDEST_PYTHON = "3.12"
SHOP = "examples/shop"
PATTERN_PROJECT = "build/mutated_patterns"
AST_GREP = "examples/checks/sgconfig.yml"
PARALLEL = ("-n", "auto", "--dist", "worksteal")  # neighbours share their set-up
# Their tests run nginx, Git, pre-commit and other programs on files of the shop.
DELIVERY = (
    *("compose", "extending", "hooks", "kubernetes", "pipelines", "reverse_proxy"),
    *("sets", "tooling"),
)
LONG = (f"{SHOP}/tests", "tests/adoption", "tests/patterns")
SITE = Path("build/site")
SESSIONS = Path("build/sessions.json")

Run = Callable[[nox.Session], None]


def files() -> dict[str, tuple[str, int]]:
    """Return what git tracks or would track: fingerprint and time in nanoseconds."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = (Path(name) for name in sorted(filter(None, listing.split("\0"))))
    return {
        str(file): (
            hashlib.sha256(file.read_bytes()).hexdigest(),
            file.stat().st_mtime_ns,
        )
        for file in found
        if file.is_file()
    }


def tree() -> str:
    """Return one fingerprint of all these files."""
    contents = [(name, content) for name, (content, _) in files().items()]
    return hashlib.sha256(json.dumps(contents).encode()).hexdigest()


def passed() -> dict[str, dict[str, str | float]]:
    """Return what is known of the sessions that passed: tree and seconds."""
    if not SESSIONS.exists():
        return {}
    sessions: dict[str, dict[str, str | float]] = json.loads(SESSIONS.read_text())
    return sessions


def is_current(name: str) -> bool:
    """Say whether a session passed on the very files that are here now."""
    return passed().get(name, {}).get("tree") == tree()


def install(session: nox.Session) -> None:
    """Install exactly what requirements.txt pins."""
    session.install("--quiet", "--require-hashes", "--requirement", "requirements.txt")


def check(run: Run) -> Run:
    """Install the tools before a session, and record after it that it passed.

    It records nothing where a file changed meanwhile: the checked text is unknown.
    """

    @functools.wraps(run)
    def recorded(session: nox.Session) -> None:
        started, before = time.monotonic(), files()
        install(session)
        run(session)
        entry = {"tree": tree(), "seconds": round(time.monotonic() - started, 1)}
        if changed := sorted({name for name, _ in before.items() ^ files().items()}):
            name = run.__name__
            session.warn(f"{', '.join(changed)} changed while {name} ran: run it again")
            return
        sessions = passed() | {run.__name__: entry}
        SESSIONS.parent.mkdir(exist_ok=True)
        SESSIONS.write_text(json.dumps(sessions, indent=1))

    return recorded


def run_at_once(session: nox.Session, *commands: tuple[str, ...]) -> None:
    """Run commands of one process each side by side; nox prints what a failed one said.

    All of them end first: one failure does not hide another.
    """
    with ThreadPoolExecutor(len(commands)) as pool:
        runs = [pool.submit(session.run, *each, silent=True) for each in commands]
    for run in runs:
        run.result()


@nox.session(python=PYTHON)
@check
def lint(session: nox.Session) -> None:
    """Read the code, the words, the workflows and the borders between layers."""
    session.run("ruff", "format", "--check", ".")
    session.run("ruff", "check", ".")
    session.run("typos")
    session.run("lint-imports", "--no-cache")
    with session.chdir(SHOP):
        session.run("lint-imports", "--no-cache")
    session.run("python", "-m", "handbook", "check")
    session.run("ast-grep", "test", "--skip-snapshot-tests", "--config", AST_GREP)
    session.run("python", "-m", "handbook", "words")
    workflows = sorted(str(file) for file in Path(".github/workflows").glob("*.yml"))
    session.run("actionlint", *workflows)
    session.run("zizmor", "--offline", "--quiet", ".github/workflows")
    schema = "vendor.github-workflows"
    session.run("check-jsonschema", "--builtin-schema", schema, *workflows)
    session.run("shellcheck", ".ci/run")


@nox.session(python=PYTHON)
@check
def types(session: nox.Session) -> None:
    """Check the types twice: mypy strict, and basedpyright."""
    ours = ("handbook", "handbook_checks", "benchmarks", "noxfile.py")
    code = (*ours, "tests", "examples/patterns")
    run_at_once(session, ("mypy", *code), ("basedpyright", "--warnings", *code))
    with session.chdir(SHOP):
        shop = ("mypy", "app", "migrations", "tests")
        run_at_once(session, shop, ("basedpyright", "--warnings"))


@nox.session(python=OLDEST_PYTHON)
@check
def tests(session: nox.Session) -> None:
    """Run the tests on the oldest Python that is supported.

    Those in the browser, of processes and of the lifted shop have their own sessions.
    What PostgreSQL, other programs and wrong code do depends on no Python: `prove`
    measures it on the newest one. Here only the readiness probe and the migrations use
    PostgreSQL.
    """
    chosen = "not browser and not processes and not lifted"
    engine = "not postgresql or health or migrations"
    ours = ("-c", "pyproject.toml")  # also where only tests of the shop are named
    folders = ("tests/antipatterns", *(f"tests/patterns/{name}" for name in DELIVERY))
    left_out = (f"--ignore={folder}" for folder in folders)
    few = () if session.posargs else ("-k", engine, *left_out)
    session.run("pytest", *ours, *PARALLEL, "-m", chosen, *few, *session.posargs)


@nox.session(python=PYTHON)
def processes(session: nox.Session) -> None:
    """Start servers and workers, kill them, race them: minutes, not a default."""
    install(session)
    session.run("pytest", "-m", "processes", *LONG, *session.posargs)


@nox.session(python=PYTHON)
def image(session: nox.Session) -> None:
    """Build the shop's image and run it in containers; `processes` does it too."""
    install(session)
    test = "tests/adoption/test_image.py"
    session.run("pytest", "-m", "processes", test, *session.posargs)


@nox.session(python=PYTHON)
def mutants(session: nox.Session) -> None:
    """Break shop and patterns in small ways; replace tests/mutation.json."""
    install(session)
    session.run("python", "-m", "handbook", "prove")
    if not session.posargs:  # else it goes on with what it has found so far
        shutil.rmtree(f"{SHOP}/mutants", ignore_errors=True)
        session.run("python", "-m", "handbook", "pattern-project")
    for project in (SHOP, PATTERN_PROJECT):
        with session.chdir(project):
            session.run("mutmut", "run", *session.posargs)
    session.run("python", "-m", "handbook", "mutants")


@nox.session(python=PYTHON)
@check
def prove(session: nox.Session) -> None:
    """Run the examples and their wrong twins; write down what proved each line."""
    thorough = ["--full", "--verify"] if os.environ.get("CI") else []
    options = session.posargs or thorough
    session.run("python", "-m", "handbook", "prove", *options)
    session.run("python", "-m", "handbook", "coverage")


def build_site(session: nox.Session) -> None:
    """Build the site with MkDocs and count its code against the proof."""
    session.run("python", "-m", "handbook", "prove")
    # The theme's notice of its end of life is known, and says nothing of the build.
    quiet = {"NO_MKDOCS_2_WARNING": "1"}
    session.run("python", "-m", "mkdocs", "build", "--strict", env=quiet)
    session.run("python", "-m", "handbook", "inventory", str(SITE))
    session.run("python", "-m", "handbook", "links", str(SITE))
    session.run("python", "-m", "handbook", "weight", str(SITE))


@nox.session(python=PYTHON)
@check
def site(session: nox.Session) -> None:
    """Build the site, strictly; refuse any block of code without a proof."""
    build_site(session)


def bring_site(session: nox.Session) -> None:
    """Build the site unless that was done on the very files that are here now."""
    if not (SITE.is_dir() and is_current("site")):
        build_site(session)


@nox.session(python=PYTHON)
@check
def zensical(session: nox.Session) -> None:
    """Build the site with Zensical too; its pages, anchors and code must agree."""
    bring_site(session)
    session.run("python", "-m", "handbook", "zensical", "build/zensical")
    session.run("python", "-m", "handbook", "compare", str(SITE), "build/zensical")


@nox.session(python=PYTHON)
@check
def browser(session: nox.Session) -> None:
    """Read the site in a real browser, as a person would."""
    bring_site(session)
    session.run("pytest", *PARALLEL, "-m", "browser", "tests/browser", *session.posargs)


@nox.session(python=PYTHON, name="check")
def check_service(session: nox.Session) -> None:
    """Check any service against the rules: -- PATH (--format, --baseline, ...)."""
    install(session)
    session.run("python", "-m", "handbook_checks", *session.posargs)


@nox.session(python=PYTHON, name="new-rule")
def new_rule(session: nox.Session) -> None:
    """Start a rule: -- CHAPTER "statement" writes its block, its code and its tests."""
    install(session)
    session.run("python", "-m", "handbook", "new-rule", *session.posargs)


@nox.session(python=PYTHON)
def serve(session: nox.Session) -> None:
    """Prove the examples, build the handbook and serve it (-- --port N)."""
    install(session)
    session.run("python", "-m", "handbook", "serve", *session.posargs)


def production_python(session: nox.Session) -> str:
    """Install what the servers need and nothing else; return the interpreter.

    Some libraries load others where these are there: memory and start would be those
    of development.
    """
    folder = Path(session.create_tmp()).resolve() / "production"
    python = str(folder / "bin" / "python")
    session.run("uv", "venv", "--quiet", "--clear", "--python", PYTHON, str(folder))
    pip = ("uv", "pip", "install", "--quiet", "--python", python)
    needed = ("--requirement", f"{SHOP}/pyproject.toml", "psycopg[binary]")
    session.run(*pip, "--constraint", "requirements.txt", *needed)
    return python


@nox.session(python=PYTHON)
def bench(session: nox.Session) -> None:
    """Compare the shop with the leanest app: minutes, not a default (-- --quick)."""
    install(session)
    paths = os.pathsep.join((".", SHOP, f"{SHOP}/tests"))
    env = {"PYTHONPATH": paths, "BENCHMARK_PYTHON": production_python(session)}
    session.run("python", "-m", "benchmarks", *session.posargs, env=env)


@nox.session(python=PYTHON)
def lifted(session: nox.Session) -> None:
    """Copy the shop; run its README, and its checks after each change: minutes."""
    install(session)
    session.run("pytest", "-s", "-m", "lifted", "tests/adoption", *session.posargs)


@nox.session(python=PYTHON)
def app(session: nox.Session) -> None:
    """Migrate and serve the shop on SQLite (-- --port N)."""
    install(session)
    serve = ("uvicorn", "--factory", "app.main:create_app", "--port", "8080")
    limits = ("--lifespan", "on", "--timeout-graceful-shutdown", "5")
    with session.chdir(SHOP):
        session.run("alembic", "upgrade", "head")
        session.run(*serve, *limits, *session.posargs)  # a second --port wins


@nox.session(python=PYTHON)
def publish(session: nox.Session) -> None:
    """Make build/pages, if every check passed on this very commit."""
    install(session)
    if session.run("git", "status", "--porcelain", silent=True, external=True):
        session.error("there are changes that are not committed; commit them first")
    old = [name for name in nox.options.sessions or () if not is_current(name)]
    if old:
        session.error(f"not passed on this very tree: {', '.join(old)}; run: uvx nox")
    session.run("python", "-m", "handbook", "fresh", "--full")
    build_site(session)
    session.run("python", "-m", "handbook", "pages", str(SITE), "build/pages")
