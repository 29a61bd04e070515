"""Sending messages (being built)."""


def send_message(*, message_id: int) -> bool:
    return False
