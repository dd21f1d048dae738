"""The limit of open files: a connection is a file."""

from resource import RLIM_INFINITY, RLIMIT_NOFILE, getrlimit, setrlimit

from check import LARGEST


def raise_file_limit() -> None:
    """Raises it to the hard one; if that is refused, file_limit says what is left."""
    soft, hard = getrlimit(RLIMIT_NOFILE)
    if soft != hard:
        try:
            setrlimit(RLIMIT_NOFILE, (hard, hard))
        except (OSError, ValueError):
            return


def file_limit() -> int:
    """How many files may be open."""
    soft, _ = getrlimit(RLIMIT_NOFILE)
    return LARGEST if soft == RLIM_INFINITY else soft
