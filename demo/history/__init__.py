"""Two years of the demonstration's company: contracts, orders, deliveries, invoices and payments, played through the real actions."""
