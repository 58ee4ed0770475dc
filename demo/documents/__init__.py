"""The papers of the demonstration: a contract, invoices and vendor documents, all written from `facts`."""
