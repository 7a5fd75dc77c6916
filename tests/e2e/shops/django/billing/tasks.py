from celery import shared_task


@shared_task
def remind(pk):
    return pk
