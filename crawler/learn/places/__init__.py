"""Where pages print title, byline and day, told by holding pages of one kind side by side."""
