"""The country: administrative units before and since 1 July 2025, and which took over from which."""
