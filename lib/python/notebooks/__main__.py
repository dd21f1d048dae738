"""The command line of lib/bin/notebook."""

import argparse
import sys
import time
from pathlib import Path

import nbformat

from notebooks import PROJECT, shown


def parse(arguments: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="notebook", description="Executes and checks Interleave's notebooks.")
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="execute notebooks, each in a fresh kernel")
    run.add_argument("--scale", choices=["quick", "full"], default="quick", help="INTERLEAVE_SCALE for the kernel")
    where = run.add_mutually_exclusive_group()
    where.add_argument("--out", type=Path, default=PROJECT / "target" / "notebooks", help="folder for what was executed")
    where.add_argument("--in-place", action="store_true", help="write over the notebook itself")
    run.add_argument("--html", action="store_true", help="write HTML too, to the same folder (in place: target/notebooks)")
    run.add_argument("--timeout", type=float, help="seconds a cell may take (quick: 1800, full: no limit)")
    run.add_argument("notebook", nargs="+", type=Path)
    check = commands.add_parser("check", help="look for what a committed notebook may not have")
    check.add_argument("notebook", nargs="+", type=Path)
    options = parser.parse_args(arguments)
    for path in options.notebook:
        if not path.is_file():
            parser.error(f"no such notebook: {path}")
    return options


def run(options: argparse.Namespace) -> int:
    # Imported here because `check` needs none of it, and it is slow to load.
    from notebooks.clean import clean, write, write_html
    from notebooks.run import execute

    timeout = options.timeout or (1800 if options.scale == "quick" else None)
    begun = time.time()
    status = 0
    written = []
    for path in options.notebook:
        print(f"{shown(path)} ({options.scale})", flush=True)
        notebook = nbformat.read(path, as_version=4)
        status = execute(notebook, path.resolve().parent, options.scale, timeout)
        clean(notebook)
        if status == 0:
            target = path if options.in_place else options.out / path.name
        else:  # Kept for a look at it, never over the notebook itself.
            target = options.out / f"{path.stem}.failed.ipynb"
        write(notebook, target)
        written.append(target)
        if options.html and status == 0:
            written.append(write_html(notebook, options.out / f"{path.stem}.html"))
        if status:
            break
    for target in written:
        print(f"wrote {shown(target)}")
    for folder in drawn_since(begun):
        print(f"figures are in {shown(folder)}")
    return status


def drawn_since(begun: float) -> list[Path]:
    """The folders that notebooks have saved figures to."""
    figures = (PROJECT / "target" / "figures").rglob("*.svg")
    return sorted({figure.parent for figure in figures if figure.stat().st_mtime >= begun})


def check(options: argparse.Namespace) -> int:
    from notebooks.check import findings

    found = 0
    for path in options.notebook:
        for finding in findings(nbformat.read(path, as_version=4)):
            print(f"{shown(path)}: {finding}")
            found += 1
    return 1 if found else 0


if __name__ == "__main__":
    options = parse()
    sys.exit(run(options) if options.command == "run" else check(options))
