"""Background tasks; each says which row to try, the row is the truth."""

from django_tasks import task


@task()
def deliver_message(message_id: int) -> bool:
    """Try to send one message; harmless when it was sent or is not due."""
    # A circle otherwise: what sends letters also queues them, through this task.
    from .services.delivery import send_message

    return send_message(message_id=message_id)
