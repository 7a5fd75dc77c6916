from django.db import models


class Bill(models.Model):
    order = models.ForeignKey("orders.Order", on_delete=models.CASCADE)
