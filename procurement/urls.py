"""The pages of orders, invoices and payments, and those that they add to the vendor portal."""

from django.urls import path

from procurement.views import invoices, lineage, lines, orders, payments, portal, requisitions

app_name = "procurement"

urlpatterns = [
    path("requisitions/", requisitions.requisitions, name="requisitions"),
    path("requisitions/new/", requisitions.new, name="requisition_new"),
    path("requisitions/<uuid:pk>/", requisitions.requisition, name="requisition"),
    path("requisitions/<uuid:pk>/edit/", requisitions.edit, name="requisition_edit"),
    path("requisitions/<uuid:pk>/submit/", requisitions.submit, name="requisition_submit"),
    path("requisitions/<uuid:pk>/decide/", requisitions.decide, name="requisition_decide"),
    path("requisitions/<uuid:pk>/decline/", requisitions.decline, name="requisition_decline"),
    path("requisitions/<uuid:pk>/order/", requisitions.order, name="requisition_order"),
    path("requisitions/<uuid:pk>/contract/", requisitions.contract, name="requisition_contract"),
    path("orders/", orders.orders, name="orders"),
    path("orders/<uuid:pk>/", orders.order, name="order"),
    path("orders/<uuid:pk>/decide/", orders.decide, name="order_decide"),
    path("orders/<uuid:pk>/submit/", orders.submit, name="order_submit"),
    path("orders/<uuid:pk>/cancel/", orders.cancel, name="order_cancel"),
    path("orders/<uuid:pk>/close/", orders.close, name="order_close"),
    path("orders/<uuid:pk>/file/", orders.file, name="order_file"),
    path("orders/<uuid:pk>/lines/new/", lines.add, name="order_line_new"),
    path("orders/<uuid:pk>/lines/<uuid:line>/remove/", lines.remove, name="order_line_remove"),
    path("orders/<uuid:pk>/lines/<uuid:line>/", lines.line, name="order_line"),
    path("invoices/", invoices.invoices, name="invoices"),
    path("invoices/new/", invoices.upload, name="upload"),
    path("invoices/<uuid:pk>/", invoices.invoice, name="invoice"),
    path("invoices/<uuid:pk>/file/", invoices.file, name="invoice_file"),
    path("invoices/<uuid:pk>/match/", invoices.again, name="invoice_again"),
    path("invoices/<uuid:pk>/confirm/", invoices.confirm, name="invoice_confirm"),
    path("invoices/<uuid:pk>/pass/", invoices.let_pass, name="invoice_pass"),
    path("invoices/<uuid:pk>/reject/", invoices.reject, name="invoice_reject"),
    path("invoices/<uuid:pk>/correct/", invoices.correct, name="invoice_correct"),
    path("lineage/<uuid:contract>/", lineage.lineage, name="lineage"),
    path("payments/", payments.payments, name="payments"),
    path("payments/export/", payments.export, name="export"),
    path("payments/files/", payments.batches, name="batches"),
    path("payments/files/<uuid:pk>/", payments.batch, name="batch"),
    path("payments/files/<uuid:pk>/file/", payments.batch_file, name="batch_file"),
    path("payments/<uuid:pk>/", payments.payment, name="payment"),
    path("payments/<uuid:pk>/decide/", payments.decide, name="payment_decide"),
    path("payments/<uuid:pk>/stop/", payments.stop, name="payment_stop"),
    path("payments/<uuid:pk>/paid/", payments.paid, name="payment_paid"),
    path("portal/orders/", portal.orders, name="portal_orders"),
    path("portal/orders/<uuid:pk>/", portal.order, name="portal_order"),
    path("portal/orders/<uuid:pk>/file/", portal.order_file, name="portal_order_file"),
    path("portal/invoices/", portal.invoices, name="portal_invoices"),
    path("portal/invoices/<uuid:pk>/", portal.invoice, name="portal_invoice"),
    path("portal/invoices/<uuid:pk>/file/", portal.invoice_file, name="portal_invoice_file"),
]
