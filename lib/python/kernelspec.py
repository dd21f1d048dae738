"""Writes the kernel `java` of an environment: which JDK it starts, with which flags, and where the library is.

The packaged one starts whatever `java` the PATH has, through a second JVM; this takes its place.

usage: kernelspec.py PREFIX JDK PROJECT
"""

import json
import os
import sys
from pathlib import Path


def kernelspec(jar: Path, jdk: Path, project: Path) -> dict:
    return {
        # No collector and no heap size: JMH hands the kernel's flags on to its forks.
        "argv": [
            str(jdk / "bin" / "java"),
            "--add-opens=jdk.jshell/jdk.jshell=ALL-UNNAMED",  # JJava reaches into JShell
            "--add-opens=java.base/java.lang=ALL-UNNAMED",  # virtual threads on a scheduler of ours
            "--add-exports=java.base/jdk.internal.vm=ALL-UNNAMED",  # stackful tasks
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",  # else a library's warning lands in a cell
            "-Djava.awt.headless=true",
            f"-Djava.util.logging.config.file={jar.parent / 'logging.properties'}",  # else JJava reports each start
            "-jar",
            str(jar),
            "{connection_file}",
        ],
        "display_name": "Java",
        "language": "java",
        "interrupt_mode": "message",
        "env": {
            # JJava dies at a glob below a missing directory, but only below the part before its first wildcard:
            # with the `?` that part is the project itself, so an unbuilt or cleaned project still has a kernel.
            "JJAVA_CLASSPATH": f"{project}/targe?/interleave.jar:{project}/targe?/lib/*.jar",
            "INTERLEAVE_HOME": str(project),
        },
        "metadata": {},
    }


def main() -> None:
    prefix, jdk, project = (Path(argument) for argument in sys.argv[1:])
    folder = prefix / "share" / "jupyter" / "kernels" / "java"
    jar = folder / "jjava.jar"
    if not jar.is_file():
        sys.exit("The kernel's jar is missing from the environment: the package jjava is not installed there")
    write(folder / "logging.properties", "handlers=java.util.logging.ConsoleHandler\n.level=WARNING\n")
    if write(folder / "kernel.json", json.dumps(kernelspec(jar, jdk, project), indent=2) + "\n"):
        print("Registered the kernel java")


def write(target: Path, text: str) -> bool:
    """Writes the file whole, and only when it would change."""
    if target.is_file() and target.read_text() == text:
        return False
    new = target.with_name(target.name + ".new")
    new.write_text(text)
    os.replace(new, target)
    return True


if __name__ == "__main__":
    main()
