"""What a signed file is worth, and which files must not be signed at all.

`verify` (module `verifying`) gives a verdict on bytes; `Sandbox` (module `sandbox`) gives the same from a limited child process,
which is how untrusted files are read.
"""
