"""Whether pages can be rendered here, and how the browser is started: without network, profile, sound and downloads."""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec

from crawler.errors import ConfigurationError

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
FLAGS = (
    # Nothing may go past the crawl: names do not resolve, and what needs none meets a proxy that is not there.
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=http://127.0.0.1:9",
    "--proxy-bypass-list=<-loopback>",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--js-flags=--max-old-space-size=512",
    "--renderer-process-limit=2",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--mute-audio",
    "--no-first-run",
)


class RenderError(Exception):
    """Raised when a page could not be rendered; the caller should ask for it again later."""


def find_chromium() -> str:
    """Return the browser's program: `KHO_CHROMIUM`, else the first one installed. Raises: ConfigurationError."""
    named = os.environ.get("KHO_CHROMIUM")
    found = named or next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None or not os.access(found, os.X_OK):
        raise ConfigurationError(
            f"{named or 'chromium'}: no such browser, and the portal file says `render = true`. "
            "Install it (Debian: apt-get install chromium), or name it in KHO_CHROMIUM"
        )
    return found


RENDERING = {"crawler.render.middleware.RenderMiddleware": 50}
"""Scrapy's setting for portals that are rendered: only then is the browser's library imported."""


def require_browser() -> None:
    """Return if pages can be rendered. Raises: ConfigurationError saying what is missing."""
    if find_spec("playwright") is None:
        raise ConfigurationError(
            "the portal file says `render = true`, which needs playwright: pip install 'kho[browser]'"
        )
    find_chromium()


def can_render() -> bool:
    """Return True if pages can be rendered here."""
    try:
        require_browser()
    except ConfigurationError:
        return False
    return True
