"""The sample of a portal: what arrived, what each page shows, and all addresses with where they were linked."""
