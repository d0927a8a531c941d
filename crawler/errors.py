"""The errors a person can meet, each with the exit code that the command gives for it."""

from __future__ import annotations


class KhoError(Exception):
    """Base of all errors that end a command with one line; the message says what, where and what to do."""

    exit_code = 2


class ConfigurationError(KhoError):
    """Raised when arguments or settings make no sense; the caller should show the message and stop."""


class PortalFileError(KhoError):
    """Raised when a portal file is missing or wrong; the message names file, key and what was expected."""


class SchemaTooNewError(KhoError):
    """Raised when a database was written by a newer Kho; the caller should leave it alone."""


class ArchiveLockedError(KhoError):
    """Raised when another crawl of the same portal is writing; the caller should wait for it."""


class ArchiveWriteError(KhoError):
    """Raised when the archive or the database cannot be written; the crawl must stop at once."""

    exit_code = 4


class ArchiveDamagedError(KhoError):
    """Raised when a record cannot be read back; the caller should name it and go on with the next."""

    exit_code = 5
