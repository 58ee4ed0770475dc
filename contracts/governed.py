"""The category of a contract opens its vendor's checklist and asks for legal: two people change it."""

from contracts.models import Category
from flowmono.governing.registry import Governed, govern

govern(Governed(Category, ("name", "description", "checklist", "needs_legal", "active")))
