"""What is said of a learned portal: its grade, or why it cannot be learned."""
