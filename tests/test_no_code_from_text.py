"""What the program's own source never does: run text as code, unpickle, use a shell, or write values into SQL."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted(path for name in ("assistant", "corpus", "structured") for path in (ROOT / name).rglob("*.py"))
SOURCES.append(ROOT / "app.py")
RUNNING = {"eval", "exec", "compile", "__import__", "execfile"}
UNPICKLING = {"pickle", "cPickle", "_pickle", "marshal", "shelve", "dill", "cloudpickle", "joblib", "jsonpickle"}
SHELLS = {("os", "system"), ("os", "popen"), ("subprocess", "getoutput"), ("subprocess", "getstatusoutput")}
STARTING = {
    "corpus/parsing.py": 1,
    "corpus/picturing.py": 1,
    "assistant/cli/serving.py": 1,
    "assistant/libraries/preparers.py": 1,
}
"""The files that may start a process or a module, and in how many places: what reads a file, what draws its pages,
what outlines reports, the page."""
STARTERS = {("subprocess", "Popen"), ("subprocess", "run"), ("subprocess", "check_output"), ("subprocess", "call")}
STARTERS |= {("runpy", "run_module"), ("runpy", "run_path"), ("os", "execv"), ("os", "execvp"), ("os", "spawnv")}
# What hands statements on that others have written, where they are checked; its own are made of constants.
ADAPTERS = ("corpus/postgres/", "assistant/side_tables.py", "assistant/libraries/shelf.py")
QUERIES = {"execute", "executemany", "executescript"}
STATEMENT = re.compile(r"(?:SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE TABLE)\b")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call))


def dotted(node: ast.expr) -> tuple[str, str] | None:
    """("os", "system") of ``os.system``."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return node.value.id, node.attr
    return None


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_no_text_is_run_as_code() -> None:
    for path in SOURCES:
        found = [c.lineno for c in calls(path) if isinstance(c.func, ast.Name) and c.func.id in RUNNING]
        assert found == [], name_of(path)


def test_nothing_is_unpickled() -> None:
    for node in (node for path in SOURCES for node in ast.walk(tree(path))):
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        assert not {name.split(".")[0] for name in names} & UNPICKLING
        if isinstance(node, ast.keyword) and node.arg == "allow_pickle":
            assert isinstance(node.value, ast.Constant) and node.value.value is False


def test_no_shell_is_started() -> None:
    for path in SOURCES:
        assert [c.lineno for c in calls(path) if dotted(c.func) in SHELLS] == [], name_of(path)
        assert not any(k.arg == "shell" for c in calls(path) for k in c.keywords), name_of(path)
        starting = [c.lineno for c in calls(path) if dotted(c.func) in STARTERS]
        assert len(starting) == STARTING.get(name_of(path), 0), name_of(path)


def test_values_reach_sql_only_as_parameters() -> None:
    """A query may be put together only of this program's own constants."""
    for path, call in [(source, found) for source in SOURCES for found in calls(source)]:
        if not (isinstance(call.func, ast.Attribute) and call.func.attr in QUERIES and call.args):
            continue
        if name_of(path).startswith(ADAPTERS):
            continue
        query = call.args[0]
        parts = [query] if not isinstance(query, ast.JoinedStr) else query.values
        for part in parts:
            inner = part.value if isinstance(part, ast.FormattedValue) else part
            assert is_constant(inner, path), f"{name_of(path)}:{call.lineno} {ast.unparse(query)}"


def test_statements_that_are_handed_on_are_made_of_constants() -> None:
    """One that is given to an adapter, by itself or in a list, is a text that begins like one."""
    n_found = 0
    for path in SOURCES:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.JoinedStr) and STATEMENT.match(beginning(node)):
                n_found += 1
                assert is_constant(node, path) or name_of(path).startswith(ADAPTERS), f"{name_of(path)}:{node.lineno}"
    assert n_found > 20


def beginning(node: ast.JoinedStr) -> str:
    first = node.values[0]
    return str(first.value) if isinstance(first, ast.Constant) else ""


def is_constant(node: ast.expr, path: Path) -> bool:
    """Whether an expression is made of literals and of names that hold nothing else."""
    if isinstance(node, ast.Constant):
        return True
    if isinstance(node, ast.Subscript):
        return isinstance(node.value, ast.Name) and is_constant(node.value, path)  # an entry of a table in the code
    if isinstance(node, ast.JoinedStr):
        return all(is_constant(p.value if isinstance(p, ast.FormattedValue) else p, path) for p in node.values)
    if isinstance(node, ast.Name):
        return node.id.lstrip("_").isupper() or holds_constants(node.id, path)
    if isinstance(node, ast.Attribute):
        of_a_table = isinstance(node.value, ast.Name) and node.value.id == "table" and tables_are_literal(path)
        return node.attr == "SCHEMA" or of_a_table
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        return is_constant(node.left, path)  # so many marks for values
    if isinstance(node, ast.BinOp):
        return is_constant(node.left, path) and is_constant(node.right, path)
    if isinstance(node, ast.IfExp):
        return is_constant(node.body, path) and is_constant(node.orelse, path)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "among":
        return all(is_constant(a, path) for a in node.args)  # a condition on a column, with a mark for its values
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "join":
        return is_constant(node.func.value, path) and all(is_constant(a, path) for a in node.args)
    if isinstance(node, ast.Tuple | ast.List):
        return all(is_constant(e.value if isinstance(e, ast.Starred) else e, path) for e in node.elts)
    return False


def holds_constants(name: str, path: Path) -> bool:
    """Whether a local name is only ever given literals: by assignment, by a loop over them, or as an argument."""
    given: list[ast.expr] = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == name for t in node.targets):
            given.append(node.value)
        if isinstance(node, ast.FunctionDef):
            positions = [a.arg for a in node.args.args if a.arg != "self"]
            if name in positions:
                place = positions.index(name)
                own = [c for c in calls(path) if getattr(c.func, "attr", getattr(c.func, "id", "")) == node.name]
                given += [c.args[place] for c in own if len(c.args) > place]
    loops = [
        n for n in ast.walk(tree(path)) if isinstance(n, ast.For | ast.comprehension) and name in names_in(n.target)
    ]
    if loops:  # over the entries of a table that is written in the code
        return all(isinstance(n.iter, ast.Subscript | ast.Tuple) and is_constant(n.iter, path) for n in loops)
    return bool(given) and all(is_constant(value, path) for value in given if not same(value, name))


def tables_are_literal(path: Path) -> bool:
    """Whether every ``Table`` that a file makes is made of literals."""
    made = [c for c in calls(path) if getattr(c.func, "id", "") == "Table"]
    given = [value for call in made for value in (*call.args, *(k.value for k in call.keywords))]
    return bool(given) and all(isinstance(value, ast.Constant | ast.Tuple) for value in given)


def same(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def names_in(node: ast.expr) -> set[str]:
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
