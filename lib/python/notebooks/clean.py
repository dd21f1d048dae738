"""Writes executed notebooks so that two runs differ in their results only."""

import os
from pathlib import Path

import nbformat
from nbconvert import HTMLExporter

VOLATILE = ("execution", "ExecuteTime", "papermill", "widgets", "collapsed", "scrolled")


def clean(notebook: nbformat.NotebookNode) -> None:
    """Takes out times and the JDK's patch level; keeps the execution counts and the outputs."""
    for key in VOLATILE:
        notebook.metadata.pop(key, None)
    notebook.metadata["kernelspec"] = {"display_name": "Java", "language": "java", "name": "java"}
    language = notebook.metadata.get("language_info")
    if language:
        language["version"] = str(language.get("version", "")).split(".")[0].split("+")[0]
    for cell in notebook.cells:
        for key in VOLATILE:
            cell.metadata.pop(key, None)


def write(notebook: nbformat.NotebookNode, target: Path) -> None:
    """Whole or not at all: a notebook half written is a notebook lost."""
    replace(target, nbformat.writes(notebook) + "\n")


def write_html(notebook: nbformat.NotebookNode, target: Path) -> Path:
    exporter = HTMLExporter(template_name="classic", embed_images=True)
    # These would be fetched from the net on every look: no widget and no formula needs them here.
    exporter.mathjax_url = exporter.require_js_url = exporter.jquery_url = ""
    html, _ = exporter.from_notebook_node(notebook, {"metadata": {"name": target.stem}})
    replace(target, html)
    return target


def replace(target: Path, text: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    new = target.with_name(target.name + ".new")
    new.write_text(text, encoding="utf-8")
    os.replace(new, target)
