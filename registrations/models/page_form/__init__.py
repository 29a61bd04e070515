"""The editor's form of a registration form: what may be saved, and published."""

from .form import RegistrationFormPageForm

__all__ = ["RegistrationFormPageForm"]
