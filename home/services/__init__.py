"""What happens in the front of the house."""
