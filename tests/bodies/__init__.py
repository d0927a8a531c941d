"""Article pages in the manner of many portals, made for these tests, with what a person reads as lead and text of each.

The frames (menus, side boxes, footers) are short; what stands around the text is what real portals print.
"""

from tests.bodies import layouts, platforms
from tests.bodies.frame import Sample

__all__ = ["SAMPLES", "Sample"]

SAMPLES = platforms.SAMPLES + layouts.SAMPLES
