"""The signer: a process of its own that alone knows the keys. Others ask it over a socket and get signatures back."""
