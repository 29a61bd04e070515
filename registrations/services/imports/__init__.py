"""Taking over the answers of the old Google Form, from a file to registrations.

reading: bytes → a table · columns: which column answers which question ·
matching: which option a text can mean · answers: a cell → the value that our form would
post · meanings, unread: what no option matches, and what the office says it means ·
rows: one row, checked · repeats: who stands in it twice, or is here already · running:
the whole file, looked at and taken in · service: the import itself, from its file to
its end.
"""
