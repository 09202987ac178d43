"""What every domain leans on; it knows no domain."""
