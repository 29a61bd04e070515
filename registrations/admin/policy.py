"""What Wagtail may know about the rights on registrations and letters."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from django.db.models import Model, QuerySet
from wagtail.permission_policies import ModelPermissionPolicy


class ViewOnlyPolicy(ModelPermissionPolicy):
    """Lets in whoever may view, on the screens that are ours; refuses all else.

    "change" opens our own screen in place of Wagtail's editor. Adding, deleting,
    publishing, locking: nobody, not even a superuser.
    """

    actions = frozenset({"view", "change"})

    def __init__(self, model: type[Model], *, can_view: Callable[[Any], bool]) -> None:
        """Take the model, whose manager knows `visible_to`, and who may see it at all.

        Args:
            model: what is guarded.
            can_view: one of `registrations.permissions`.
        """
        super().__init__(model)
        self.can_view = can_view

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in self.actions and self.can_view(user)

    def user_has_any_permission(self, user: Any, actions: Collection[str]) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def instances_user_has_any_permission_for(
        self, user: Any, actions: Collection[str]
    ) -> QuerySet:
        instances = self.model._default_manager.visible_to(user)
        if self.user_has_any_permission(user, actions):
            return instances
        return instances.none()
