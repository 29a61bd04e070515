"""What each role may do in the admin, compared with the tables of docs/roles.md."""
