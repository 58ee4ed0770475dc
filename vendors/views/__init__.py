"""The pages about vendors: inside the company, and the portal for the vendors themselves."""
