"""What every site starts with, after `migrate`: groups, workflows, first lists.

Not in migrations: permissions exist only once every migration has run (Django makes
them on `post_migrate`), so a migration finds none to give to a group.
"""
