"""Addresses about calls and days that are not pages."""
