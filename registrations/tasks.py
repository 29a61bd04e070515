"""Background tasks; each says which row to try, the row is the truth."""

from django_tasks import task

from .services.delivery import send_message


@task()
def deliver_message(message_id: int) -> bool:
    """Try to send one message; harmless when it was sent or is not due."""
    return send_message(message_id=message_id)
