"""What a web archive holds, as its CDX server says."""
