"""Who may do what with orders, invoices and payments: one question each, the same for page, endpoint and button."""

from collections.abc import Iterable

from flowmono.accounts import roles
from flowmono.accounts.models import User
from flowmono.common.navigation import leads_to
from procurement.models import Invoice, Order, PaymentAuthorization, RememberedField, Requisition
from procurement.querysets import SEE_ALL
from vendors.models import Vendor


def can_list_requisitions(by: User) -> bool:
    """Requesters, procurement, finance, those who decide, auditors and administrators open the list of requisitions."""
    return leads_to("procurement:requisitions", by)


def can_list_orders(by: User) -> bool:
    """Those who open the list of requisitions, and legal & compliance, open the list of orders."""
    return leads_to("procurement:orders", by)


def can_list_invoices(by: User) -> bool:
    """Requesters, procurement, finance, those who decide, auditors and administrators open the list of invoices."""
    return leads_to("procurement:invoices", by)


def can_list_payments(by: User) -> bool:
    """Procurement, finance, those who decide, auditors and administrators open the list of payments."""
    return leads_to("procurement:payments", by)


def can_ask_for(by: User) -> bool:
    """Requesters and procurement ask for things to be bought."""
    return by.has_role(roles.REQUESTER, roles.PROCUREMENT)


def can_work_on(requisition: Requisition, by: User) -> bool:
    """Who asked for it changes, submits or gives up a requisition."""
    return requisition.requester_id == by.pk and can_ask_for(by)


def can_say(requisition: Requisition, by: User) -> bool:
    """People who work inside and do more than read decide on a requisition, never who asked for it; the approval rule says which of them."""
    return by.may_decide and not by.is_same_person([requisition.requester])


def can_handle(requisition: Requisition, by: User) -> bool:
    """Procurement handles requisitions, never the person's own."""
    return by.has_role(roles.PROCUREMENT) and not by.is_same_person([requisition.requester])


def can_edit(order: Order, by: User) -> bool:
    """Procurement and the requester of an order work on its draft."""
    return by.has_role(roles.PROCUREMENT) or (order.requester_id == by.pk and by.has_role(roles.REQUESTER))


def can_submit(order: Order, by: User) -> bool:
    """Procurement and the requester of an order put it before its approvers."""
    return can_edit(order, by)


def can_decide(order: Order, by: User) -> bool:
    """People who work inside and do more than read decide on an order, never its requester; the approval rule says which of them."""
    return by.may_decide and not by.is_same_person([order.requester])


def can_revise(order: Order, by: User) -> bool:
    """Procurement changes an order that was approved."""
    return by.has_role(roles.PROCUREMENT)


def can_send(order: Order, by: User) -> bool:
    """Procurement sends orders to vendors."""
    return by.has_role(roles.PROCUREMENT)


def can_close(order: Order, by: User) -> bool:
    """Procurement closes orders."""
    return by.has_role(roles.PROCUREMENT)


def can_capture(by: User) -> bool:
    """Finance and procurement enter invoices that reached the company by another way."""
    return by.has_role(roles.FINANCE, roles.PROCUREMENT)


def can_send_invoice(vendor: Vendor, by: User) -> bool:
    """Only an active contact of the vendor sends its invoices through the portal."""
    return by.is_active and vendor.contacts.filter(user=by, active=True).exists()


def can_speak_for_invoice(invoice: Invoice, by: User) -> bool:
    """Only an active contact of its vendor answers about an invoice or withdraws it."""
    return invoice.vendor is not None and can_send_invoice(invoice.vendor, by)


def can_clerk(invoice: Invoice, by: User) -> bool:
    """Finance and procurement look at invoices: they confirm orders, correct what was read, match again."""
    return by.has_role(roles.FINANCE, roles.PROCUREMENT)


def can_override(invoice: Invoice, by: User) -> bool:
    """Finance or procurement lets a finding pass, never the owner of the order nor the person who entered the invoice."""
    owner = [invoice.order.requester] if invoice.order is not None else []
    return by.has_role(roles.FINANCE, roles.PROCUREMENT) and not by.is_same_person([invoice.captured_by, *owner])


def can_see_memory(by: User) -> bool:
    """Procurement, finance, legal, auditors and administrators see what corrections taught about a vendor's invoices."""
    return by.has_role(*SEE_ALL, roles.LEGAL)


def can_forget(remembered: RememberedField, by: User) -> bool:
    """Who may have forgotten something may have anything forgotten that a correction taught."""
    return can_forget_some(by)


def can_forget_some(by: User) -> bool:
    """Procurement and administrators have forgotten what corrections taught."""
    return by.has_role(roles.PROCUREMENT, roles.ADMINISTRATOR)


def can_reject(invoice: Invoice, by: User) -> bool:
    """Finance and procurement send an invoice back to its vendor."""
    return by.has_role(roles.FINANCE, roles.PROCUREMENT)


def can_prepare_invoice(by: User) -> bool:
    """Procurement and finance prepare copies of invoices; requesters, auditors and others only read them."""
    return by.has_role(roles.PROCUREMENT, roles.FINANCE)


def can_authorize(authorization: PaymentAuthorization, by: User) -> bool:
    """Whom the payment rule names; never who entered the invoice, asked for the order, or had a hand in the account."""
    account = authorization.account
    order = authorization.order
    return by.may_decide and not by.is_same_person(
        [
            authorization.invoice.captured_by,
            order.requester if order is not None else None,
            account.proposed_by,
            account.called_by,
            account.verified_by,
        ]
    )


def can_pay(by: User) -> bool:
    """Finance makes payment files and enters what the bank confirms."""
    return by.has_role(roles.FINANCE)


def can_export(authorizations: Iterable[PaymentAuthorization], by: User) -> bool:
    """Finance makes a payment file, never somebody who authorized a payment in it.

    Who checked the account may: the file takes only what two others authorized (docs/decisions/hands-in-a-payment.md).
    """
    people = {person for one in authorizations for person in (one.first_person, one.second_person)}
    return by.has_role(roles.FINANCE) and by.person not in people


def can_void(authorization: PaymentAuthorization, by: User) -> bool:
    """Finance stops a payment that is in no file yet."""
    return by.has_role(roles.FINANCE)


def can_see_export(by: User) -> bool:
    """Finance, procurement, auditors and administrators see what is to be exported."""
    return by.has_role(*SEE_ALL)
