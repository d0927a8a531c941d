"""Six sample portals of different builds, each of which knows the truth about itself; they need no crawler."""
