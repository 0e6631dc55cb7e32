"""Made-up receipts and invoices with their true values: what the shipped adapters learn from."""
