"""Every address of the admin, filled in with something that exists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from .house import House

# Addresses without a name, or that belong to no role: `why` stands beside each.
WITHOUT_ROLE = {
    "wagtailadmin_login": "for who is not logged in",
    "wagtailadmin_logout": "for everybody; it would end the session of the test",
    "wagtailadmin_password_reset": "for who is not logged in",
    "wagtailadmin_password_reset_done": "for who is not logged in",
    "wagtailadmin_password_reset_confirm": "for who has the link of a mail",
    "wagtailadmin_password_reset_complete": "for who is not logged in",
    "wagtailadmin_javascript_catalog": "words of the interface, for everybody",
    "wagtailadmin_sprite": "icons, for everybody",
    "wagtail_modeladmin:javascript_catalog": "words of the interface, for everybody",
    "wagtailadmin_error_test": "fails on purpose",
    "wagtail_bulk_action": "tried action by action, in test_actions.py",
    "registrations:act": "tried action by action, in test_actions.py",
    "registrations:collect_workflow_action_data": "tried step by step, the same view",
    "registrations:workflow_action": "tried step by step, in test_actions.py",
}


@dataclass(frozen=True)
class Address:
    """One address of the admin: its name, and a path of it that exists."""

    name: str
    path: str


def list_names() -> list[tuple[str, dict[str, Any]]]:
    """Return the name of each address below the admin, with its parameters."""
    admin = next(
        entry
        for entry in get_resolver().url_patterns
        if isinstance(entry, URLResolver) and str(entry.pattern) == "admin/"
    )
    return [
        (name, parameters)
        for name, parameters in _walk(admin, "", {})
        if name and not name.endswith(":")
    ]


def _walk(
    resolver: URLResolver, namespace: str, parameters: dict[str, Any]
) -> Iterator[tuple[str, dict[str, Any]]]:
    for entry in resolver.url_patterns:
        found = parameters | _get_parameters(entry)
        if isinstance(entry, URLPattern):
            if entry.name:
                yield namespace + entry.name, found
            continue
        inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
        yield from _walk(entry, inner, found)


def _get_parameters(entry: URLPattern | URLResolver) -> dict[str, Any]:
    converters = dict(entry.pattern.converters)
    regex = entry.pattern.regex
    if regex.groups and not regex.groupindex:
        return {str(number): None for number in range(regex.groups)}
    return converters | dict.fromkeys(regex.groupindex)


def build_addresses(house: House) -> list[Address]:
    """Return every address that a role may or may not open, once for each name."""
    addresses = {}
    for name, parameters in list_names():
        if name in WITHOUT_ROLE or name in addresses:
            continue
        addresses[name] = Address(name, _fill_in(name, parameters, house))
    return list(addresses.values())


def _fill_in(name: str, parameters: dict[str, Any], house: House) -> str:
    if not parameters:
        return reverse(name)
    values = {
        parameter: _find_value(name, parameter, house) for parameter in parameters
    }
    try:
        if all(parameter.isdecimal() for parameter in values):
            return reverse(name, args=list(values.values()))
        return reverse(name, kwargs=values)
    except NoReverseMatch as error:
        raise AssertionError(
            f"tests/roles/addresses.py does not know how to fill in {name}: {error}"
        ) from error


def _find_value(name: str, parameter: str, house: House) -> Any:
    """Return something that exists for `parameter` of the address `name`."""
    if name.startswith("wagtailsettings:") and parameter == "model_name":
        return "sitesettings"
    if parameter in house.values:
        return house.values[parameter]
    fitting = [prefix for prefix in house.pks if name.startswith(prefix)]
    if parameter in {"pk", "instance_pk"} and fitting:
        return house.pks[max(fitting, key=len)]
    raise AssertionError(
        f"tests/roles/house.py has nothing for {parameter!r} of {name}"
    )
