"""What is worked out from calls and days."""
