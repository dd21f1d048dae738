"""What a committed notebook may not have. One line a finding; the lines are for people."""

import re
from collections.abc import Iterator

from notebooks import PROJECT

LONGEST_CELL = 15

# IJava 1.3.0 and JJava both have these. Left out though both have them: %jars and %addMavenDependency, which
# JJava calls deprecated. Only one has %time, %addMavenRepo and the rest.
LINE_MAGICS = {"classpath", "load", "loadFromPOM", "maven", "mavenRepo"}
CELL_MAGICS = {"loadFromPOM"}
MAGIC = re.compile(r"(?:^|=)[ \t]*(%%?)([A-Za-z]\w*)", re.MULTILINE)

# Of what a kernel adds to the language, notebooks call display, render and updateDisplay; not these.
KERNEL_CALL = re.compile(r"(?<![\w.])(eval|kernel|getKernelInstance|lineMagic|cellMagic|printf)\s*\(")
KERNEL_PACKAGE = re.compile(r"\b(org\.dflib\.jjava|io\.github\.spencerpark)\b")

# A path that names one machine: the project's own, or one below the usual roots. Not the path part of an address.
MACHINE_PATH = re.compile(
    re.escape(str(PROJECT))
    + r"|(?<![\w./:-])/(?:home|root|Users|tmp|var|usr|opt|private|mnt|work|workspace)/[\w.-]+"
    + r"|\b[A-Z]:\\Users\\\w+"
)


def findings(notebook) -> Iterator[str]:
    expected = 0
    for number, cell in enumerate(notebook.cells, 1):
        if cell.cell_type != "code":
            continue
        expected += 1
        for finding in (*not_executed(cell, expected), *code_findings(cell.source), *output_findings(cell.outputs)):
            yield f"cell {number}: {finding}"


def not_executed(cell, expected: int) -> Iterator[str]:
    if not cell.source.strip():
        yield "is empty"
    elif cell.execution_count is None:
        yield "was not executed"
    elif cell.execution_count != expected:
        yield f"has execution count {cell.execution_count}, not {expected}: run the notebook from its top"


def code_findings(source: str) -> Iterator[str]:
    lines = len(source.rstrip().splitlines())
    if lines > LONGEST_CELL:
        yield f"has {lines} lines, more than {LONGEST_CELL}: it belongs in lib/"
    for sign, name in MAGIC.findall(source):
        if name not in (LINE_MAGICS if sign == "%" else CELL_MAGICS):
            yield f"uses {sign}{name}, which IJava and JJava do not both have"
    for name in KERNEL_CALL.findall(source):
        yield f"calls {name}(), which is the kernel's: display, render and updateDisplay are what both kernels share"
    for name in KERNEL_PACKAGE.findall(source):
        yield f"names {name}, which one kernel alone has"


def output_findings(outputs) -> Iterator[str]:
    for output in outputs:
        if output.output_type == "error":
            yield f"ended with an error: {output.ename}: {first_line(output.evalue)}"
        for text in texts(output):
            found = MACHINE_PATH.search(text)
            if found:
                yield f"shows a path of one machine: {found.group()}"


def texts(output) -> Iterator[str]:
    """The readable parts: pictures in base64 could spell a path by chance."""
    if output.output_type == "stream":
        yield output.text
    for kind, data in output.get("data", {}).items():
        if isinstance(data, str) and (kind.startswith("text/") or kind in ("image/svg+xml", "application/json")):
            yield data
    yield from output.get("traceback", [])


def first_line(text: str) -> str:
    return (text or "").strip().split("\n")[0]
