"""How far each limit is used up. A global table: keyed hashes and instants, nothing else."""

from django.db import models


class Bucket(models.Model):
    """One limit of one subject. It is full until `free_at`, less its room; then it is as new.

    The key is a keyed hash of rule, axis, tenant and subject: no address and no name lies here.
    """

    key = models.BinaryField(max_length=32, primary_key=True)
    free_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"bucket until {self.free_at.isoformat()}"
