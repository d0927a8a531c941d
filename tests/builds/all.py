"""The six portals by name."""

from __future__ import annotations

from tests.builds.flat import FlatBuild
from tests.builds.liferay import LiferayBuild
from tests.builds.nukeviet import NukeVietBuild
from tests.builds.server import Build
from tests.builds.sharepoint import SharePointBuild
from tests.builds.webforms import WebFormsBuild
from tests.builds.wordpress import WordPressBuild

BUILDS: dict[str, type[Build]] = {
    build.name: build
    for build in (LiferayBuild, NukeVietBuild, SharePointBuild, WebFormsBuild, WordPressBuild, FlatBuild)
}
