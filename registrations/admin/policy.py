"""What Wagtail may know about the rights on registrations."""

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy

from ..permissions import (
    user_can_decide,
    user_can_enter,
    user_can_export,
    user_can_import,
    user_can_review,
    user_can_view_registrations,
)

# "change" opens the review desk: Wagtail's edit view, replaced by ours. Adding,
# deleting, publishing, locking: nobody, not even a superuser.
CHECKS = {
    "view": user_can_view_registrations,
    "change": user_can_view_registrations,
    "review": user_can_review,
    "decide": user_can_decide,
    "export": user_can_export,
    "enter": user_can_enter,
    "import": user_can_import,
}


class RegistrationPermissionPolicy(ModelPermissionPolicy):
    """Asks the functions of `registrations.permissions`, and refuses all else."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        check = CHECKS.get(action)
        return check is not None and check(user)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def instances_user_has_any_permission_for(self, user: Any, actions: Any):
        instances = self.model._default_manager.visible_to(user)
        if self.user_has_any_permission(user, actions):
            return instances
        return instances.none()
