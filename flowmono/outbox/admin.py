"""The queue has no page in the admin: what is owed is a delivery, and the incident desk is where people act on it.

The library registers its tables; a schedule entered there would run any function by its name.
"""

from django.contrib import admin
from django_q.models import Failure, OrmQ, Schedule, Success

for table in (OrmQ, Schedule, Success, Failure):
    if admin.site.is_registered(table):
        admin.site.unregister(table)
