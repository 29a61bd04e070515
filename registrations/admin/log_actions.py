"""Our actions in Wagtail's audit log: what happened, without any reason or name."""

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry, LogFormatter

from ..enums import RegistrationState

# action → its label in the log
ACTIONS = {
    "registrations.register": _("Take in a registration"),
    "registrations.amend": _("Change the answers of a registration"),
    "registrations.erase_answers": _("Erase answers whose time is up"),
    "registrations.propose": _("Propose a decision"),
    "registrations.withdraw_proposal": _("Withdraw a proposal"),
    "registrations.write_account": _("Tell on the site how was chosen"),
    "registrations.remove_account": _("Take off the site how was chosen"),
    "registrations.suggest": _("Suggest another workplace"),
    "registrations.answer_suggestion": _("Answer to another workplace"),
    "registrations.excuse": _("Cannot come to a meeting"),
    "registrations.come_after_all": _("Comes to a meeting after all"),
    "registrations.note_attendance": _("Note who was there"),
    "registrations.offer": _("Offer a place that came free"),
    "registrations.release_hold": _("Release a held registration"),
    "registrations.set_aside": _("Set aside a held registration"),
    "registrations.review": _("Write a review"),
    "registrations.comment": _("Talk about a registration"),
    "registrations.tag": _("Tag a registration"),
    "registrations.tie": _("Say something about a tie"),
    "registrations.save_round": _("Change how registrations are read"),
    "registrations.change_phase": _("Go to another phase of the round"),
    "registrations.assign": _("Ask readers to read"),
    "registrations.unassign": _("Take back what a reader was asked"),
    "registrations.share_out": _("Share out registrations among readers"),
    "registrations.save_wishes": _("Change what is wished of the groups"),
    "registrations.make_scenario": _("Make a scenario for the groups"),
    "registrations.change_scenario": _("Change a scenario by hand"),
    "registrations.deploy_scenario": _("Put a scenario on the board"),
    "registrations.undo_deployment": _("Take a scenario back from the board"),
    "registrations.promise": _("Promise confidentiality"),
    "registrations.save_profile": _("Change the own reader’s profile"),
    "registrations.release_message": _("Release a message"),
    "registrations.update_message": _("Change a message"),
    "registrations.plan_message": _("Plan a message"),
    "registrations.take_back_message": _("Make a planned message a draft again"),
    "registrations.hold_message": _("Hold a message"),
    "registrations.let_go_message": _("Let go of a held message"),
    "registrations.correct_address": _("Correct the address of a registration"),
    "registrations.cancel_message": _("Cancel a message"),
    "registrations.resend_message": _("Send a message again"),
    "registrations.remake_message": _("Make a draft up again"),
    "registrations.write_message": _("Write a message to a group"),
    "registrations.save_template": _("Change the words of a letter"),
    "registrations.test_template": _("Send a test of a letter to oneself"),
    "registrations.make_code": _("Make an access code"),
    "registrations.change_code": _("Change an access code"),
    "registrations.revoke_code": _("Revoke an access code"),
    "registrations.give_right": _("Give a group a right that is new"),
    "registrations.copy_person": _("Let somebody have a copy of their data"),
    "registrations.erase_person": _("Erase somebody’s data on request"),
    "registrations.carry_interest": _("Let who waits hear of this form"),
    "registrations.erase_interest": _("Erase an address that waited to hear"),
}


class StateChangeFormatter(LogFormatter):
    """Says from which state to which."""

    label = _("Change the state")

    def format_message(self, log_entry):
        labels = dict(RegistrationState.choices)
        return _("From %(from)s to %(to)s") % {
            "from": labels.get(log_entry.data.get("from"), "?"),
            "to": labels.get(log_entry.data.get("to"), "?"),
        }


def register_log_actions(actions: LogActionRegistry) -> None:
    """Make our actions known; an unknown one is refused when it is logged."""
    actions.register_action("registrations.change_state")(StateChangeFormatter)
    for action, label in ACTIONS.items():
        actions.register_action(action, label, label)
