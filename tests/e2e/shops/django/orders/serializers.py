from rest_framework import serializers

from orders.models import Order


class LineSerializer(serializers.Serializer):
    sku = serializers.CharField(max_length=20)
    quantity = serializers.IntegerField(min_value=1, required=False)


class OrderSerializer(serializers.ModelSerializer):
    lines = LineSerializer(many=True)
    total = serializers.DecimalField(max_digits=8, decimal_places=2, read_only=True)

    class Meta:
        model = Order
        fields = ["id", "number", "lines", "total"]
